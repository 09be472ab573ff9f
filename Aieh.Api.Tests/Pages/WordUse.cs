using System.Text.RegularExpressions;

namespace Aieh.Api.Tests.Pages;

/// <summary>A source looks up a key in the resources of a marker class.</summary>
/// <param name="Words">The marker class.</param>
/// <param name="Key">The key; with <c>*</c> for what is only known when it runs. Null where the source does not say it at all.</param>
/// <param name="HasArguments">Whether the text is given arguments.</param>
internal sealed partial record WordUse(string Words, string? Key, bool HasArguments)
{
    public bool IsOf(string key) => Key is not null && Regex.IsMatch(key, $"^{Regex.Escape(Key).Replace("\\*", ".+")}$");

    /// <summary>
    /// The indexers of localizers in a source. A localizer is whatever the source, or what is declared for it elsewhere (a page's second
    /// file, the imports), gives a name and the type <c>IStringLocalizer</c> of a marker class.
    /// </summary>
    public static IEnumerable<WordUse> In(string source, string declaredElsewhere = "") =>
        from localizer in LocalizersOf(source + "\n" + declaredElsewhere)
        from Match indexer in Regex.Matches(source, $@"(?<![\w""])(?<!(?<!\bthis)\.){localizer.Name}!?\[")
        from use in Read(localizer.Words, source, indexer.Index + indexer.Length)
        select use;

    private static IEnumerable<(string Words, string Name)> LocalizersOf(string source) =>
        Declared().Matches(source).Concat(Fetched().Matches(source))
            .Select(match => (match.Groups["words"].Value, match.Groups["name"].Value))
            .Distinct();

    /// <summary>One use for each literal that stands for a key; what a switch compares with is none.</summary>
    private static IEnumerable<WordUse> Read(string words, string source, int from)
    {
        var keys = new List<string>();
        var (depth, hasArguments) = (0, false);
        for (var i = from; i < source.Length && depth >= 0; i++)
        {
            if (!hasArguments && Literal().Match(source, i) is { Success: true } literal && literal.Index == i)
            {
                i += literal.Length - 1;
                var isCompared = Arrow().IsMatch(source.AsSpan(i + 1));
                var isWhole = !literal.Groups["open"].Value.Contains('$');
                var text = literal.Groups["text"].Value;
                if (!isCompared) keys.Add(isWhole ? text : Hole().Replace(text, "*"));
                continue;
            }

            depth += source[i] switch { '[' or '(' or '{' => 1, ']' or ')' or '}' => -1, _ => 0 };
            hasArguments |= depth == 0 && source[i] == ',';
        }

        return keys.DefaultIfEmpty(null!).Select(key => new WordUse(words, key, hasArguments));
    }

    [GeneratedRegex(@"IStringLocalizer<(?:\w+\.)*(?<words>\w+)>\??\s+(?<name>\w+)")]
    private static partial Regex Declared();

    [GeneratedRegex(@"(?<name>\w+)\s*=[^;=]*IStringLocalizer<(?:\w+\.)*(?<words>\w+)>>\(")]
    private static partial Regex Fetched();

    [GeneratedRegex(@"\G(?<open>[$@]{0,2})""(?<text>[^""]*)""")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"^\s*(?:=>|when\b|or\b)")]
    private static partial Regex Arrow();
}
