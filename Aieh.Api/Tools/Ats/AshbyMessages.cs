using System.Globalization;
using System.Text.Json.Nodes;

namespace Aieh.Api.Tools.Ats;

/// <summary>What Ashby sends: names in snake_case, but for the hiring team's.</summary>
internal static class AshbyMessages
{
    /// <summary>The order's reference is the application: with the type of the assessment it tells a repeat from another order.</summary>
    public static JsonObject Start(AtsOrder order, Uri ashby, int number, AtsChance chance)
    {
        var (candidate, job) = (chance.NewId(), chance.NewId());
        var body = new JsonObject
        {
            ["assessment_type_id"] = order.Test,
            ["candidate"] = new JsonObject
            {
                ["ashby_id"] = candidate.ToString(),
                ["first_name"] = order.Candidate.FirstName,
                ["last_name"] = order.Candidate.LastName,
                ["email"] = order.Candidate.Email,
                ["ashby_profile_url"] = new Uri(ashby, $"/candidates/{candidate}").AbsoluteUri,
            },
            ["application"] = new JsonObject { ["ashby_id"] = order.Reference, ["status"] = "Active" },
            ["job"] = Job(job, ashby, number, chance),
        };

        // Filled from the partner's custom fields; a partner without any has no use for it.
        if (chance.Happens(1 / 3.0)) body["additional_fields"] = new JsonObject { ["department"] = "eng" };
        return body;
    }

    private static JsonObject Job(Guid id, Uri ashby, int number, AtsChance chance)
    {
        var job = new JsonObject
        {
            ["ashby_id"] = id.ToString(),
            ["name"] = "Backend Engineer",
            ["ashby_job_url"] = new Uri(ashby, $"/jobs/{id}").AbsoluteUri,
        };
        if (chance.Happens(1 / 2.0)) job["req_id"] = "REQ-" + number.ToString(CultureInfo.InvariantCulture);
        if (chance.Happens(1 / 2.0))
        {
            job["hiringTeam"] = new JsonArray(new JsonObject
            {
                ["userId"] = chance.NewId().ToString(),
                ["firstName"] = "A",
                ["lastName"] = "Recruiter",
                ["email"] = "recruiter@example.com",
                ["role"] = "Recruiter",
            });
        }

        return job;
    }
}
