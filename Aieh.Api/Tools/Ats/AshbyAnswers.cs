using System.Text.Json;

namespace Aieh.Api.Tools.Ats;

/// <summary>What Ashby understands of the partner's answers.</summary>
internal static class AshbyAnswers
{
    private static readonly string[] FieldTypes =
    [
        "String", "Date", "DateRange", "Number", "ValueSelect", "MultiValueSelect", "Boolean", "LongText", "Email", "Phone", "Score",
        "SocialLink", "Url", "Currency", "Location",
    ];

    /// <summary>Whether it is a success; where nothing else is documented.</summary>
    public static bool IsTaken(AtsAnswer answer, Inspection inspection)
    {
        if (!answer.IsSuccess) inspection.Object($"it is answered with {answer.Status}");
        return answer.IsSuccess;
    }

    public static IReadOnlyList<AtsTest> Tests(AtsAnswer answer, Inspection inspection)
    {
        var tests = new List<AtsTest>();
        foreach (var item in Body(answer, inspection)?.Items("results") ?? [])
        {
            item.KnowsOnly("assessment_type_id", "name", "description");
            item.Text("description", Need.Optional);
            if (item.Uuid("assessment_type_id") is { } id && item.Text("name") is { } name) tests.Add(new AtsTest(id.ToString(), name));
        }

        if (tests.DistinctBy(test => test.Id).Count() < tests.Count) inspection.Object("two results have the same assessment_type_id");
        return tests;
    }

    /// <summary>The answer to assessment.start: an id, and what assessment.update could say already.</summary>
    public static Guid? AssessmentId(AtsAnswer answer, Inspection inspection)
    {
        if (Body(answer, inspection)?.Object("results") is not { } results) return null;
        results.KnowsOnly("assessment_id", "update_request", "metadata");
        var id = results.Uuid("assessment_id");
        AshbyUpdate.ReadValues(results.Items("metadata", Need.Optional), inspection);
        if (results.Object("update_request", Need.Optional) is { } update)
        {
            var read = AshbyUpdate.Read(update, inspection);
            if (read.AssessmentId != id) inspection.Object("update_request is of another assessment_id");
        }

        return id;
    }

    /// <summary>
    /// 409 says that the candidate is assessed already, 422 what is shown to the recruiter, 401 and 403 that the key is wrong.
    /// </summary>
    public static AtsRefusal Refusal(AtsAnswer answer, Inspection inspection)
    {
        if (answer.Status is not (401 or 403 or 409 or 422))
        {
            inspection.Object($"it is answered with {answer.Status}, which is not 2xx, 401, 403, 409 or 422");
        }

        return new AtsRefusal(answer.Status, answer.Status == 422 ? answer.Message(inspection) : null);
    }

    /// <summary>Drawn as an array in Ashby's schema, and an object in what partners send.</summary>
    public static void Cancelled(AtsAnswer answer, string assessmentId, Inspection inspection)
    {
        if (Body(answer, inspection) is not { } body) return;
        var isArray = body.Value.TryGetProperty("results", out var results) && results.ValueKind == JsonValueKind.Array;
        var result = !isArray ? body.Object("results") : body.Items("results") is [var first, ..] ? first : null;
        if (result?.Uuid("assessment_id") is { } id && id.ToString() != assessmentId)
        {
            inspection.Object($"results.assessment_id is {id}, and {assessmentId} was to be cancelled");
        }
    }

    public static void CustomFields(AtsAnswer answer, Inspection inspection)
    {
        if (StrictJson.ReadObject(answer.Body, answer.MediaType, inspection) is not { } body) return;
        if (body.Flag("success", Need.Optional) == false) inspection.Object("success is false");
        foreach (var field in body.Items("fields"))
        {
            field.Text("id");
            field.Text("name");
            field.OneOf("type", FieldTypes);
            field.Flag("isRequired", Need.Optional);
        }
    }

    private static StrictJson? Body(AtsAnswer answer, Inspection inspection)
    {
        var body = StrictJson.ReadObject(answer.Body, answer.MediaType, inspection);
        if (body?.Flag("success") != false) return body;
        inspection.Object("success is false");
        return null;
    }
}
