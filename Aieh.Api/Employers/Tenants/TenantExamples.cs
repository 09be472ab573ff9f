using Aieh.Api.Contract;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Tenants;

internal static class TenantExamples
{
    public static readonly ProblemHttpResult[] Refusals =
    [
        TenantEndpoints.NameTaken(), KeyEndpoints.NotLive(), Problems.PreconditionRequired(), Problems.PreconditionFailed(),
    ];

    public static readonly TenantResponse Tenant = new()
    {
        Id = new Guid("019e7f00-1c00-7d3a-9b10-52c0e81f4b77"),
        Name = "Example Ltd",
        CreatedAt = ExampleStory.Now.AddDays(-1),
        Settings = new TenantSettingsResponse { RetentionMonths = 12, ReturnOrigins = ["https://careers.example.com"] },
    };

    public static readonly CreateTenantRequest Create = new()
    {
        Name = Tenant.Name,
        Settings = new TenantSettingsRequest { RetentionMonths = 12, ReturnOrigins = Tenant.Settings.ReturnOrigins },
    };

    public static readonly UpdateTenantRequest Update = new() { Settings = new TenantSettingsRequest { RetentionMonths = 12 } };

    public static readonly TenantListResponse List = new() { Items = [Tenant], Next = null };

    public static readonly CreateKeyRequest CreateKey = new()
    {
        Name = "careers page",
        Scopes = [Scopes.PassportsRead, Scopes.ResultsRead],
        ExpiresAt = ExampleStory.Now.AddDays(365),
    };

    public static readonly KeyResponse Key = new()
    {
        Id = new Guid("019e7f01-0680-7b52-8e21-c4d7f3a86012"),
        Tenant = Tenant.Id,
        Hint = "aieh_live_…xmpl",
        Name = CreateKey.Name,
        Scopes = CreateKey.Scopes,
        CreatedAt = Tenant.CreatedAt.AddMinutes(1),
        ExpiresAt = CreateKey.ExpiresAt,
    };

    // A placeholder of the right form: its checksum is wrong, so no service accepts it.
    public static readonly KeyResponse CreatedKey = Key with { Secret = "aieh_live_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8xmpl" };

    public static readonly RotateKeyRequest Rotate = new() { OverlapHours = ApiKeys.DefaultOverlapHours };

    public static readonly KeyListResponse Keys = new() { Items = [Key], Next = null };
}
