using Aieh.Api.Catalog.Documents;
using Aieh.Api.Drawing;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Aieh.Scoring.Irt;
using Microsoft.Extensions.Localization;
using ItemParameters = Aieh.Api.Catalog.Documents.ItemParameters;

namespace Aieh.Api.Pages.Guide;

/// <summary>The easiest and the hardest question of a sample, whose questions are public, as scores are made with them.</summary>
internal sealed record ItemCurves(AssessmentDocument Test, CalibrationDocument Calibration, ItemParameters Easier, ItemParameters Harder)
{
    private const int Step = 10;
    private const int TableStep = 50;

    /// <summary>Of the first test that has such; null without.</summary>
    public static ItemCurves? Of(CatalogSnapshot catalog)
    {
        foreach (var test in GuideOrder.TestsOf(catalog))
        {
            if (test.Forms.FirstOrDefault(form => form is { Kind: FormKind.Sample, Availability: FormAvailability.Available })?.Items
                is not { } ids) continue;
            if (!catalog.Calibrations.TryGetValue(test.Slug, out var calibration)) continue;

            var items = calibration.Items.Where(item => ids.Contains(item.Item) && !item.IsPolytomous).OrderBy(item => item.B).ToList();
            if (items.Count > 1) return new ItemCurves(test, calibration, items[0], items[^1]);
        }

        return null;
    }

    /// <summary>The share of right answers of people with a score.</summary>
    public double RightAt(ItemParameters item, double score, CatalogSnapshot catalog)
    {
        Span<double> probabilities = stackalloc double[2];
        ExpectedResponseFunction.Probabilities(
            item.ToUncertain(Calibration), ScoringRules.Of(catalog).Scale.ThetaOf(score), probabilities);
        return probabilities[1];
    }

    public Picture Draw(CatalogSnapshot catalog, IStringLocalizer<GuideWords> words)
    {
        var scale = FigureView.ScaleOf(catalog.Methodology);
        var (easier, harder) = (words["ItemEasier"], words["ItemHarder"]);
        var scores = Enumerable.Range(0, (scale.Most - scale.Least) / Step + 1).Select(i => scale.Least + i * Step).ToList();
        var (least, most) = (scale.Least, scale.Most);
        var plot = new Plot(
            words["ItemPicture"],
            words["ItemDescription", Told(Easier, least), Told(Easier, most), Told(Harder, least), Told(Harder, most)],
            new Axis(words["ItemScores"], scale.Least, scale.Most, [.. scale.Bands.Select(band => (double)band.From), scale.Most]),
            new Axis(words["ItemRight"], 0, 100, [0, 25, 50, 75, 100]),
            below: 2 * Plot.LegendHeight + 6);
        foreach (var (place, band) in scale.Bands.Index()) plot.Behind(band.From, scale.EndOf(band), 0, 100, DrawnScale.Shade(place));
        plot.Line(Points(Easier), "c0").Line(Points(Harder), "c1").Legend(0, easier, "c0").Legend(1, harder, "c1");
        var rows = scores.Where(score => (score - scale.Least) % TableStep == 0);
        return new Picture(Picture.Styled(plot.ToSvg()), new PictureTable(
            words["ItemPicture"],
            [words["ItemScores"], easier, harder],
            [.. rows.Select(IReadOnlyList<string> (score) => [GuideText.Number(score, "0"), Told(Easier, score), Told(Harder, score)])]));

        IEnumerable<(double X, double Y)> Points(ItemParameters item) =>
            scores.Select(score => ((double)score, 100 * RightAt(item, score, catalog)));

        string Told(ItemParameters item, double score) => GuideText.Percent(RightAt(item, score, catalog));
    }
}
