using System.Text.RegularExpressions;

namespace Aieh.Api.Catalog.Documents;

/// <summary>Turns the paths of two JSON libraries into RFC 6901 pointers. Catalog member names contain no dot, bracket or slash.</summary>
internal static partial class JsonPointers
{
    /// <summary>System.Text.Json: "$.bundle.entries[0].relevance".</summary>
    public static string FromJsonPath(string? path) => Slashes(path is null ? "" : path.TrimStart('$'));

    /// <summary>NJsonSchema: "#/bundle.entries[0].relevance".</summary>
    public static string FromSchemaPath(string? path) => Slashes(path is null ? "" : path.TrimStart('#').TrimStart('/'));

    private static string Slashes(string dotted)
    {
        var slashed = IndexPattern().Replace(dotted.Trim('.'), "/$1").Replace('.', '/').TrimStart('/');
        return slashed.Length == 0 ? "" : $"/{slashed}";
    }

    [GeneratedRegex(@"\[(\d+)\]")]
    private static partial Regex IndexPattern();
}
