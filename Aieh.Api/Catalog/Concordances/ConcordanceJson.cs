using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Catalog.Concordances;

/// <summary>Concordances on the wire.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ConcordanceListResponse))]
internal sealed partial class ConcordanceJson : JsonSerializerContext
{
    public static readonly ConcordanceJson Wire = new(WireJson.NewOptions());
}
