using System.Xml.Linq;
using Aieh.Api.Platform.Http;
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
        var information = Theta($"Test information: highest, {Show.Number(best.Information)}, at θ = {Show.Number(best.Theta)}", "Information against ability in logits; dotted uprights are the cuts between bands.", Axis.FromZero("information, 1/logit²", best.Information));
        var error = Theta("Conditional standard error of measurement", "Standard error in logits against ability; it is large where the test has few fitting items.", Axis.FromZero("standard error, logits", Math.Min(errors.DefaultIfEmpty(1).Max(), 2)));
        var expected = Theta("Test characteristic curve", "Expected raw score against ability.", Axis.FromZero("expected raw score", form.MaximumScore));
        return Page.Section("test", "Test information and precision",
            Page.Text($"The test tells most about people near θ = {Show.Number(best.Theta)}, where its standard error is {Show.Number(best.ConditionalStandardError)} logits or {Show.Number(ScoreScale.Passport.StandardErrorOf(best.ConditionalStandardError), "0")} points. "
                + "Dotted uprights are the cuts between the bands: a test is best where its decisions fall."),
            Page.Figures("pair",
            [
                Page.Figure(information.Line(points.Select(point => (point.Theta, point.Information)), "c0").ToSvg(), "Test information: the sum over items."),
                Page.Figure(error.Line(points.Select(point => (point.Theta, point.ConditionalStandardError)), "c0").ToSvg(), "Conditional standard error, 1/√information, cut off at 2 logits."),
                Page.Figure(expected.Line(points.Select(point => (point.Theta, point.ExpectedScore)), "c0").ToSvg(), "Test characteristic curve: the raw score to expect."),
            ]),
            Cuts(form));
    }

    private static XElement Cuts(TestForm form) => Page.Table("Precision at the cuts between bands", ["cut", "θ", "information", "standard error, logits", "standard error, points"],
        ScoreScale.Passport.Bands.Skip(1).Select(band =>
        {
            var point = TestCurves.At(form, CutOf(band));
            return (IReadOnlyList<object>)
            [
                $"{band.Lowest}, {Words.Of(band.Band)}", Show.Number(point.Theta), Show.Number(point.Information), Show.Number(point.ConditionalStandardError),
                double.IsFinite(point.ConditionalStandardError) ? Show.Number(ScoreScale.Passport.StandardErrorOf(point.ConditionalStandardError), "0") : "∞",
            ];
        }));

    /// <summary>The ability at which the rounded score enters a band.</summary>
    public static double CutOf(BandRange band) => ScoreScale.Passport.ThetaOf(band.Lowest - 0.5);

    private static Plot Theta(string title, string description, Axis y)
    {
        var plot = new Plot(title, description, Axis.Over("ability θ, logits", -4, 4, 8), y);
        foreach (var band in ScoreScale.Passport.Bands.Skip(1)) plot.Upright(CutOf(band), "cut").Word(CutOf(band), y.To, $"{band.Lowest}", "small middle", dy: -2);
        return plot;
    }
}

/// <summary>Names as a reader says them.</summary>
internal static class Words
{
    public static string Of<T>(T value)
        where T : struct, Enum => KebabCase.Of(value).Replace('-', ' ');
}
