using Aieh.Api.Catalog.Documents;
using Aieh.Api.Drawing;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Guide;

internal sealed class MethodologyViews(
    GuideText text, IStringLocalizer<GuideWords> words, IStringLocalizer<PictureWords> pictures, FormPrecisions precisions,
    WorkedExampleViews examples, MethodologyNumbers numbers)
{
    public MethodologyView Of(CatalogSnapshot catalog)
    {
        var (methodology, rules) = (catalog.Methodology, ScoringRules.Of(catalog));
        return new MethodologyView
        {
            Minimum = Whole(methodology.Scale.Minimum.Value),
            Maximum = Whole(methodology.Scale.Maximum.Value),
            Centre = Whole(methodology.Scale.Centre.Value),
            Bands = [.. methodology.Bands.Select(BandOf)],
            Items = ItemsOf(catalog),
            Interval = new IntervalView(
                GuideText.Percent(methodology.Estimation.ConfidenceLevel.Value),
                GuideText.Number(methodology.Estimation.ConfidenceMultiplier.Value),
                Whole(methodology.Reporting.ScoreStep.Value),
                Whole(methodology.Reporting.StandardErrorStep.Value)),
            SampleWorth = SampleWorthOf(catalog),
            HalfLives = FigureView.Of(HalfLifeCurve.Of(
                [.. methodology.Pillars.Select(pillar => new HalfLifeLine(pillar.Name, pillar.HalfLifeMonths.Value))],
                rules.Freshness,
                pictures)),
            RefreshAfter = GuideText.Percent(rules.Freshness.RefreshAfterHalfLives),
            StaleAfter = GuideText.Percent(rules.Freshness.StaleAfterHalfLives),
            Example = examples.Of(catalog),
            Promotion = PromotionOf(methodology.Promotion, rules),
            Gaps =
            [
                .. catalog.Roles.Values.Where(role => role.SkillsNote is not null)
                    .Select(role => new NamedText(role.Title, role.SkillsNote!)),
            ],
            Statements = [.. methodology.Reporting.Statements.Select(statement => statement.Text)],
            Numbers = [.. numbers.Of(methodology)],
        };
    }

    private BandRow BandOf(ScoreBand band) =>
        new(band.Name, GuideText.Range(band.From.Value, band.To.Value), text.Of(band.From, Whole(band.From.Value)));

    private ItemCurveView? ItemsOf(CatalogSnapshot catalog)
    {
        if (ItemCurves.Of(catalog) is not { } curves) return null;

        var (centre, least) = (catalog.Methodology.Scale.Centre.Value, catalog.Methodology.Scale.Minimum.Value);
        var easier = GuideText.Percent(curves.RightAt(curves.Easier, centre, catalog));
        var harder = GuideText.Percent(curves.RightAt(curves.Harder, centre, catalog));
        return new ItemCurveView(
            FigureView.Of(curves.Draw(catalog, words)),
            curves.Test.Title,
            words["ItemText", Whole(centre), easier, harder],
            words["ItemGuessing", Whole(least), GuideText.Percent(curves.RightAt(curves.Harder, least, catalog))]);
    }

    /// <summary>Of the first test that has both forms, in the middle of the scale, as the two would be told.</summary>
    private SampleWorthView? SampleWorthOf(CatalogSnapshot catalog)
    {
        var rules = ScoringRules.Of(catalog);
        var centre = catalog.Methodology.Scale.Centre.Value;
        foreach (var test in GuideOrder.TestsOf(catalog))
        {
            if (precisions.Of(test, FormKind.Sample, catalog) is not { } sample) continue;
            if (precisions.Of(test, FormKind.Full, catalog) is not { } full) continue;

            var (brief, whole) = (Told(sample), Told(full));
            ScaleMark[] marks = [MarkOf(FormKind.Full, whole), MarkOf(FormKind.Sample, brief)];
            return new SampleWorthView(
                FigureView.Of(ScalePicture.Of(marks, FigureView.ScaleOf(catalog.Methodology), pictures)),
                test.Title,
                Whole(whole.Score),
                Whole(brief.StandardError),
                Whole(whole.StandardError));
        }

        return null;

        (double Score, double StandardError) Told(FormPrecision precision) => rules.Precision.Of(centre, precision.At(centre));

        ScaleMark MarkOf(FormKind kind, (double Score, double StandardError) told)
        {
            var interval = rules.Scale.IntervalOf(told.Score, told.StandardError);
            return new ScaleMark(
                text.Of(kind), rules.Scale.Report(told.Score), rules.Scale.Report(interval.Lower), rules.Scale.Report(interval.Upper));
        }
    }

    private static PromotionView PromotionOf(PromotionRules promotion, ScoringRules rules)
    {
        var fewest = promotion.MinimumAnswers;
        int[] counts = [fewest.OnePl.Value, fewest.TwoPl.Value, fewest.ThreePl.Value, fewest.Grm.Value, fewest.Gpcm.Value];
        return new PromotionView(
            GuideText.Number(counts.Min()),
            GuideText.Number(counts.Max()),
            Whole(rules.Scale.StandardErrorOf(promotion.LargestDifficultyError.Value)));
    }

    private static string Whole(double value) => GuideText.Number(value, "0");
}
