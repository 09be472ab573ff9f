using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

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

/// <summary>
/// A body that is a JSON merge patch (RFC 7396): what it leaves out stays, and null takes a member away, which for many has a default.
/// <typeparamref name="T"/> is its shape, all members optional; what it is applied to is read as strictly as any other body.
/// </summary>
internal sealed class MergePatch<T> : IEndpointParameterMetadataProvider where T : class
{
    private readonly JsonObject _members;

    private MergePatch(JsonObject members) => _members = members;

    /// <summary>Minimal API binding.</summary>
    public static async ValueTask<MergePatch<T>> BindAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new BadHttpRequestException("The body is not JSON.", StatusCodes.Status415UnsupportedMediaType);
        }

        var shape = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions.GetTypeInfo(typeof(T));
        try
        {
            var body = await context.Request.ReadFromJsonAsync(WireJson.Wire.JsonElement, context.RequestAborted);
            if (body.Deserialize(shape) is null) throw new JsonException("Null is not an object.", "$", null, null);
            return new MergePatch<T>(JsonObject.Create(body)!);
        }
        catch (JsonException exception)
        {
            throw Malformed(exception);
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json", "application/merge-patch+json"], typeof(T)));

    /// <summary>The document with the patch applied.</summary>
    /// <exception cref="BadHttpRequestException">A member that is required was taken away.</exception>
    public TDocument ApplyTo<TDocument>(TDocument document, JsonTypeInfo<TDocument> type)
    {
        var merged = Merge(JsonSerializer.SerializeToNode(document, type), _members);
        try
        {
            return merged.Deserialize(type)!;
        }
        catch (JsonException exception)
        {
            throw Malformed(exception);
        }
    }

    private static JsonNode Merge(JsonNode? target, JsonNode patch)
    {
        if (patch is not JsonObject members) return patch.DeepClone();

        var merged = target as JsonObject ?? [];
        foreach (var (name, value) in members)
        {
            merged.Remove(name, out var former);
            if (value is not null) merged[name] = Merge(former, value);
        }

        return merged;
    }

    private static BadHttpRequestException Malformed(JsonException exception) =>
        new("The body is not JSON of the documented shape.", StatusCodes.Status400BadRequest, exception);
}
