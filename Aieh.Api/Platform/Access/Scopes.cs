namespace Aieh.Api.Platform.Access;

/// <summary>The scopes an API key can carry.</summary>
internal static class Scopes
{
    public const string PassportsRead = "passports:read";
    public const string PassportsWrite = "passports:write";
    public const string EvidenceWrite = "evidence:write";
    public const string Admin = "admin";

    public static readonly IReadOnlyList<string> All = [PassportsRead, PassportsWrite, EvidenceWrite, Admin];
}
