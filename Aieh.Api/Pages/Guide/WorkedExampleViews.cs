using Aieh.Api.Catalog.Documents;
using Aieh.Api.Drawing;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Aieh.Scoring.Readiness;
using Aieh.Scoring.Scale;
using Microsoft.Extensions.Localization;
using DrawnContribution = Aieh.Api.Drawing.Contribution;

namespace Aieh.Api.Pages.Guide;

internal sealed class WorkedExampleViews(
    GuideText text, IStringLocalizer<GuideWords> words, IStringLocalizer<PictureWords> pictures, FormPrecisions precisions)
{
    private const string None = "–";

    public ExampleView? Of(CatalogSnapshot catalog)
    {
        var made = WorkedExample.Of(catalog, precisions);
        if (made is not { Result.Readiness: { } readiness, Fresh.Readiness: { } fresh } example) return null;

        var (rules, result) = (ScoringRules.Of(catalog), example.Result);
        var interval = rules.Scale.IntervalOf(readiness.Score, readiness.StandardError);
        return new ExampleView
        {
            Role = GuideAddresses.LinkTo(example.Role),
            Rows = [.. RowsOf(example, catalog)],
            Contributions = FigureView.Of(Contributions.Of(
                [
                    .. example.Bundle.Entries.Select(entry => new DrawnContribution(
                        catalog.TitleOf(entry.Assessment),
                        result.Contributions.Where(part => part.Assessment == entry.Assessment).Select(part => (double?)part.Points)
                            .FirstOrDefault())),
                ],
                rules.Scale.Report(readiness.Score), pictures)),
            Aged = catalog.TitleOf(result.Contributions[0].Assessment),
            Age = text.Months(example.AgedMonths),
            Currency = GuideText.Percent(result.Contributions[0].Currency),
            Missing = result.Missing.IsEmpty ? null : string.Join(", ", result.Missing.Select(slug => catalog.TitleOf(slug))),
            Readiness = ReadinessOf(readiness, rules.Scale),
            Error = GuideText.Number(readiness.StandardError, "0.0"),
            Interval = GuideText.Range(rules.Scale.Report(interval.Lower), rules.Scale.Report(interval.Upper)),
            Coverage = GuideText.Percent(result.Coverage),
            MinimumCoverage = GuideText.Percent(example.Bundle.MinimumCoverage),
            IsSufficient = result.Status == ReadinessStatus.Sufficient,
            FreshReadiness = ReadinessOf(fresh, rules.Scale),
            FreshCoverage = GuideText.Percent(example.Fresh.Coverage),
            Bands = FigureView.Of(BandProbabilities.Of(
            [
                .. rules.Scale.BandProbabilities(rules.Scale.Report(readiness.Score), readiness.StandardError)
                    .Zip(catalog.Methodology.Bands, (band, named) => new BandShare(named.Name, band.Probability)),
            ], pictures)),
            Apart = GuideText.Number(ScoreTier.HalfWidth * Math.Sqrt(2) * readiness.StandardError, "0"),
            Override = OverrideOf(example, rules.Scale, catalog),
        };
    }

    private IEnumerable<ExampleRow> RowsOf(WorkedExample example, CatalogSnapshot catalog)
    {
        foreach (var (assessment, relevance) in example.Bundle.Entries)
        {
            var found = example.Result.Contributions.Where(part => part.Assessment == assessment).ToList();
            if (found is not [var part])
            {
                var title = catalog.TitleOf(assessment);
                var weight = GuideText.Relevance(relevance);
                yield return new ExampleRow(title, weight, words["NotTaken"], None, None, None, None, None, None);
                continue;
            }

            yield return new ExampleRow(
                catalog.TitleOf(assessment),
                GuideText.Relevance(relevance),
                part.Currency < 1 ? text.Months(example.AgedMonths) : words["Today"],
                GuideText.Number(part.Currency, "0.00"),
                GuideText.Number(part.Relevance * part.Currency, "0.00#"),
                GuideText.Number(part.Score, "0"),
                GuideText.Number(part.StandardError, "0"),
                GuideText.Percent(part.EffectiveWeight),
                GuideText.Number(part.Points, "0.0"));
        }
    }

    private OverrideView? OverrideOf(WorkedExample example, ScoreScale scale, CatalogSnapshot catalog)
    {
        if (example.InContext is not { Result.Readiness: { } readiness } context) return null;

        return new OverrideView(
            text.ContextOf(context.Dimension, context.Value),
            ReadinessOf(readiness, scale),
            GuideText.Percent(context.Result.Coverage),
            [
                .. example.Bundle.Entries.Zip(context.Bundle.Entries, (published, weighed) => new OverrideRow(
                    catalog.TitleOf(published.Assessment),
                    GuideText.Relevance(published.Relevance),
                    GuideText.Relevance(weighed.Relevance))),
            ]);
    }

    private static string ReadinessOf(WeightedScore readiness, ScoreScale scale) => GuideText.Number(scale.Report(readiness.Score), "0");
}
