namespace Aieh.Api.Platform.Access;

/// <summary>The scopes an API key can carry.</summary>
internal static class Scopes
{
    public const string PassportsRead = "passports:read";
    public const string PassportsWrite = "passports:write";
    public const string EvidenceWrite = "evidence:write";
    public const string LoopsRead = "loops:read";
    public const string LoopsWrite = "loops:write";
    public const string InvitationsWrite = "invitations:write";
    public const string AccommodationsWrite = "accommodations:write";
    public const string AttemptsSupervise = "attempts:supervise";
    public const string ResultsRead = "results:read";
    public const string ImpactRead = "impact:read";
    public const string IntegrityWrite = "integrity:write";
    public const string WebhooksWrite = "webhooks:write";
    public const string OrdersWrite = "orders:write";
    public const string ConnectionsWrite = "connections:write";
    public const string AuditRead = "audit:read";
    public const string UsageRead = "usage:read";
    public const string Admin = "admin";

    public static readonly IReadOnlyList<string> All =
    [
        PassportsRead, PassportsWrite, EvidenceWrite, LoopsRead, LoopsWrite, InvitationsWrite, AccommodationsWrite,
        AttemptsSupervise, ResultsRead, IntegrityWrite, ImpactRead, WebhooksWrite, OrdersWrite, ConnectionsWrite, AuditRead, UsageRead,
        Admin,
    ];
}
