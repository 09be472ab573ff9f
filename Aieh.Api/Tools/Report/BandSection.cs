using System.Xml.Linq;
using Aieh.Api.Drawing;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Checks;
using Aieh.Scoring.Scale;

namespace Aieh.Api.Tools.Report;

/// <summary>How sure the bands are that people are told.</summary>
internal static class BandSection
{
    public static XElement Of(CheckedTest test)
    {
        var result = test.Bands;
        var kappa = result.Kappa is { } known ? $" (κ {Show.Number(known)})" : "";
        return Page.Section("bands", "Bands",
            Page.Text("Accuracy: how probably the band reported is the band of the true score. "
                + "Consistency: how probably two independent scores of a person fall in the same band. "
                + $"In these people {Show.Percent(result.Accuracy)} and {Show.Percent(result.Consistency)}{kappa}; "
                + $"in the norm population {Show.Percent(test.FormBands.Accuracy)} and {Show.Percent(test.FormBands.Consistency)}."),
            Page.Figures("one",
            [
                Page.Figure(Draw(test), "People by reported score, in steps of 25 points; dotted uprights are the cuts."),
            ]),
            Joint(result),
            Cuts(result));
    }

    private static XElement Joint(ClassificationResult result)
    {
        var bands = ScoreScale.Passport.Bands;
        return Page.Table("Reported band (rows) and true band (columns), % of these people",
            ["reported", .. bands.Select(band => Words.Of(band.Band)), "all"],
            result.Joint.Select((shares, i) => Row(bands[i].Band, shares)));

        static IReadOnlyList<object> Row(Band band, IReadOnlyList<double> shares) =>
            [Words.Of(band), .. shares.Select(Show.Percent), Show.Percent(shares.Sum())];
    }

    private static XElement Cuts(ClassificationResult result)
    {
        return Page.Table("Each cut by itself",
            ["cut", "accuracy", "consistency", "reported above, truly below", "reported below, truly above"],
            result.Cuts.Select(Row));

        static IReadOnlyList<object> Row(CutClassification cut) =>
        [
            $"{Lowest(cut.Band)}, {Words.Of(cut.Band)}",
            Show.Percent(cut.Accuracy),
            Show.Percent(cut.Consistency),
            Show.Percent(cut.FalsePositive),
            Show.Percent(cut.FalseNegative),
        ];
    }

    private static int Lowest(Band band) => ScoreScale.Passport.Bands.First(range => range.Band == band).Lowest;

    private static XElement Draw(CheckedTest test)
    {
        const int step = 25;
        var scale = ScoreScale.Passport;
        var counts = new long[(scale.Maximum - scale.Minimum) / step];
        for (var i = 0; i < test.Abilities.Length; i++)
        {
            var points = scale.Report(scale.ScoreOf(test.Abilities[i].Theta));
            counts[Math.Min((points - scale.Minimum) / step, counts.Length - 1)] += test.FrequencyOf(i);
        }

        var plot = new Plot(
            "Reported scores",
            "How many people have each score, with the cuts between the bands.",
            Axis.Over("score, points", scale.Minimum, scale.Maximum, 6),
            Axis.FromZero("people", counts.Max()),
            220);
        for (var bar = 0; bar < counts.Length; bar++)
        {
            var from = scale.Minimum + bar * step;
            if (counts[bar] == 0) continue;
            plot.Bar(from, from + step, counts[bar], "bar", $"{Show.Count(counts[bar])} people from {from} to {from + step - 1}");
        }

        foreach (var band in scale.Bands.Skip(1)) plot.Upright(band.Lowest, "cut");
        return plot.ToSvg();
    }
}
