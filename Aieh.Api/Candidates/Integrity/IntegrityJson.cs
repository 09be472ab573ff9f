using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Candidates.Integrity;

/// <summary>How attempts were taken, on the wire.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(SendSignalsRequest))]
[JsonSerializable(typeof(StateRequest))]
[JsonSerializable(typeof(StatementResponse))]
[JsonSerializable(typeof(AttemptIntegrityResponse))]
[JsonSerializable(typeof(PassportIntegrityResponse))]
[JsonSerializable(typeof(IntegritySummary))]
internal sealed partial class IntegrityJson : JsonSerializerContext
{
    public static readonly IntegrityJson Wire = new(WireJson.NewOptions());
}
