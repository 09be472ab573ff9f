using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Audit;

/// <summary>The audit log on the wire.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AuditLogResponse))]
internal sealed partial class AuditJson : JsonSerializerContext
{
    public static readonly AuditJson Wire = new(WireJson.NewOptions());
}
