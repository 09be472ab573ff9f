using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Catalog.Assessments;

/// <summary>Assessments on the wire.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AssessmentListResponse))]
[JsonSerializable(typeof(AssessmentResponse))]
internal sealed partial class AssessmentJson : JsonSerializerContext
{
    public static readonly AssessmentJson Wire = new(WireJson.NewOptions());
}
