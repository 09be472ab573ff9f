using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.HiringLoops;

/// <summary>Hiring loops on the wire.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(CreateHiringLoopRequest))]
[JsonSerializable(typeof(UpdateHiringLoopRequest))]
[JsonSerializable(typeof(HiringLoopResponse))]
[JsonSerializable(typeof(HiringLoopListResponse))]
internal sealed partial class HiringLoopJson : JsonSerializerContext
{
    public static readonly HiringLoopJson Wire = new(WireJson.NewOptions());
}
