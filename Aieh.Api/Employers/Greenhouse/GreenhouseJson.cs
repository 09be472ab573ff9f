using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Greenhouse;

/// <summary>What Greenhouse asks and is answered.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(IReadOnlyList<GreenhouseTest>))]
[JsonSerializable(typeof(GreenhouseTest[]))]
[JsonSerializable(typeof(GreenhouseSendTestRequest))]
[JsonSerializable(typeof(GreenhouseSendTestResponse))]
[JsonSerializable(typeof(GreenhouseTestStatusResponse))]
[JsonSerializable(typeof(GreenhouseResponseErrorRequest))]
[JsonSerializable(typeof(GreenhouseResponseErrorResponse))]
internal sealed partial class GreenhouseJson : JsonSerializerContext
{
    public static readonly GreenhouseJson Wire = new(WireJson.NewOptions());
}
