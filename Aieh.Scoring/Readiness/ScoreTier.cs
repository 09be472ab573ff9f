namespace Aieh.Scoring.Readiness;

/// <summary>People none of whom is behind the best of them by more than the error of the difference: their order is no ranking.</summary>
/// <param name="Number">Place of the tier, 1 for the first.</param>
/// <param name="Best">The score that has opened the tier, points, with its standard error.</param>
/// <remarks>
/// Going down an order, whoever is within z·√(SE_best² + SE²) of the tier's best belongs to it; the first who is not opens the next tier.
/// z = 1.96: then a difference between two equal people is taken for one in 5 % of cases. (Cascio, W. F., Outtz, J., Zedeck, S., &amp;
/// Goldstein, I. L. (1991). Statistical implications of six methods of test score use in personnel selection. Human Performance, 4(4),
/// 233–264: banding by the standard error of the difference, with fixed bands; here each person has an error of their own.)
/// </remarks>
public readonly record struct ScoreTier(int Number, WeightedScore Best)
{
    /// <summary>z: the half-width of a 95 % normal interval, in standard errors of the difference.</summary>
    public const double HalfWidth = Scale.ScoreScale.IntervalHalfWidth;

    /// <summary>The tier of the next person down an order.</summary>
    /// <param name="current">The tier of the person before; null at the top of the order.</param>
    /// <param name="score">The next person's score, points, with its standard error.</param>
    /// <returns>
    /// <paramref name="current"/>, or the tier below it, which <paramref name="score"/> opens. A score above the tier's best belongs to it.
    /// </returns>
    public static ScoreTier Next(ScoreTier? current, WeightedScore score)
    {
        if (current is not { } tier) return new ScoreTier(1, score);

        var error = Math.Sqrt((tier.Best.StandardError * tier.Best.StandardError) + (score.StandardError * score.StandardError));
        return tier.Best.Score - score.Score <= HalfWidth * error ? tier : new ScoreTier(tier.Number + 1, score);
    }
}
