using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Kombo;

/// <summary>What Kombo sends and is answered.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(KomboEvent))]
[JsonSerializable(typeof(KomboEventResponse))]
internal sealed partial class KomboJson : JsonSerializerContext
{
    public static readonly KomboJson Wire = new(WireJson.NewOptions());
}
