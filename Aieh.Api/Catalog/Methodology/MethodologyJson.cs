using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Catalog.Methodology;

/// <summary>The methodology on the wire.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(MethodologyResponse))]
internal sealed partial class MethodologyJson : JsonSerializerContext
{
    public static readonly MethodologyJson Wire = new(WireJson.NewOptions());
}
