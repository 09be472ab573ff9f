using System.Text.Json;

namespace Aieh.Api.Tools.Ats;

/// <summary>What Greenhouse understands of the partner's answers.</summary>
internal static class GreenhouseRules
{
    private const string Complete = "complete";

    /// <summary>The bare array of list_tests.</summary>
    public static IReadOnlyList<AtsTest> Tests(AtsAnswer answer, Inspection inspection)
    {
        var tests = new List<AtsTest>();
        foreach (var item in StrictJson.Read(answer.Body, answer.MediaType, inspection)?.Items() ?? [])
        {
            item.KnowsOnly("partner_test_id", "partner_test_name");
            if (item.Text("partner_test_id") is { } id && item.Text("partner_test_name") is { } name) tests.Add(new AtsTest(id, name));
        }

        if (tests.DistinctBy(test => test.Id).Count() < tests.Count) inspection.Object("two tests have the same partner_test_id");
        if (tests.DistinctBy(test => test.Name).Count() < tests.Count) inspection.Object("two tests have the same partner_test_name");
        return tests;
    }

    /// <summary>The answer to send_test: the id of this test for this candidate, a string.</summary>
    public static string? InterviewId(AtsAnswer answer, Inspection inspection)
    {
        var body = StrictJson.ReadObject(answer.Body, answer.MediaType, inspection);
        body?.KnowsOnly("partner_interview_id");
        return body?.Text("partner_interview_id");
    }

    /// <summary>The answer to test_status: the result of a complete test; null of any other, and when it cannot be understood.</summary>
    public static AtsResult? Status(AtsAnswer answer, Inspection inspection)
    {
        if (StrictJson.ReadObject(answer.Body, answer.MediaType, inspection) is not { } body) return null;
        body.KnowsOnly("partner_status", "partner_profile_url", "partner_score", "metadata");
        var status = body.Text("partner_status");
        var isComplete = status == Complete;
        if (!isComplete && Complete.Equals(status?.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            inspection.Object($"partner_status '{status}' means not yet: only '{Complete}' is complete");
        }

        var profile = body.Url("partner_profile_url", Need.Nullable);
        var score = body.Number("partner_score", Need.Nullable);
        Metadata(body, inspection);
        if (isComplete && profile is null) inspection.Object("partner_status is 'complete' and partner_profile_url is not a URL");
        return isComplete && inspection.IsClean ? new AtsResult(score, null, profile, body.Value) : null;
    }

    /// <summary>Label and value, as they are shown: flat, primitives only.</summary>
    private static void Metadata(StrictJson body, Inspection inspection)
    {
        if (body.Object("metadata", Need.Nullable) is not { } metadata) return;
        foreach (var entry in metadata.Value.EnumerateObject())
        {
            if (entry.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)) continue;
            inspection.Object($"metadata '{entry.Name}' is no string, number, boolean or null");
        }
    }
}
