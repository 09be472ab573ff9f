using Aieh.Scoring.Checks;
using Aieh.Scoring.Irt;
using Aieh.Scoring.Scale;

namespace Aieh.Api.Drawing;

/// <summary>
/// The standard error that a score has at each place of the scale. It is that of the posterior, which scores are told with: where the items
/// say little, the population still does.
/// </summary>
internal static class InformationCurve
{
    private const int Step = 5;
    private const int TableStep = 50;

    public static Picture Of(TestForm form, DrawnScale scale)
    {
        var points = ScorePrecision.Curve(form, ScoreScale.Passport, Step);
        var best = points.MinBy(point => point.PosteriorStandardError);
        var plot = new Plot(
            PictureText.Precision,
            $"The standard error is smallest at {DrawnNumber.Of(best.Score)}, {ErrorOf(best)} points; "
            + $"at {DrawnNumber.Of(points[0].Score)} it is {ErrorOf(points[0])}, at {DrawnNumber.Of(points[^1].Score)} {ErrorOf(points[^1])}.",
            new Axis(PictureText.ScaleAxis, scale.Least, scale.Most, [.. scale.Bands.Select(band => (double)band.From), scale.Most]),
            Axis.FromZero(PictureText.ErrorAxis, points.Max(point => point.PosteriorStandardError)),
            230,
            top: 24);
        foreach (var (place, band) in scale.Bands.Index()) plot.Behind(band.From, scale.EndOf(band), DrawnScale.Shade(place));
        plot.Line(points.Select(point => (point.Score, point.PosteriorStandardError)), "c0");
        plot.Point(best.Score, best.PosteriorStandardError, 4.5, "dot", ErrorOf(best));
        return new Picture(Picture.Styled(plot.ToSvg()), new PictureTable(
            PictureText.Precision,
            [PictureText.Score, PictureText.StandardError],
            [.. ScorePrecision.Curve(form, ScoreScale.Passport, TableStep).Select(Row)]));

        static IReadOnlyList<string> Row(PrecisionPoint point) => [DrawnNumber.Of(point.Score), ErrorOf(point)];
    }

    private static string ErrorOf(PrecisionPoint point) => DrawnNumber.Of(point.PosteriorStandardError);
}
