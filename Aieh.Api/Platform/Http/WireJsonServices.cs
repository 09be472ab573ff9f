using System.Text.Json.Serialization;

namespace Aieh.Api.Platform.Http;

internal static class WireJsonServices
{
    /// <summary>The contracts of a room, as handlers read and write them.</summary>
    public static IServiceCollection AddWireJson(this IServiceCollection services, JsonSerializerContext contracts) =>
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, contracts));
}
