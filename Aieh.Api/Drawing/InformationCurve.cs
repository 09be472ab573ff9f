using Microsoft.Extensions.Localization;

namespace Aieh.Api.Drawing;

/// <summary>The standard error that a score has, points.</summary>
internal readonly record struct ErrorPoint(double Score, double StandardError);

/// <summary>
/// The standard error that a score has at each place of the scale. It is that of the posterior, which scores are told with: where the items
/// say little, the population still does.
/// </summary>
internal static class InformationCurve
{
    private const int TableStep = 50;

    /// <param name="points">From the lowest score to the highest.</param>
    public static Picture Of(IReadOnlyList<ErrorPoint> points, DrawnScale scale, IStringLocalizer<PictureWords> words)
    {
        var best = points.MinBy(point => point.StandardError);
        var errors = Axis.FromZero(words["ErrorAxis"], points.Max(point => point.StandardError));
        var plot = new Plot(
            words["Precision"],
            words[
                "BestError", ScoreOf(best), ErrorOf(best), ScoreOf(points[0]), ErrorOf(points[0]), ScoreOf(points[^1]),
                ErrorOf(points[^1])],
            new Axis(words["ScaleAxis"], scale.Least, scale.Most, [.. scale.Bands.Select(band => (double)band.From), scale.Most]),
            errors,
            230,
            top: 24,
            right: 14);
        foreach (var (place, band) in scale.Bands.Index())
        {
            plot.Behind(band.From, scale.EndOf(band), 0, errors.To, DrawnScale.Shade(place));
            plot.Word((band.From + scale.EndOf(band)) / 2.0, errors.To, band.Name, "small middle", dy: -7);
        }

        plot.Line(points.Select(point => (point.Score, point.StandardError)), "c0");
        plot.Point(best.Score, best.StandardError, 4.5, "dot");
        plot.Word(best.Score, best.StandardError, words["ErrorPoints", ErrorOf(best)], "name middle", dy: 18);
        var told = points.Where(point => (point.Score - points[0].Score) % TableStep == 0 || point == points[^1]);
        return new Picture(Picture.Styled(plot.ToSvg()), new PictureTable(
            words["Precision"],
            [words["Score"], words["StandardError"]],
            [.. told.Select(Row)]));

        static IReadOnlyList<string> Row(ErrorPoint point) => [ScoreOf(point), ErrorOf(point)];
    }

    private static string ScoreOf(ErrorPoint point) => DrawnNumber.Of(point.Score);

    private static string ErrorOf(ErrorPoint point) => DrawnNumber.Of(point.StandardError);
}
