using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Verifications;

/// <summary>Verifications on the wire.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RequestVerificationRequest))]
[JsonSerializable(typeof(VerificationResponse))]
[JsonSerializable(typeof(VerificationListResponse))]
internal sealed partial class VerificationJson : JsonSerializerContext
{
    public static readonly VerificationJson Wire = new(WireJson.NewOptions());
}
