using System.Text.Json.Nodes;

namespace Aieh.Api.Tools.Ats;

/// <summary>What Kombo sends. Of a candidate the address alone is certain: not every ATS has the rest.</summary>
internal static class KomboMessages
{
    public static JsonObject Order(AtsOrder order, string type, string integration, AtsChance chance) => new()
    {
        ["id"] = chance.NewKey(),
        ["type"] = type,
        ["data"] = new JsonObject
        {
            ["id"] = order.Reference,
            ["integration_id"] = integration,
            ["package_id"] = order.Test,
            ["status"] = "OPEN",
            ["candidate"] = new JsonObject
            {
                ["remote_id"] = chance.NewKey(),
                ["email"] = order.Candidate.Email,
                ["first_name"] = chance.Happens(0.2) ? null : order.Candidate.FirstName,
                ["last_name"] = chance.Happens(0.2) ? null : order.Candidate.LastName,
                ["phone"] = chance.Pick("+1 555 0100", null),
            },
            ["application"] = new JsonObject { ["remote_id"] = chance.Pick(chance.NewKey(), null) },
            ["job"] = Job(chance),
        },
    };

    private static JsonObject Job(AtsChance chance) => new()
    {
        ["remote_id"] = chance.NewKey(),
        ["name"] = "Backend Engineer",
        ["job_code"] = chance.Pick("BE-2026-01", null),
        ["description"] = "<p>Services &amp; data.</p>",
        ["location"] = chance.Happens(0.5) ? null : Location(),
        ["hiring_team"] = new JsonArray(new JsonObject
        {
            ["remote_id"] = chance.NewKey(),
            ["first_name"] = "A",
            ["last_name"] = "Recruiter",
            ["email"] = chance.Pick("recruiter@example.com", null),
            ["hiring_team_roles"] = new JsonArray("RECRUITER"),
        }),
    };

    private static JsonObject Location() => new()
    {
        ["street_1"] = "Example Street 1",
        ["street_2"] = null,
        ["city"] = "Berlin",
        ["state"] = "Berlin",
        ["zip_code"] = "10115",
        ["country"] = "DE",
        ["raw"] = "Example Street 1, 10115 Berlin",
    };
}
