using Aieh.Scoring.Evidence;
using Aieh.Scoring.Scale;

namespace Aieh.Api.Catalog.Documents;

internal static class MethodologyChecks
{
    // Weights are written with two decimals; this only absorbs binary rounding.
    private const double SumTolerance = 1e-9;

    public static IEnumerable<CatalogProblem> Check(string file, MethodologyDocument methodology)
    {
        var scale = methodology.Scale;
        if (scale.Minimum.Value >= scale.Maximum.Value) yield return new(file, "/scale/maximum/value", "must be above the minimum");

        var expected = scale.Minimum.Value;
        for (var i = 0; i < methodology.Bands.Count; i++)
        {
            var band = methodology.Bands[i];
            if (band.From.Value != expected)
            {
                yield return new(file, $"/bands/{i}/from/value", $"must be {expected}: bands leave no gap and do not overlap");
            }

            if (band.To.Value < band.From.Value) yield return new(file, $"/bands/{i}/to/value", "must not be below 'from'");
            expected = band.To.Value + 1;
        }

        if (expected != scale.Maximum.Value + 1) yield return new(file, "/bands", $"must end at {scale.Maximum.Value}");

        var sum = methodology.Pillars.Sum(p => p.CompositeWeight.Value);
        if (Math.Abs(sum - 1) > SumTolerance) yield return new(file, "/pillars", $"has composite weights that sum to {sum:R}, not 1");

        foreach (var problem in WhatThisBuildComputes(file, methodology)) yield return problem;
        foreach (var repeated in Repeated.In(file, "/pillars", "slug", methodology.Pillars.Select(p => p.Slug))) yield return repeated;
        foreach (var repeated in Repeated.In(file, "/bands", "slug", methodology.Bands.Select(b => b.Slug))) yield return repeated;
    }

    /// <summary>
    /// Values that the methodology states and this build computes in one way only: another value would be published and not be true.
    /// </summary>
    private static IEnumerable<CatalogProblem> WhatThisBuildComputes(string file, MethodologyDocument methodology)
    {
        var estimation = methodology.Estimation;
        if (estimation.Estimator.Value != AbilityEstimator.Eap)
        {
            yield return new(file, "/estimation/estimator/value", "must be eap: the service computes no other");
        }

        if (estimation.PriorMean.Value != 0)
        {
            yield return new(file, "/estimation/priorMean/value", "must be 0: the scale is anchored to it");
        }

        if (estimation.PriorStandardDeviation.Value != 1)
        {
            yield return new(file, "/estimation/priorStandardDeviation/value", "must be 1: the scale is anchored to it");
        }

        if (estimation.ConfidenceLevel.Value != 0.95)
        {
            yield return new(file, "/estimation/confidenceLevel/value", "must be 0.95: the service computes no other interval");
        }

        if (estimation.ConfidenceMultiplier.Value != ScoreScale.IntervalHalfWidth)
        {
            yield return new(
                file,
                "/estimation/confidenceMultiplier/value",
                $"must be {ScoreScale.IntervalHalfWidth}: the service computes no other interval");
        }

        if (methodology.Currency.DaysPerMonth.Value != HalfLife.DaysPerMonth)
        {
            yield return new(
                file,
                "/currency/daysPerMonth/value",
                $"must be {HalfLife.DaysPerMonth}: the service computes with no other month");
        }

        for (var i = 0; i < methodology.Bands.Count; i++)
        {
            if (!BandSlugs.TryParse(methodology.Bands[i].Slug, out _))
            {
                yield return new(file, $"/bands/{i}/slug", "is not a band that the service knows");
            }
        }
    }
}
