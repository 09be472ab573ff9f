using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Aieh.Api.Platform.Http;

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
