using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Ats;

/// <summary>Connections on the wire.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(PutAtsConnectionRequest))]
[JsonSerializable(typeof(AtsConnectionResponse))]
[JsonSerializable(typeof(AtsConnectionListResponse))]
[JsonSerializable(typeof(AtsCallListResponse))]
internal sealed partial class AtsJson : JsonSerializerContext
{
    public static readonly AtsJson Wire = new(WireJson.NewOptions());
}
