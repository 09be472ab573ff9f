using System.Collections.Frozen;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Pages.Shell;

/// <summary>
/// Style sheet, icon and script modules of the pages, built into the binary. An address holds a hash of the content: browsers keep it for
/// good, and ask for another one after an upgrade.
/// </summary>
public static class PageAssets
{
    private const string Folder = "/assets/";
    private const string Forever = "public, max-age=31536000, immutable";

    private static readonly FrozenDictionary<string, Asset> All = Load();

    /// <summary>The one style sheet of all pages: the base, and what rooms add to it.</summary>
    public static string Stylesheet { get; } = AddressOf("pages.css");

    public static string Icon { get; } = AddressOf("icon.svg");

    /// <summary>Address of a script module, such as <c>take.js</c>.</summary>
    public static string AddressOf(string name) => $"{Folder}{name}?v={All[name].Hash}";

    internal static void MapAssets(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Folder + "{name}", GetAsset).Access(PrincipalKinds.Everyone).WithMetadata(new Uncounted()).ExcludeFromDescription();

    internal static Results<FileContentHttpResult, StatusCodeHttpResult, ProblemHttpResult> GetAsset(
        string name, string? v, HttpContext context)
    {
        if (!All.TryGetValue(name, out var asset)) return Problems.NotFound();

        var headers = context.Response.Headers;
        (headers.ETag, headers.CacheControl) = (asset.Tag, v == asset.Hash ? Forever : "public, max-age=60");
        if (ETags.IsHeldByClient(context.Request, asset.Tag)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);

        return TypedResults.Bytes(asset.Content, asset.Type);
    }

    /// <summary>Style sheets of all rooms are one; the first is the one that the others build on.</summary>
    private static FrozenDictionary<string, Asset> Load()
    {
        var assembly = typeof(PageAssets).Assembly;
        var names = assembly.GetManifestResourceNames();
        var sheets = names.Where(name => name.EndsWith(".css", StringComparison.Ordinal))
            .OrderBy(name => !name.EndsWith(".Shell.pages.css", StringComparison.Ordinal)).ThenBy(name => name, StringComparer.Ordinal);
        var assets = new Dictionary<string, Asset>(StringComparer.Ordinal)
        {
            ["pages.css"] = new([.. sheets.SelectMany(Read)], "text/css; charset=utf-8"),
            ["icon.svg"] = new(Read(names.Single(name => name.EndsWith(".icon.svg", StringComparison.Ordinal))), "image/svg+xml"),
        };
        foreach (var script in names.Where(name => name.EndsWith(".js", StringComparison.Ordinal)))
        {
            assets.Add(string.Join('.', script.Split('.')[^2..]), new Asset(Read(script), "text/javascript; charset=utf-8"));
        }

        return assets.ToFrozenDictionary(StringComparer.Ordinal);

        byte[] Read(string name)
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return content;
        }
    }

    private sealed record Asset(byte[] Content, string Type)
    {
        public string Tag { get; } = ETags.Of(Content);

        public string Hash => Tag.Trim('"')[..16];
    }
}
