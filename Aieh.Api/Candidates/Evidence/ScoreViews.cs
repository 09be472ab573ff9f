using Aieh.Api.Catalog.Documents;
using Aieh.Scoring.Scale;

namespace Aieh.Api.Candidates.Evidence;

/// <summary>Scores as every response shows them.</summary>
internal static class ScoreViews
{
    public static ScoreInterval Interval(ScoringRules rules, double score, double standardError)
    {
        var interval = rules.Scale.IntervalOf(score, standardError);
        return new ScoreInterval
        {
            Level = rules.ConfidenceLevel,
            Lower = rules.Scale.Report(interval.Lower),
            Upper = rules.Scale.Report(interval.Upper),
        };
    }

    /// <summary>The band as one word; null while the score rests on what is not sure enough for one.</summary>
    public static string? Band(ScoringRules rules, double score, bool isProvisional) =>
        isProvisional ? null : rules.Scale.BandOf(rules.Scale.Report(score)).Slug();

    public static IReadOnlyList<BandProbability> BandProbabilities(ScoringRules rules, double score, double standardError) =>
    [
        .. rules.Scale.BandProbabilities(score, standardError)
            .Select(band => new BandProbability { Band = band.Band.Slug(), Probability = band.Probability }),
    ];
}
