using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Pages.Guide;

/// <summary>Every number of the methodology, with where it comes from.</summary>
internal sealed class MethodologyNumbers(GuideText text)
{
    public IEnumerable<NumberRow> Of(MethodologyDocument methodology)
    {
        var (scale, estimation, reporting) = (methodology.Scale, methodology.Estimation, methodology.Reporting);
        yield return Row(text["NumberMinimum"], scale.Minimum, Whole(scale.Minimum.Value));
        yield return Row(text["NumberMaximum"], scale.Maximum, Whole(scale.Maximum.Value));
        yield return Row(text["NumberCentre"], scale.Centre, Whole(scale.Centre.Value));
        yield return Row(text["NumberSlope"], scale.Slope, GuideText.Number(scale.Slope.Value.ToDouble(), "0.0"));
        foreach (var band in methodology.Bands) yield return Row(text["NumberBand", band.Name], band.From, Whole(band.From.Value));

        yield return Row(text["NumberEstimator"], estimation.Estimator, text[$"Estimator{estimation.Estimator.Value}"]);
        yield return Row(text["NumberPriorMean"], estimation.PriorMean, GuideText.Number(estimation.PriorMean.Value));
        var deviation = estimation.PriorStandardDeviation;
        yield return Row(text["NumberPriorDeviation"], deviation, GuideText.Number(deviation.Value));
        yield return Row(text["NumberConfidence"], estimation.ConfidenceLevel, GuideText.Percent(estimation.ConfidenceLevel.Value));
        var multiplier = estimation.ConfidenceMultiplier;
        yield return Row(text["NumberMultiplier"], multiplier, GuideText.Number(multiplier.Value));
        yield return Row(text["NumberScoreStep"], reporting.ScoreStep, Whole(reporting.ScoreStep.Value));
        yield return Row(text["NumberErrorStep"], reporting.StandardErrorStep, Whole(reporting.StandardErrorStep.Value));
        foreach (var pillar in methodology.Pillars)
        {
            yield return Row(
                text["NumberWeight", pillar.Name], pillar.CompositeWeight, GuideText.Percent(pillar.CompositeWeight.Value));
            yield return Row(text["NumberHalfLife", pillar.Name], pillar.HalfLifeMonths, text.Months(pillar.HalfLifeMonths.Value));
        }

        var currency = methodology.Currency;
        yield return Row(text["NumberMonth"], currency.DaysPerMonth, GuideText.Number(currency.DaysPerMonth.Value, "0.####"));
        yield return Row(text["NumberRefresh"], currency.RefreshAfterHalfLives, Fraction(currency.RefreshAfterHalfLives.Value));
        yield return Row(text["NumberStale"], currency.StaleAfterHalfLives, Fraction(currency.StaleAfterHalfLives.Value));
        var coverage = methodology.Readiness.MinimumCoverage;
        yield return Row(text["NumberCoverage"], coverage, GuideText.Percent(coverage.Value));
        foreach (var row in AnswersOf(methodology.Promotion.MinimumAnswers)) yield return row;

        var error = methodology.Promotion.LargestDifficultyError;
        yield return Row(text["NumberDifficultyError"], error, GuideText.Number(error.Value, "0.00"));
    }

    private IEnumerable<NumberRow> AnswersOf(MinimumAnswers fewest)
    {
        (string Model, Sourced<int> Count)[] models =
            [("1PL", fewest.OnePl), ("2PL", fewest.TwoPl), ("3PL", fewest.ThreePl), ("GRM", fewest.Grm), ("GPCM", fewest.Gpcm)];
        return models.Select(model => Row(text["NumberAnswers", model.Model], model.Count, GuideText.Number(model.Count.Value)));
    }

    private NumberRow Row<T>(string name, Sourced<T> sourced, string value) => new(name, text.Of(sourced, value));

    private static string Whole(int value) => GuideText.Number(value, "0");

    private static string Fraction(Fraction value) =>
        GuideText.Number(value.Numerator) + (value.Denominator == 1 ? "" : $"/{GuideText.Number(value.Denominator)}");
}
