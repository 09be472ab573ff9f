using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace Aieh.Api.Platform.Http;

/// <summary>
/// The wire's JSON, set once: camelCase, kebab-case enums, strict numbers, unknown members refused, absent rather than null. What a room
/// says and hears has a context of its own beside its contracts, made with <see cref="NewOptions"/> and registered by
/// <see cref="WireJsonServices.AddWireJson"/>.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    Converters = [typeof(KebabCaseEnumConverter), typeof(TimeConverter)])]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(ProblemError[]))]
[JsonSerializable(typeof(IReadOnlyList<ProblemError>))]
[JsonSerializable(typeof(List<ProblemError>))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(Guid))]
[JsonSerializable(typeof(DateTimeOffset))]
internal sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>
    /// What is written is application/json with nosniff and never part of a page, so quotes and backticks stay readable: items are full of
    /// code.
    /// </summary>
    public static WireJson Wire => Lazily.Wire;

    // A class of its own, because the generated half of this one may be initialised after this half.
    private static class Lazily
    {
        public static readonly WireJson Wire = new(NewOptions());
    }

    /// <summary>The wire's settings for another context; each context has an instance of its own.</summary>
    public static JsonSerializerOptions NewOptions() => new(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The serializer heeds nullability for members, not for the elements of a list.</summary>
    /// <exception cref="JsonException">An element is null.</exception>
    public static void RefuseNulls<T>(IReadOnlyList<T?> list, string member) where T : class
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not null) continue;

            var path = FormattableString.Invariant($"$.{member}[{i}]");
            throw new JsonException("Null is not allowed here.", path, null, null);
        }
    }

    public static void Configure(JsonSerializerOptions options)
    {
        var wire = Wire.Options;
        options.Encoder = wire.Encoder;
        options.NumberHandling = wire.NumberHandling;
        options.PropertyNameCaseInsensitive = wire.PropertyNameCaseInsensitive;
        options.UnmappedMemberHandling = wire.UnmappedMemberHandling;
        options.DefaultIgnoreCondition = wire.DefaultIgnoreCondition;
        options.RespectNullableAnnotations = wire.RespectNullableAnnotations;
        options.RespectRequiredConstructorParameters = wire.RespectRequiredConstructorParameters;
        options.AllowDuplicateProperties = wire.AllowDuplicateProperties;
        options.Converters.Add(new KebabCaseEnumConverter());
        options.Converters.Add(new TimeConverter());
        options.TypeInfoResolverChain.Insert(0, Wire);
    }
}

internal static class WireJsonServices
{
    /// <summary>The wire's JSON, for handlers and problems, and the representations that are kept as bytes.</summary>
    public static IServiceCollection AddRepresentations(this IServiceCollection services) =>
        services.AddSingleton<RepresentationCache>().ConfigureHttpJsonOptions(json => WireJson.Configure(json.SerializerOptions));

    /// <summary>The contracts of a room, as handlers read and write them.</summary>
    public static IServiceCollection AddWireJson(this IServiceCollection services, JsonSerializerContext contracts) =>
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, contracts));
}
