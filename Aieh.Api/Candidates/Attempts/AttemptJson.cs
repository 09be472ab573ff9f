using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Candidates.Attempts;

/// <summary>Attempts and their score reports on the wire.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(CreateAttemptRequest))]
[JsonSerializable(typeof(SaveResponsesRequest))]
[JsonSerializable(typeof(SubmitAttemptRequest))]
[JsonSerializable(typeof(SaveAttemptRequest))]
[JsonSerializable(typeof(AttemptResponse))]
[JsonSerializable(typeof(NextItemResponse))]
[JsonSerializable(typeof(SavedResponsesResponse))]
[JsonSerializable(typeof(ScoreReportResponse))]
internal sealed partial class AttemptJson : JsonSerializerContext
{
    public static readonly AttemptJson Wire = new(WireJson.NewOptions());
}
