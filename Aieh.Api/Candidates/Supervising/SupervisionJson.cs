using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Candidates.Supervising;

/// <summary>Supervision on the wire.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AttemptSupervisionResponse))]
internal sealed partial class SupervisionJson : JsonSerializerContext
{
    public static readonly SupervisionJson Wire = new(WireJson.NewOptions());
}
