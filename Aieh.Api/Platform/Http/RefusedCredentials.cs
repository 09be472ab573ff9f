using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Platform.Http;

/// <summary>
/// A refused credential leaves no principal to count by, and <see cref="Authentication"/> answers 401 before <see cref="CallerLimit"/>
/// runs. So each refused credential has a quota of its own: a client that goes on with an old one stops itself alone. Only how many
/// different ones a network tries is counted for the network; whoever guesses is stopped, while credentials that have worked go on working
/// there, and so does what needs none.
/// </summary>
internal sealed class RefusedCredentialLimit(RequestDelegate next, RateLimits limits)
{
    public Task InvokeAsync(HttpContext context)
    {
        var isCounted = !limits.RefusedCredential.IsOff && !Telemetry.IsOperational(context.Request.Path);
        return isCounted && CredentialMarks.MarkOf(context.Request) is { } mark ? CountAsync(mark, context) : next(context);
    }

    private Task CountAsync(int mark, HttpContext context)
    {
        if (!limits.AcceptedCredentials.Has(mark))
        {
            if (limits.RefusedCredential.IsUsedUp(context)) return limits.RefusedCredential.RefuseAsync(context);
            if (!IsPublic(context) && limits.Guessing.IsUsedUp(context)) return limits.Guessing.RefuseAsync(context);
        }

        context.Response.OnStarting(LearnAsync);
        return next(context);

        Task LearnAsync()
        {
            if (!Principal.Of(context).IsAnonymous) limits.AcceptedCredentials.Add(mark);
            else if (context.Response.StatusCode == StatusCodes.Status401Unauthorized) Charge(mark, context);
            return Task.CompletedTask;
        }
    }

    private void Charge(int mark, HttpContext context)
    {
        limits.AcceptedCredentials.Remove(mark);
        limits.RefusedCredential.TryTake(context);
        limits.RefusedCredential.Describe(context);
        var isAnother = limits.RefusedCredentials.Add(mark);
        if (isAnother && !IsPublic(context)) limits.Guessing.TryTake(context);
    }

    private static bool IsPublic(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<AccessRule>() is { IsPublic: true };
}

/// <summary>
/// Remembers credentials by 32 bits of a hash that is another in every process, in a table that never grows: a later one takes the place of
/// an earlier one now and then. What is forgotten or mistaken costs a look-up in the database, nothing else.
/// </summary>
internal sealed class CredentialMarks
{
    private const int Slots = 1 << 16;
    private readonly int[] _marks = new int[Slots];

    /// <summary>The mark of the credential that the request presents; null when it presents none.</summary>
    public static int? MarkOf(HttpRequest request)
    {
        var authorization = request.Headers.Authorization;
        if (authorization.Count > 0) return Mark(authorization.ToString());

        return request.QueryString.HasValue && request.Query.TryGetValue(Authentication.ShareParameter, out var share)
            ? Mark(share.ToString())
            : null;
    }

    /// <summary>The bucket of a refused credential: there are as many as slots, so that guesses do not fill the memory.</summary>
    public static Caller CallerOf(HttpContext context) => new("credential", SlotOf(MarkOf(context.Request) ?? 0));

    public bool Has(int mark) => Volatile.Read(ref _marks[SlotOf(mark)]) == mark;

    /// <summary>False when it was there.</summary>
    public bool Add(int mark) => !Has(mark) && Interlocked.Exchange(ref _marks[SlotOf(mark)], mark) != mark;

    public void Remove(int mark) => Interlocked.CompareExchange(ref _marks[SlotOf(mark)], 0, mark);

    private static uint SlotOf(int mark) => (uint)mark % Slots;

    // 0 is an empty slot.
    private static int Mark(string credential) => credential.GetHashCode(StringComparison.Ordinal) is not 0 and var hash ? hash : 1;
}
