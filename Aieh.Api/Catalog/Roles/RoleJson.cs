using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Catalog.Roles;

/// <summary>Roles on the wire.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RoleListResponse))]
[JsonSerializable(typeof(RoleResponse))]
internal sealed partial class RoleJson : JsonSerializerContext
{
    public static readonly RoleJson Wire = new(WireJson.NewOptions());
}
