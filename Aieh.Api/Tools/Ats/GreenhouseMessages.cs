using System.Text.Json.Nodes;

namespace Aieh.Api.Tools.Ats;

/// <summary>What Greenhouse sends. Names are in snake_case; what is missing is null; members may be added at any time.</summary>
internal static class GreenhouseMessages
{
    /// <param name="url">Where the completed test is told, if anywhere; its last segment is unique in this Greenhouse.</param>
    public static JsonObject SendTest(AtsOrder order, Uri greenhouse, Uri? url, AtsChance chance)
    {
        var person = order.Candidate;
        var candidate = new JsonObject
        {
            ["first_name"] = person.FirstName,
            ["last_name"] = person.LastName,
            ["preferred_name"] = chance.Pick(person.FirstName, null),
            ["resume_url"] = chance.Pick(new Uri(greenhouse, "/resumes/" + order.Reference).AbsoluteUri, null),
            ["phone_number"] = chance.Pick("555-0100", null),
            ["email"] = person.Email,
            ["greenhouse_profile_url"] = new Uri(greenhouse, $"/people/1{order.Reference}?application_id=2{order.Reference}").AbsoluteUri,
        };

        // Installations from before 2025 do not know it.
        if (chance.Happens(1 / 3.0)) candidate.Remove("preferred_name");
        var body = new JsonObject
        {
            ["partner_test_id"] = order.Test,
            ["candidate"] = candidate,
            ["sent_by"] = chance.Pick("recruiter@example.com", null),
            ["url"] = url?.AbsoluteUri,
        };
        if (chance.Happens(1 / 3.0)) body["added_since"] = new JsonObject { ["anything"] = new JsonArray(1, "two", null) };
        return body;
    }

    /// <summary>What was wrong with an answer, with as much of its context as is known.</summary>
    public static JsonObject ResponseError(string call, IEnumerable<string> errors, AtsOrder? order) => new()
    {
        ["api_call"] = call,
        ["errors"] = new JsonArray([.. errors.Select(error => JsonValue.Create(error))]),
        ["partner_test_id"] = order?.Test,
        ["partner_test_name"] = null,
        ["partner_interview_id"] = order?.VendorId,
        ["candidate_email"] = order?.Candidate.Email,
    };
}
