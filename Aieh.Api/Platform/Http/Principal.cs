using Aieh.Api.Platform.Access;

namespace Aieh.Api.Platform.Http;

/// <summary>The kinds of caller, as flags so that a route can name those it admits.</summary>
[Flags]
internal enum PrincipalKinds
{
    None = 0,
    Anonymous = 1,
    Candidate = 2,
    Attempt = 4,
    Key = 8,
    Link = 16,
    Invitation = 32,

    /// <summary>Somebody's account at the identity provider, where it does not stand for a passport.</summary>
    Login = 64,

    /// <summary>Without logins: what they have no passport for is refused, so that nobody takes it for working.</summary>
    Everyone = Anonymous | Candidate | Attempt | Key | Link | Invitation,
}

/// <summary>Who is calling. Set once per request by <see cref="Authentication"/>; handlers take it as a parameter.</summary>
internal sealed record Principal
{
    public static readonly Principal Anonymous = new() { Kind = PrincipalKinds.Anonymous, Id = "anonymous" };

    public required PrincipalKinds Kind { get; init; }

    /// <summary>
    /// Stable name for idempotency scopes, rate limits and erasure; it holds ids only, never a secret or a personal datum.
    /// </summary>
    public required string Id { get; init; }

    public Guid CredentialId { get; init; }

    /// <summary>When the credential ends; null when it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The key's tenant; of a candidate, the tenant whose key has made the passport, null when none has.</summary>
    public Guid? TenantId { get; init; }

    public Guid? PassportId { get; init; }

    /// <summary>When the passport that the credential belongs to was created; null without one.</summary>
    public DateTimeOffset? PassportCreatedAt { get; init; }

    /// <summary>When that passport was erased, as it was when the request was authenticated; null while it was not.</summary>
    public DateTimeOffset? PassportErasedAt { get; init; }

    public Guid? AttemptId { get; init; }
    public Guid? GrantId { get; init; }
    public Guid? InvitationId { get; init; }
    public Login? Login { get; init; }
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>How the audit trail names the caller: a key by itself, not by its tenant.</summary>
    public string Actor => Kind == PrincipalKinds.Key ? $"key:{CredentialId}" : Id;

    public bool IsAnonymous => Kind == PrincipalKinds.Anonymous;

    /// <summary>Minimal API binding: the principal of the request.</summary>
    public static ValueTask<Principal> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context));

    public static Principal Of(HttpContext context) => context.Features.Get<Principal>() ?? Anonymous;
}
