using System.Buffers;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Pages.Passport;

/// <summary>What became of what a link opens.</summary>
internal enum LinkState
{
    /// <summary>It is nobody's: mistyped, cut off, or never made.</summary>
    Unknown,
    Standing,
    Revoked,
    Expired,

    /// <summary>The passport has been erased.</summary>
    Erased,
}

/// <summary>What a link opens.</summary>
/// <param name="State">Whether it still does.</param>
/// <param name="Passport">Id of the passport; empty of an unknown link.</param>
/// <param name="ExpiresAt">When it ends by itself; null when it does not.</param>
internal readonly record struct OpenedLink(LinkState State, Guid Passport, DateTimeOffset? ExpiresAt);

/// <summary>
/// Links with a secret in them. Programs that look at links open them too: so to look one up writes nothing, not even that it was used.
/// </summary>
internal sealed class SecretLinks(TokenHolders holders, ServiceAddress service, TimeProvider time)
{
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>A passport, by its owner's token.</summary>
    public Task<OpenedLink> FindPassportAsync(string token, CancellationToken cancellationToken) =>
        FindAsync(token, "candidate", cancellationToken);

    /// <summary>A passport that is shared, by the token of the link.</summary>
    public Task<OpenedLink> FindSharedAsync(string token, CancellationToken cancellationToken) =>
        FindAsync(token, "link", cancellationToken);

    /// <summary>The owner's token in what somebody has pasted: the link, or the token alone.</summary>
    public static string TokenIn(string pasted)
    {
        var start = pasted.IndexOf(SecretToken.CandidatePrefix, StringComparison.Ordinal);
        if (start < 0) return "";

        var token = pasted[start..];
        var end = token.AsSpan().IndexOfAnyExcept(TokenCharacters);
        return end < 0 ? token : token[..end];
    }

    /// <summary>A path of this service as it is given to others: at the address that is set, or else at the request's.</summary>
    public string AbsoluteOf(string path, HttpRequest request) =>
        new Uri(service.Current ?? new Uri($"{request.Scheme}://{request.Host}"), path).ToString();

    private async Task<OpenedLink> FindAsync(string token, string kind, CancellationToken cancellationToken)
    {
        var holder = await holders.FindHolderAsync(token, cancellationToken);
        if (holder is not { PassportId: { } passport } || holder.Kind != kind) return default;

        var now = time.Now();
        var state = holder.PassportErasedAt is not null ? LinkState.Erased
            : holder.RevokedAt <= now ? LinkState.Revoked
            : holder.ExpiresAt <= now ? LinkState.Expired
            : LinkState.Standing;
        return new OpenedLink(state, passport, holder.ExpiresAt);
    }
}
