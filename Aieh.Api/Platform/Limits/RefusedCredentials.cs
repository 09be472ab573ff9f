using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Browser;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Platform.Limits;

/// <summary>
/// A refused credential leaves no principal to count by, and <see cref="Authentication"/> answers 401 before <see cref="CallerLimit"/>
/// runs. So each refused credential has a quota of its own on each network: a client that goes on with an old one stops itself alone. How
/// many different ones a network tries is counted for the network, on public routes too: whoever guesses is stopped, while credentials that
/// have worked go on working there, and so does what needs none.
/// </summary>
internal sealed class RefusedCredentialLimit(RequestDelegate next, RateLimits limits)
{
    public Task InvokeAsync(HttpContext context)
    {
        var isCounted = !limits.RefusedCredential.IsOff && !Telemetry.IsOperational(context.Request.Path);
        return isCounted && Authentication.ReadToken(context.Request).Token is { } token ? CountAsync(token, context) : next(context);
    }

    private Task CountAsync(string token, HttpContext context)
    {
        var mark = CredentialMarks.MarkOf(token);
        if (!limits.AcceptedCredentials.Has(mark))
        {
            // The network's first: once it is used up, guesses leave no buckets behind.
            var network = NetworkLimitOf(token);
            if (network.IsUsedUp(context)) return network.RefuseAsync(context);
            if (limits.RefusedCredential.IsUsedUp(context)) return limits.RefusedCredential.RefuseAsync(context);
        }

        context.Response.OnStarting(LearnAsync);
        return next(context);

        Task LearnAsync()
        {
            var status = context.Response.StatusCode;
            if (Principal.Of(context).IsAnonymous)
            {
                var isRefused = status == StatusCodes.Status401Unauthorized || context.Features.Get<RefusedCookie>() is not null;
                if (isRefused) Charge(token, mark, context);
            }
            else if (status != StatusCodes.Status429TooManyRequests)
            {
                // Only what its own quota lets through may take another's place in the table.
                limits.AcceptedCredentials.Add(mark);
            }

            return Task.CompletedTask;
        }
    }

    private void Charge(string token, int mark, HttpContext context)
    {
        limits.AcceptedCredentials.Remove(mark);
        limits.RefusedCredential.TryTake(context);
        limits.RefusedCredential.Describe(context);
        var isAnother = limits.RefusedCredentials.Add(CredentialMarks.MarkOf(mark, Caller.Network(context)));
        if (isAnother && NetworkLimitOf(token) is { IsOff: false } network) network.TryTake(context);
    }

    /// <summary>
    /// What is well-formed may be anybody's first call, also just after a restart, when nobody's is remembered; and to look it up costs
    /// little. So noise in place of tokens does not spend what those have.
    /// </summary>
    private RateLimitPolicy NetworkLimitOf(string token) => SecretToken.IsWellFormed(token) ? limits.UnknownCredentials : limits.Guessing;
}

/// <summary>
/// Remembers credentials by 32 bits of a hash that is another in every process, in a table that never grows: a later one takes the place of
/// an earlier one now and then. What is forgotten or mistaken costs a look-up in the database, nothing else.
/// </summary>
internal sealed class CredentialMarks
{
    private const int Slots = 1 << 16;
    private readonly int[] _marks = new int[Slots];

    /// <summary>The mark of a token as it was read, so that one that is spelled in many ways has one.</summary>
    public static int MarkOf(string token) => NotEmpty(token.GetHashCode(StringComparison.Ordinal));

    /// <summary>The mark of a credential on a network.</summary>
    public static int MarkOf(int credential, Caller network) => NotEmpty(HashCode.Combine(credential, network));

    /// <summary>The bucket of a refused credential, which is its network's: nobody can spend what others have elsewhere.</summary>
    public static Caller CallerOf(HttpContext context)
    {
        var token = Authentication.ReadToken(context.Request).Token;
        return Caller.Network(context) with { Slot = SlotOf(token is null ? 0 : MarkOf(token)) };
    }

    public bool Has(int mark) => Volatile.Read(ref _marks[SlotOf(mark)]) == mark;

    /// <summary>False when it was there.</summary>
    public bool Add(int mark) => !Has(mark) && Interlocked.Exchange(ref _marks[SlotOf(mark)], mark) != mark;

    public void Remove(int mark) => Interlocked.CompareExchange(ref _marks[SlotOf(mark)], 0, mark);

    private static uint SlotOf(int mark) => (uint)mark % Slots;

    // 0 is an empty slot.
    private static int NotEmpty(int hash) => hash == 0 ? 1 : hash;
}
