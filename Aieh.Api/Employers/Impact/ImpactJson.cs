using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Impact;

/// <summary>Impact on the wire, and as it is kept.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ImpactResponse))]
[JsonSerializable(typeof(ReleasedFigures))]
[JsonSerializable(typeof(ReleaseState))]
internal sealed partial class ImpactJson : JsonSerializerContext
{
    public static readonly ImpactJson Wire = new(WireJson.NewOptions());
}
