using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Reports;

/// <summary>Results on the wire.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(InvitationResultResponse))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    public static readonly ReportJson Wire = new(WireJson.NewOptions());
}
