using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Ranking;

/// <summary>Rankings on the wire.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RankingResponse))]
internal sealed partial class RankingJson : JsonSerializerContext
{
    public static readonly RankingJson Wire = new(WireJson.NewOptions());
}
