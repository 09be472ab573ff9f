using Aieh.Api.Platform.Access;

namespace Aieh.Api.Tests.Employers.Audit;

internal static class Entries
{
    /// <summary>An entry as another room would add it.</summary>
    public static AuditEntryRow Of(Guid tenant, string action, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        TenantId = tenant,
        OccurredAt = at,
        Actor = "service",
        Action = action,
        Subject = "loop:1",
        AfterState = """{"state":"active"}""",
    };
}
