using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Aieh.Api.Platform.Http;

/// <summary>
/// Puts an example beside every body. They are contract objects written by the service's own JSON, so none can be out of date, and together
/// they tell one story: a candidate takes a full form, and a recruiter reads the passport by its link.
/// </summary>
internal sealed class OpenApiExamples : IOperationFilter
{
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 9, 0, 0, TimeSpan.Zero);
    public static readonly Guid PassportId = new("019e8256-f900-7a3e-8c1b-5b8f2d6a9e07");
    public static readonly Guid AttemptId = new("019e82c7-3f80-7c1e-9a52-1d6f0b7e4a11");
    public const string ScoringVersion = "1.0.0";
    public const string Python = "python-fundamentals";
    public const string Backend = "backend-engineer";

    // Placeholders of the right form: their checksums are wrong, so no service accepts them.
    public const string CandidateToken = "aieh_cand_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8xmpl";
    public const string AttemptToken = "aieh_att_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8xmpl";
    public const string LinkToken = "aieh_link_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8xmpl";

    private static readonly Dictionary<string, (object? Request, object? Response)> ByOperation = new()
    {
        ["listRoles"] = (null, OpenApiCatalogExamples.Roles),
        ["getRole"] = (null, OpenApiCatalogExamples.Role),
        ["listAssessments"] = (null, OpenApiCatalogExamples.Assessments),
        ["getAssessment"] = (null, OpenApiCatalogExamples.Assessment),
        ["getMethodology"] = (null, OpenApiCatalogExamples.Methodology),
        ["listConcordances"] = (null, OpenApiConcordanceExamples.Concordances),
        ["createAttempt"] = (OpenApiAttemptExamples.Create, OpenApiAttemptExamples.Created),
        ["getAttempt"] = (null, OpenApiAttemptExamples.InProgress),
        ["getNextItem"] = (null, OpenApiAttemptExamples.Next),
        ["saveResponses"] = (OpenApiAttemptExamples.Save, OpenApiAttemptExamples.Saved),
        ["submitAttempt"] = (OpenApiAttemptExamples.Submit, OpenApiAttemptExamples.Report),
        ["getScoreReport"] = (null, OpenApiAttemptExamples.Report),
        ["createPassport"] = (OpenApiPassportExamples.Create, OpenApiPassportExamples.Created),
        ["getPassport"] = (null, OpenApiPassportExamples.Passport),
        ["listEvidence"] = (null, OpenApiPassportExamples.EvidenceList),
        ["addEvidence"] = (OpenApiConcordanceExamples.AddEvidence, OpenApiConcordanceExamples.Evidence),
        ["exportPassport"] = (null, OpenApiPassportExamples.Export),
        ["getReadiness"] = (null, OpenApiPassportExamples.Readiness),
        ["createGrant"] = (OpenApiPassportExamples.CreateGrant, OpenApiPassportExamples.CreatedGrant),
        ["getGrant"] = (null, OpenApiPassportExamples.Grant),
        ["listGrants"] = (null, OpenApiPassportExamples.Grants),
    };

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (!ByOperation.TryGetValue(operation.OperationId!, out var examples)) return;

        if (examples.Request is { } request) Put(operation.RequestBody!.Content!, request);
        if (examples.Response is { } response) Put(operation.Responses!.First(each => each.Key.StartsWith('2')).Value.Content!, response);
    }

    private static void Put(IDictionary<string, IOpenApiMediaType> content, object value)
    {
        foreach (var type in content.Values.OfType<OpenApiMediaType>()) type.Example = ToJson(value);
    }

    private static JsonNode ToJson(object value) => JsonSerializer.SerializeToNode(value, WireJson.Wire.GetTypeInfo(value.GetType())!)!;
}
