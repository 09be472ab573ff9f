using Microsoft.Extensions.Localization;

namespace Aieh.Api.Drawing;

/// <summary>An assessment of a role.</summary>
/// <param name="Relevance">0 to 1.</param>
/// <param name="Missing">Why there is nothing of it yet, as in "planned"; null where there is.</param>
internal readonly record struct BundleBar(string Name, double Relevance, string? Missing = null);

/// <summary>How much each assessment of a role counts. What is missing is an outline, with the word for why.</summary>
internal static class BundleBars
{
    public static Picture Of(IReadOnlyList<BundleBar> bars, IStringLocalizer<PictureWords> words)
    {
        var description = string.Join("; ", bars.Select(bar => $"{bar.Name} {FigureOf(bar)}"));
        var svg = Picture.Frame(words["Bundle"], description, BarRows.HeightOf(bars.Count), words);
        foreach (var (row, bar) in bars.Index()) BarRows.Draw(svg, row, bar.Name, bar.Relevance, FigureOf(bar), bar.Missing is not null);
        return new Picture(svg, new PictureTable(
            words["Bundle"],
            [words["Assessment"], words["Relevance"], words["State"]],
            [.. bars.Select(IReadOnlyList<string> (bar) => [bar.Name, NumberOf(bar), bar.Missing ?? words["None"]])]));
    }

    private static string FigureOf(BundleBar bar) => bar.Missing is { } word ? $"{word}, {NumberOf(bar)}" : NumberOf(bar);

    private static string NumberOf(BundleBar bar) => DrawnNumber.Of(bar.Relevance, "0.00##");
}
