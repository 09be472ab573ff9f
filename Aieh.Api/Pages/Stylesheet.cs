using Aieh.Api.Drawing;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Pages;

/// <summary>The one style sheet of all pages, built into the binary: what pictures look like, and then what pages do.</summary>
internal static class Stylesheet
{
    public const string Path = "/assets/report.css";

    private const string CacheControl = "public, max-age=60";

    private static readonly byte[] Content = Read();

    private static readonly string Tag = ETags.Of(Content);

    public static void MapStylesheet(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Path, GetStylesheet).Access(PrincipalKinds.Everyone).ExcludeFromDescription();

    private static Results<FileContentHttpResult, StatusCodeHttpResult> GetStylesheet(HttpContext context)
    {
        var headers = context.Response.Headers;
        (headers.ETag, headers.CacheControl) = (Tag, CacheControl);
        if (ETags.IsHeldByClient(context.Request, Tag)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);

        return TypedResults.Bytes(Content, "text/css; charset=utf-8");
    }

    private static byte[] Read()
    {
        var type = typeof(Stylesheet);
        using var stream = type.Assembly.GetManifestResourceStream(type, "report.css")!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return [.. DrawingStyle.Read(), .. content];
    }
}
