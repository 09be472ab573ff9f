using System.Xml.Linq;
using Aieh.Api.Drawing;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Irt;
using Aieh.Scoring.Scale;

namespace Aieh.Api.Tools.Report;

/// <summary>What the test as a whole measures, and how well: information, standard error, expected score.</summary>
internal static class TestFigures
{
    private static readonly double[] _thetas = [.. Enumerable.Range(0, 121).Select(i => -4 + i * 8.0 / 120)];

    public static XElement Section(TestForm form)
    {
        var points = _thetas.Select(theta => TestCurves.At(form, theta)).ToArray();
        var best = points.MaxBy(point => point.Information);
        var errors = points.Select(point => point.ConditionalStandardError).Where(double.IsFinite);
        var information = Theta(
            $"Test information: highest, {Show.Number(best.Information)}, at θ = {Show.Number(best.Theta)}",
            "Information against ability in logits; dotted uprights are the cuts between bands.",
            Axis.FromZero("information, 1/logit²", best.Information));
        var error = Theta(
            "Conditional standard error of measurement",
            "Standard error in logits against ability; it is large where the test has few fitting items.",
            Axis.FromZero("standard error, logits", Math.Min(errors.DefaultIfEmpty(1).Max(), 2)));
        var expected = Theta(
            "Test characteristic curve",
            "Expected raw score against ability.",
            Axis.FromZero("expected raw score", form.MaximumScore));
        information.Line(points.Select(point => (point.Theta, point.Information)), "c0");
        error.Line(points.Select(point => (point.Theta, point.ConditionalStandardError)), "c0");
        expected.Line(points.Select(point => (point.Theta, point.ExpectedScore)), "c0");
        return Page.Section("test", "Test information and precision",
            Page.Text($"The test tells most about people near θ = {Show.Number(best.Theta)}, "
                + $"where its standard error is {Show.Number(best.ConditionalStandardError)} logits "
                + $"or {Points(best.ConditionalStandardError)} points. "
                + "Dotted uprights are the cuts between the bands: a test is best where its decisions fall."),
            Page.Figures("pair",
            [
                Page.Figure(information.ToSvg(), "Test information: the sum over items."),
                Page.Figure(error.ToSvg(), "Conditional standard error, 1/√information, cut off at 2 logits."),
                Page.Figure(expected.ToSvg(), "Test characteristic curve: the raw score to expect."),
            ]),
            Cuts(form));
    }

    private static XElement Cuts(TestForm form)
    {
        return Page.Table(
            "Precision at the cuts between bands",
            ["cut", "θ", "information", "standard error, logits", "standard error, points"],
            ScoreScale.Passport.Bands.Skip(1).Select(Row));

        IReadOnlyList<object> Row(BandRange band)
        {
            var point = TestCurves.At(form, CutOf(band));
            var error = point.ConditionalStandardError;
            return
            [
                $"{band.Lowest}, {Words.Of(band.Band)}",
                Show.Number(point.Theta),
                Show.Number(point.Information),
                Show.Number(error),
                double.IsFinite(error) ? Points(error) : "∞",
            ];
        }
    }

    private static string Points(double standardError) => Show.Number(ScoreScale.Passport.StandardErrorOf(standardError), "0");

    /// <summary>The ability at which the rounded score enters a band.</summary>
    public static double CutOf(BandRange band) => ScoreScale.Passport.ThetaOf(band.Lowest - 0.5);

    private static Plot Theta(string title, string description, Axis y)
    {
        var plot = new Plot(title, description, Axis.Over("ability θ, logits", -4, 4, 8), y);
        foreach (var band in ScoreScale.Passport.Bands.Skip(1))
        {
            var cut = CutOf(band);
            plot.Upright(cut, "cut").Word(cut, y.To, $"{band.Lowest}", "small middle", dy: -2);
        }

        return plot;
    }
}

/// <summary>Names as a reader says them.</summary>
internal static class Words
{
    public static string Of<T>(T value)
        where T : struct, Enum => KebabCase.Of(value).Replace('-', ' ');
}
