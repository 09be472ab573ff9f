using Aieh.Scoring.Scale;

namespace Aieh.Api.Http;

/// <summary>Scores as every response shows them.</summary>
internal static class ScoreViews
{
    public static ScoreInterval Interval(ScoreScale scale, double level, double score, double standardError)
    {
        var interval = scale.IntervalOf(score, standardError);
        return new ScoreInterval { Level = level, Lower = scale.Report(interval.Lower), Upper = scale.Report(interval.Upper) };
    }

    public static string Band(ScoreScale scale, double score) => scale.BandOf(scale.Report(score)).Slug();

    public static IReadOnlyList<BandProbability> BandProbabilities(ScoreScale scale, double score, double standardError) =>
        [.. scale.BandProbabilities(score, standardError).Select(band => new BandProbability { Band = band.Band.Slug(), Probability = band.Probability })];
}
