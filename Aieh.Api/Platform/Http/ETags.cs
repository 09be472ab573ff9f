using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Aieh.Api.Platform.Http;

/// <summary>Entity tags and the conditions that clients make with them (RFC 9110, sections 8.8.3 and 13.1).</summary>
internal static class ETags
{
    private const char ViewFollows = '.';

    /// <summary>A strong tag: equal bytes, equal tag, on every replica.</summary>
    public static string Of(ReadOnlySpan<byte> content) => $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"";

    /// <summary>
    /// Whether the client already holds the representation: If-None-Match, weakly compared. A header that cannot be read names nothing.
    /// </summary>
    public static bool IsHeldByClient(HttpRequest request, string tag) =>
        Names(request.GetTypedHeaders().IfNoneMatch, tag, useStrongComparison: false);

    /// <summary>
    /// A tag in two parts: the state that a request can change, and how it is shown, which changes without anybody's doing (by the day, the
    /// catalog, the version of the arithmetic).
    /// </summary>
    public static string OfView(string state, string view) => $"\"{state}{ViewFollows}{view}\"";

    /// <summary>The part of a tag that names the state alone.</summary>
    public static EntityTagHeaderValue StateOf(EntityTagHeaderValue tag)
    {
        var end = tag.Tag.IndexOf(ViewFollows);
        return end < 0 ? tag : new EntityTagHeaderValue(tag.Tag.Substring(0, end) + '"', tag.IsWeak);
    }

    /// <summary>Whether the tag is among those named, or all are meant.</summary>
    public static bool Names(IList<EntityTagHeaderValue> named, string tag, bool useStrongComparison)
    {
        if (named.Count == 0) return false;

        var held = new EntityTagHeaderValue(tag);
        return named.Any(each => each.Equals(EntityTagHeaderValue.Any) || each.Compare(held, useStrongComparison));
    }
}

/// <summary>
/// The answer that shows a stored state, with the state's tag. Answers 304 to a client that reads and holds it. What only the clock moves
/// (the server's time, a currency within the day) is no other state.
/// </summary>
internal sealed class Tagged<T>(T value, string tag) : IResult, IValueHttpResult<T>, IEndpointMetadataProvider
{
    public T Value => value;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.ETag = tag;
        if (IsRead(httpContext.Request.Method) && ETags.IsHeldByClient(httpContext.Request, tag))
        {
            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return TypedResults.Ok(value).ExecuteAsync(httpContext);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
        builder.Metadata.Add(new TaggedMetadata());
        var isRead = builder.Metadata.OfType<IHttpMethodMetadata>().Any(methods => methods.HttpMethods.Any(IsRead));
        if (isRead) builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)));
    }

    private static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
}

/// <summary>The route's answer has a tag; rendered into the contract.</summary>
internal sealed record TaggedMetadata;

/// <summary>A public JSON representation as bytes with its tag. Answers 304 to a client that holds it.</summary>
internal sealed class Representation : IResult
{
    private const string CacheControl = "public, max-age=60";
    private readonly byte[] _content;
    private readonly string _tag;

    private Representation(byte[] content)
    {
        _content = content;
        _tag = ETags.Of(content);
    }

    public static Representation Of<T>(T value, JsonTypeInfo<T> type) => new(JsonSerializer.SerializeToUtf8Bytes(value, type));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.ETag = _tag;
        response.Headers.CacheControl = CacheControl;
        if (ETags.IsHeldByClient(httpContext.Request, _tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = _content.Length;
        await response.Body.WriteAsync(_content, httpContext.RequestAborted);
    }
}

/// <summary>Keeps representations for as long as what they were made from is the current state.</summary>
internal sealed class RepresentationCache
{
    private volatile Generation _generation = new(new object());

    /// <summary>
    /// Keys must come from a bounded set, not from what callers send: nothing is evicted while <paramref name="source"/> stays the same
    /// object.
    /// </summary>
    public Representation GetOrAdd(object source, string key, Func<Representation> make)
    {
        var generation = _generation;
        // Requests that still hold the former source may swap it back for a moment; that costs a serialisation, never a wrong answer.
        if (!ReferenceEquals(generation.Source, source)) _generation = generation = new Generation(source);
        return generation.Made.GetOrAdd(key, static (_, make) => make(), make);
    }

    private sealed record Generation(object Source)
    {
        public ConcurrentDictionary<string, Representation> Made { get; } = new(StringComparer.Ordinal);
    }
}
