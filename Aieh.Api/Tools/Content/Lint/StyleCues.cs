using System.Text.RegularExpressions;
using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Tools.Content.Lint;

/// <summary>A way to choose an option of an item by its looks; several options are a tie.</summary>
internal sealed record CueStrategy(string Name, Func<Item, IReadOnlyList<ItemOption>> Choose)
{
    /// <summary>Share of the items in which the best option alone may be what this chooses; null where that is not limited.</summary>
    public double? AloneShare { get; init; }
}

/// <summary>What can be counted in an option without reading the stem.</summary>
internal static partial class StyleCues
{
    public const double AloneShare = 0.35;

    /// <summary>
    /// Of the text as it is written, code included: who chooses by looks does not ask where a mark comes from. The longest option is what
    /// everybody tries, and may not do better than chance.
    /// </summary>
    public static IEnumerable<CueStrategy> Strategies(double chance) =>
    [
        .. Both("most sentence marks", "fewest sentence marks", text => SentenceMark().Count(text)),
        .. Both("most digits", "fewest digits", text => text.Count(char.IsDigit)),
        .. Both("most quotation marks", "fewest quotation marks", text => text.Count(mark => mark is '"' or '“' or '”')),
        .. Both("longest sentences", "shortest sentences", WordsOfASentence),
        new CueStrategy("most characters", Most(text => text.Length)) { AloneShare = Math.Min(chance, AloneShare) },
        new CueStrategy("fewest characters", Most(text => -text.Length)) { AloneShare = AloneShare },
    ];

    private static CueStrategy[] Both(string most, string fewest, Func<string, double> measure) =>
    [
        new(most, Most(measure)) { AloneShare = AloneShare },
        new(fewest, Most(text => -measure(text))) { AloneShare = AloneShare },
    ];

    private static Func<Item, IReadOnlyList<ItemOption>> Most(Func<string, double> measure) => item =>
    {
        var most = item.Options.Max(option => measure(option.Text));
        return [.. item.Options.Where(option => measure(option.Text) == most)];
    };

    private static double WordsOfASentence(string text)
    {
        var sentences = SentenceEnd().Split(text).Count(sentence => !string.IsNullOrWhiteSpace(sentence));
        return (double)Space().Split(text.Trim()).Length / Math.Max(1, sentences);
    }

    [GeneratedRegex("""[.:;!?](?=\s|$|["”'])""")]
    private static partial Regex SentenceMark();

    [GeneratedRegex(@"[.!?](?:\s|$)")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
