using Microsoft.Extensions.Localization;

namespace Aieh.Api.Drawing;

/// <summary>How probable it is that a score lies in a band.</summary>
internal readonly record struct BandShare(string Band, double Probability);

/// <summary>The probability of each band as a bar with its per cent.</summary>
internal static class BandProbabilities
{
    /// <param name="shares">From the lowest band up; shown the highest first, as on a ruler that stands.</param>
    public static Picture Of(IReadOnlyList<BandShare> shares, IStringLocalizer<PictureWords> words)
    {
        BandShare[] falling = [.. shares.Reverse()];
        var description = string.Join("; ", falling.Select(share => $"{share.Band} {DrawnNumber.Percent(share.Probability)}"));
        var svg = Picture.Frame(words["Bands"], description, BarRows.HeightOf(falling.Length), words);
        foreach (var (row, share) in falling.Index())
        {
            BarRows.Draw(svg, row, share.Band, share.Probability, DrawnNumber.Percent(share.Probability));
        }

        return new Picture(svg, new PictureTable(
            words["Bands"],
            [words["Band"], words["Probability"]],
            [.. falling.Select(IReadOnlyList<string> (share) => [share.Band, DrawnNumber.Percent(share.Probability)])]));
    }
}
