using Aieh.Scoring.Calibration;
using Aieh.Scoring.Evidence;
using Aieh.Scoring.Scale;

namespace Aieh.Api.Catalog.Documents;

/// <summary>The methodology's data in the library's types.</summary>
internal sealed class ScoringRules
{
    private static volatile Tuple<MethodologyDocument, ScoringRules>? _latest;

    private ScoringRules(MethodologyDocument methodology)
    {
        var (scale, slope) = (methodology.Scale, methodology.Scale.Slope.Value.ToDouble());
        Scale = new ScoreScale(
            scale.Minimum.Value,
            scale.Maximum.Value,
            (scale.Minimum.Value - scale.Centre.Value) / slope,
            (scale.Maximum.Value - scale.Centre.Value) / slope,
            methodology.Bands.Select(band => new BandRange(BandOf(band.Slug), band.From.Value, band.To.Value)));
        Freshness = new FreshnessPolicy(
            methodology.Currency.RefreshAfterHalfLives.Value.ToDouble(), methodology.Currency.StaleAfterHalfLives.Value.ToDouble());
        Pillars = methodology.Pillars;
        ConfidenceLevel = methodology.Estimation.ConfidenceLevel.Value;
        Precision = new ReportPrecision(methodology.Reporting.ScoreStep.Value, methodology.Reporting.StandardErrorStep.Value);
        Promotion = PolicyOf(methodology.Promotion);
    }

    public ScoreScale Scale { get; }

    public FreshnessPolicy Freshness { get; }

    public IReadOnlyList<PassportPillar> Pillars { get; }

    public double ConfidenceLevel { get; }

    /// <summary>How precisely scores of attempts are told.</summary>
    public ReportPrecision Precision { get; }

    public PromotionPolicy Promotion { get; }

    /// <summary>The rules of a snapshot; made anew only when the methodology has changed.</summary>
    public static ScoringRules Of(CatalogSnapshot catalog)
    {
        var methodology = catalog.Methodology;
        if (_latest is { } latest && ReferenceEquals(latest.Item1, methodology)) return latest.Item2;

        var rules = new ScoringRules(methodology);
        _latest = Tuple.Create(methodology, rules);
        return rules;
    }

    public PassportPillar PillarOf(string slug) =>
        Pillars.FirstOrDefault(pillar => pillar.Slug == slug)
        ?? throw new InvalidOperationException($"The methodology has no pillar '{slug}'.");

    private static PromotionPolicy PolicyOf(PromotionRules rules)
    {
        var fewest = rules.MinimumAnswers;
        var byModel = new Dictionary<Scoring.Irt.ItemModel, long>
        {
            [Scoring.Irt.ItemModel.OneParameterLogistic] = fewest.OnePl.Value,
            [Scoring.Irt.ItemModel.TwoParameterLogistic] = fewest.TwoPl.Value,
            [Scoring.Irt.ItemModel.ThreeParameterLogistic] = fewest.ThreePl.Value,
            [Scoring.Irt.ItemModel.GradedResponse] = fewest.Grm.Value,
            [Scoring.Irt.ItemModel.GeneralizedPartialCredit] = fewest.Gpcm.Value,
        };
        return new PromotionPolicy(byModel, rules.LargestDifficultyError.Value);
    }

    private static Band BandOf(string slug) =>
        BandSlugs.TryParse(slug, out var known)
            ? known
            : throw new InvalidOperationException($"The methodology has the unknown band '{slug}'.");
}
