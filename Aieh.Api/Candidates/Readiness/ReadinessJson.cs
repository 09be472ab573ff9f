using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Candidates.Readiness;

/// <summary>Readiness on the wire.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ReadinessResponse))]
internal sealed partial class ReadinessJson : JsonSerializerContext
{
    public static readonly ReadinessJson Wire = new(WireJson.NewOptions());
}
