using Aieh.Api.Catalog.Documents;
using Aieh.Api.Pages.Text;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Guide;

/// <summary>Every number of the methodology, with where it comes from.</summary>
internal sealed class MethodologyNumbers(GuideText text, IStringLocalizer<GuideWords> words)
{
    public IEnumerable<NumberRow> Of(MethodologyDocument methodology)
    {
        var (scale, estimation, reporting) = (methodology.Scale, methodology.Estimation, methodology.Reporting);
        yield return Row(words["NumberMinimum"], scale.Minimum, Whole(scale.Minimum.Value));
        yield return Row(words["NumberMaximum"], scale.Maximum, Whole(scale.Maximum.Value));
        yield return Row(words["NumberCentre"], scale.Centre, Whole(scale.Centre.Value));
        yield return Row(words["NumberSlope"], scale.Slope, GuideText.Number(scale.Slope.Value.ToDouble(), "0.0"));
        foreach (var band in methodology.Bands) yield return Row(words["NumberBand", band.Name], band.From, Whole(band.From.Value));

        yield return Row(words["NumberEstimator"], estimation.Estimator, words[$"Estimator{estimation.Estimator.Value}"]);
        yield return Row(words["NumberPriorMean"], estimation.PriorMean, GuideText.Number(estimation.PriorMean.Value));
        var deviation = estimation.PriorStandardDeviation;
        yield return Row(words["NumberPriorDeviation"], deviation, GuideText.Number(deviation.Value));
        yield return Row(words["NumberConfidence"], estimation.ConfidenceLevel, GuideText.Percent(estimation.ConfidenceLevel.Value));
        var multiplier = estimation.ConfidenceMultiplier;
        yield return Row(words["NumberMultiplier"], multiplier, GuideText.Number(multiplier.Value));
        yield return Row(words["NumberScoreStep"], reporting.ScoreStep, Whole(reporting.ScoreStep.Value));
        yield return Row(words["NumberErrorStep"], reporting.StandardErrorStep, Whole(reporting.StandardErrorStep.Value));
        foreach (var pillar in methodology.Pillars)
        {
            yield return Row(
                words["NumberWeight", pillar.Name], pillar.CompositeWeight, GuideText.Percent(pillar.CompositeWeight.Value));
            yield return Row(words["NumberHalfLife", pillar.Name], pillar.HalfLifeMonths, text.Months(pillar.HalfLifeMonths.Value));
        }

        var currency = methodology.Currency;
        yield return Row(words["NumberMonth"], currency.DaysPerMonth, GuideText.Number(currency.DaysPerMonth.Value, "0.####"));
        yield return Row(words["NumberRefresh"], currency.RefreshAfterHalfLives, Fraction(currency.RefreshAfterHalfLives.Value));
        yield return Row(words["NumberStale"], currency.StaleAfterHalfLives, Fraction(currency.StaleAfterHalfLives.Value));
        var coverage = methodology.Readiness.MinimumCoverage;
        yield return Row(words["NumberCoverage"], coverage, GuideText.Percent(coverage.Value));
        foreach (var row in AnswersOf(methodology.Promotion.MinimumAnswers)) yield return row;

        var error = methodology.Promotion.LargestDifficultyError;
        yield return Row(words["NumberDifficultyError"], error, GuideText.Number(error.Value, "0.00"));
    }

    private IEnumerable<NumberRow> AnswersOf(MinimumAnswers fewest)
    {
        (string Model, Sourced<int> Count)[] models =
            [("1PL", fewest.OnePl), ("2PL", fewest.TwoPl), ("3PL", fewest.ThreePl), ("GRM", fewest.Grm), ("GPCM", fewest.Gpcm)];
        return models.Select(model => Row(words["NumberAnswers", model.Model], model.Count, GuideText.Number(model.Count.Value)));
    }

    private NumberRow Row<T>(string name, Sourced<T> sourced, string value) => new(name, text.Of(sourced, value));

    private static string Whole(int value) => GuideText.Number(value, "0");

    private static string Fraction(Fraction value) =>
        GuideText.Number(value.Numerator) + (value.Denominator == 1 ? "" : $"/{GuideText.Number(value.Denominator)}");
}
