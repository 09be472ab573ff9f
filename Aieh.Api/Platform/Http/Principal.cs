using Aieh.Api.Candidates.Passports;

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
    Everyone = Anonymous | Candidate | Attempt | Key | Link,
}

/// <summary>Who is calling. Set once per request by <see cref="Authentication"/>; handlers take it as a parameter.</summary>
internal sealed record Principal
{
    public static readonly Principal Anonymous = new() { Kind = PrincipalKinds.Anonymous, Id = "anonymous" };

    public required PrincipalKinds Kind { get; init; }

    /// <summary>Stable name for idempotency scopes, rate limits and erasure; it holds ids only, never a secret or a personal datum.</summary>
    public required string Id { get; init; }

    public Guid CredentialId { get; init; }
    public Guid? TenantId { get; init; }
    public Guid? PassportId { get; init; }

    /// <summary>The passport that the credential belongs to, as it was when the request was authenticated.</summary>
    public PassportRow? Passport { get; init; }

    public Guid? AttemptId { get; init; }
    public Guid? GrantId { get; init; }
    public IReadOnlyList<string> Scopes { get; init; } = [];

    public bool IsAnonymous => Kind == PrincipalKinds.Anonymous;

    /// <summary>Minimal API binding: the principal of the request.</summary>
    public static ValueTask<Principal> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context));

    public static Principal Of(HttpContext context) => context.Features.Get<Principal>() ?? Anonymous;
}

/// <summary>The scopes an API key can carry.</summary>
internal static class Scopes
{
    public const string PassportsRead = "passports:read";
    public const string PassportsWrite = "passports:write";
    public const string EvidenceWrite = "evidence:write";
    public const string Admin = "admin";

    public static readonly IReadOnlyList<string> All = [PassportsRead, PassportsWrite, EvidenceWrite, Admin];
}
