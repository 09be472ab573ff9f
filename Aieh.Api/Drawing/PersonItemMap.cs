using Aieh.Scoring.Irt;
using Aieh.Scoring.Scale;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Drawing;

/// <summary>Where the difficulties of a form's items stand on the scale of scores, against the population that it is made for.</summary>
internal static class PersonItemMap
{
    private const int Step = 25;
    private const int RuleEach = 2;
    private const int DotWidth = 9;
    private const int FirstDot = MapRows.Middle + 41;
    private const int Dots = (Plot.Width - FirstDot - 20) / DotWidth;

    /// <summary>Bars leave room for the names of the bands at their left.</summary>
    private const double RoomOfPeople = 0.56;

    public static Picture Of(TestForm form, DrawnScale scale, IStringLocalizer<PictureWords> words)
    {
        var rows = (scale.Most - scale.Least + Step - 1) / Step;
        var people = Enumerable.Range(0, rows).Select(row => People(form.Prior, row, rows, scale)).ToArray();
        var items = new int[rows];
        foreach (var b in form.Items.SelectMany(item => item.Thresholds))
        {
            items[(int)Math.Clamp(Math.Floor((ScoreScale.Passport.ScoreOf(b) - scale.Least) / Step), 0, rows - 1)]++;
        }

        var map = new MapRows(words["Map"], Describe(form, scale, words), rows, words["People"], words["Items"]);
        foreach (var (place, band) in scale.Bands.Index()) Behind(map, band, place, rows, scale);
        for (var row = 0; row < rows; row++)
        {
            var scores = ScoresOf(row, rows, scale);
            if (row % RuleEach == 0) map.Rule(row, DrawnNumber.Of(scale.Least + row * Step));
            map.People(row, RoomOfPeople * people[row] / people.Max(), $"{scores}: {DrawnNumber.Percent(people[row])}");
            for (var i = 0; i < Math.Min(items[row], Dots); i++)
            {
                map.Add(Svg.Circle(FirstDot + i * DotWidth, map.Y(row) + MapRows.RowHeight / 2.0, 3.2, "dot"));
            }

            if (items[row] > Dots) map.Add(Svg.Text(Plot.Width - 2, map.Y(row) + 10, $"+{items[row] - Dots}", "small end"));
        }

        return new Picture(Picture.Styled(map.ToSvg()), TableOf(people, items, scale, words));
    }

    private static void Behind(MapRows map, DrawnBand band, int place, int rows, DrawnScale scale)
    {
        double Y(int score) => map.Y(0) + MapRows.RowHeight - (double)(score - scale.Least) / Step * MapRows.RowHeight;
        var (low, high) = (Y(band.From), Y(scale.EndOf(band)));
        map.Add(Svg.Box(0, high, Plot.Width, low - high, DrawnScale.Shade(place)));
        map.Add(Svg.Text(4, high + 11, band.Name, "small", 16));
    }

    /// <summary>The share of the population in a row; the outer rows also hold what lies beyond the scale.</summary>
    private static double People(NormalPrior population, int row, int rows, DrawnScale scale)
    {
        return NormalDistribution.Between(
            row == 0 ? double.NegativeInfinity : Deviate(row), row == rows - 1 ? double.PositiveInfinity : Deviate(row + 1));

        double Deviate(int edge) =>
            (ScoreScale.Passport.ThetaOf(scale.Least + edge * Step) - population.Mean) / population.StandardDeviation;
    }

    private static string Describe(TestForm form, DrawnScale scale, IStringLocalizer<PictureWords> words)
    {
        var points = ScoreScale.Passport;
        var bands = form.Items.SelectMany(item => item.Thresholds).CountBy(b => BandOf(points.Report(points.ScoreOf(b))));
        return words["MapText", form.Items.Length, string.Join(", ", bands.Select(band => $"{band.Key} {band.Value}"))];

        string BandOf(int score) => scale.Bands.FirstOrDefault(band => score >= band.From && score <= band.To).Name ?? words["None"];
    }

    private static string ScoresOf(int row, int rows, DrawnScale scale) =>
        DrawnNumber.Range(scale.Least + row * Step, row == rows - 1 ? scale.Most : scale.Least + (row + 1) * Step - 1);

    private static PictureTable TableOf(double[] people, int[] items, DrawnScale scale, IStringLocalizer<PictureWords> words) => new(
        words["Map"],
        [words["ScoreRange"], words["ShareOfPeople"], words["Thresholds"]],
        [.. people.Select(IReadOnlyList<string> (share, row) =>
            [ScoresOf(row, people.Length, scale), DrawnNumber.Percent(share), DrawnNumber.Of(items[row])])]);
}
