using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Ashby;

/// <summary>What Ashby asks and is answered.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AshbyListResponse))]
[JsonSerializable(typeof(AshbyCustomFieldsResponse))]
[JsonSerializable(typeof(AshbyStartRequest))]
[JsonSerializable(typeof(AshbyCancelRequest))]
[JsonSerializable(typeof(AshbyAssessmentResponse))]
internal sealed partial class AshbyJson : JsonSerializerContext
{
    public static readonly AshbyJson Wire = new(WireJson.NewOptions());
}
