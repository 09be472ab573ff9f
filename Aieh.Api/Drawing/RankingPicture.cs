using System.Xml.Linq;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Drawing;

/// <summary>A candidate of a ranking; without a score where there is no evidence.</summary>
internal readonly record struct RankingRow(string Name, int? Score = null, int? Lower = null, int? Upper = null)
{
    public string FiguresIn(IStringLocalizer<PictureWords> words) =>
        Score is { } score ? new ScaleMark(Name, score, Lower ?? score, Upper ?? score).Figures : words["NoScore"];
}

/// <summary>Candidates none of whom is behind the first of them by more than the error of the difference.</summary>
internal sealed record RankingTier(string Label, IReadOnlyList<RankingRow> Rows);

/// <summary>
/// Candidates with their intervals side by side, tier by tier. Those with too little evidence stand apart at the end, hollow and dashed.
/// </summary>
internal static class RankingPicture
{
    private const int Top = 20;
    private const int RowHeight = 34;
    private const int Gap = 8;
    private const int HeadHeight = Gap + 25;
    private const int MaxNameLength = 37;

    public static Picture Of(
        IReadOnlyList<RankingTier> tiers, IReadOnlyList<RankingRow> insufficient, DrawnScale scale, IStringLocalizer<PictureWords> words)
    {
        var groups = tiers.Select(tier => (Tier: tier, Style: "part")).ToList();
        if (insufficient.Count > 0) groups.Add((new RankingTier(words["Insufficient"], insufficient), "unsure"));
        var bottom = Top + groups.Sum(group => HeadHeight + group.Tier.Rows.Count * RowHeight);
        var svg = Picture.Frame(words["Ranking"], Describe(groups.Select(group => group.Tier), words), bottom + 22, words);
        svg.Add(scale.Names(Top - 7));
        var top = Top;
        foreach (var (tier, style) in groups)
        {
            svg.Add(Svg.Line(Picture.Left, top + Gap, Picture.Right, top + Gap, "axis"));
            svg.Add(Svg.Text(Picture.Left, top + Gap + 17, tier.Label, "name whole", MaxNameLength));
            svg.Add(Svg.Text(Picture.Right, top + Gap + 17, CountOf(tier, words), "small end"));
            top += HeadHeight;
            svg.Add(scale.Behind(top, top + tier.Rows.Count * RowHeight));
            foreach (var row in tier.Rows)
            {
                Draw(svg, row, top, style, scale, words);
                top += RowHeight;
            }
        }

        svg.Add(scale.Ticks(bottom + 15));
        return new Picture(svg, TableOf(groups.Select(group => group.Tier), words));
    }

    private static void Draw(
        XElement svg, RankingRow row, int top, string style, DrawnScale scale, IStringLocalizer<PictureWords> words)
    {
        svg.Add(Svg.Text(Picture.Left + 4, top + 14, row.Name, "name", MaxNameLength));
        svg.Add(Svg.Text(Picture.Right - 4, top + 14, row.FiguresIn(words), "figures end"));
        if (row.Score is not { } score) return;

        svg.Add(ScalePicture.Interval(score, row.Lower ?? score, row.Upper ?? score, top + 24, style, scale, 4));
    }

    private static string Describe(IEnumerable<RankingTier> groups, IStringLocalizer<PictureWords> words) =>
        string.Join("; ", groups.Select(tier => $"{tier.Label}: {CountOf(tier, words)}"));

    private static string CountOf(RankingTier tier, IStringLocalizer<PictureWords> words) =>
        tier.Rows.Count == 1 ? words["OneCandidate"] : words["ManyCandidates", DrawnNumber.Of(tier.Rows.Count)];

    private static PictureTable TableOf(IEnumerable<RankingTier> groups, IStringLocalizer<PictureWords> words)
    {
        var rows = from tier in groups from row in tier.Rows select Row(tier, row);
        return new PictureTable(
            words["Ranking"], [words["Candidate"], words["Tier"], words["Score"], words["Interval"]], [.. rows]);

        IReadOnlyList<string> Row(RankingTier tier, RankingRow row) => row.Score is { } score
            ? [row.Name, tier.Label, DrawnNumber.Of(score), DrawnNumber.Range(row.Lower ?? score, row.Upper ?? score)]
            : [row.Name, tier.Label, words["None"], words["None"]];
    }
}
