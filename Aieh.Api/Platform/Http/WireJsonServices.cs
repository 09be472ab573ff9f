using System.Text.Json.Serialization;

namespace Aieh.Api.Platform.Http;

internal static class WireJsonServices
{
    /// <summary>The wire's JSON, for handlers and problems, and the representations that are kept as bytes.</summary>
    public static IServiceCollection AddRepresentations(this IServiceCollection services) =>
        services.AddSingleton<RepresentationCache>().ConfigureHttpJsonOptions(json => WireJson.Configure(json.SerializerOptions));

    /// <summary>The contracts of a room, as handlers read and write them.</summary>
    public static IServiceCollection AddWireJson(this IServiceCollection services, JsonSerializerContext contracts) =>
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, contracts));
}
