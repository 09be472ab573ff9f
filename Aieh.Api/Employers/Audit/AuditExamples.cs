using System.Text.Json;
using Aieh.Api.Contract;

namespace Aieh.Api.Employers.Audit;

internal static class AuditExamples
{
    private const string Key = "key:019e7f01-0680-7b52-8e21-c4d7f3a86012";

    public static readonly AuditLogResponse Log = new()
    {
        Items =
        [
            new AuditEntryResponse
            {
                Id = new Guid("019e82f5-0680-7a1b-9c44-0f2e6d8b7a35"),
                At = ExampleStory.Now.AddMinutes(10),
                Actor = Key,
                Action = "passport.read",
                Subject = $"passport:{ExampleStory.PassportId}",
                Passport = ExampleStory.PassportId,
            },
            new AuditEntryResponse
            {
                Id = new Guid("019e7f01-0680-7c60-b3d8-5a19e4c07f21"),
                At = ExampleStory.Now.AddDays(-1).AddMinutes(1),
                Actor = "operator",
                Action = "key.created",
                Subject = Key,
                After = JsonElement.Parse("""{"hint":"aieh_live_…xmpl","scopes":["passports:read","results:read"]}"""),
            },
        ],
        Next = null,
    };
}
