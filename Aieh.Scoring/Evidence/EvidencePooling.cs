namespace Aieh.Scoring.Evidence;

/// <summary>All evidence about one assessment, pooled as of a moment.</summary>
/// <param name="Theta">Pooled ability, logits.</param>
/// <param name="PooledStandardError">Standard error at the time of the freshest evidence, 1/√P, logits.</param>
/// <param name="StandardError">Standard error as of the moment of the question, the uncertainty of ageing included, logits.</param>
/// <param name="Currency">Currency of the freshest piece, in (0, 1].</param>
/// <param name="FreshestAt">When the freshest piece was observed.</param>
/// <param name="Pieces">Number of pieces pooled.</param>
public readonly record struct PooledAbility(
    double Theta, double PooledStandardError, double StandardError, double Currency, DateTimeOffset FreshestAt, int Pieces);

/// <summary>Pools the evidence about one assessment into one ability, counting the prior once.</summary>
public static class EvidencePooling
{
    /// <summary>Pools evidence as of a moment.</summary>
    /// <param name="evidence">All evidence about one assessment, in any order.</param>
    /// <param name="asOf">The moment of the question; evidence observed later does not exist yet.</param>
    /// <param name="halfLifeMonths">Half-life h of the assessment's pillar, months; finite, above 0.</param>
    /// <param name="includeIndicative">Whether indicative evidence counts; by rule it does not.</param>
    /// <param name="pooled">The pooled ability, when there is evidence.</param>
    /// <returns>Whether any counted evidence that says something exists as of the moment.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="halfLifeMonths"/> is outside its domain.</exception>
    /// <remarks>
    /// With likelihood summaries (m_e, p_e), currencies c_e and c = max c_e: P = 1 + Σ (c_e/c) p_e, θ = Σ (c_e/c) p_e m_e/P, SE = 1/√P.
    /// One piece gives back itself. A piece that says nothing (p_e ≤ 0) adds nothing, neither precision nor currency.
    /// Pieces scored with the same uncertain parameters first become one: with shares f_e of their variances 1/p_e due to the parameters
    /// and w_e their currencies relative to the freshest of them, q_e = p_e/(1 − f_e), Q = Σ w_e q_e, m = Σ w_e q_e m_e/Q and
    /// 1/p = 1/Q + (Σ w_e q_e √(f_e/p_e)/Q)²: what they have in common does not average out.
    /// As of a later moment, ρ = √c: SE² = SE_pool²(2ρ − 1) + 2(1 − ρ), the error variance of a score that is not shrunk as it ages,
    /// when ability follows a stationary first-order autoregression with variance 1 and correlation ρ.
    /// </remarks>
    public static bool TryPool(
        ReadOnlySpan<EvidencePiece> evidence, DateTimeOffset asOf, double halfLifeMonths, bool includeIndicative, out PooledAbility pooled)
    {
        var halfLifeDays = HalfLife.Days(halfLifeMonths);
        var freshest = DateTimeOffset.MinValue;
        var pieces = 0;
        foreach (var piece in evidence)
        {
            if (!Counts(piece, asOf, includeIndicative)) continue;
            pieces++;
            if (piece.ObservedAt > freshest) freshest = piece.ObservedAt;
        }

        pooled = default;
        if (pieces == 0) return false;

        double precision = 1, weighted = 0;
        var groups = new Dictionary<string, SharedParameters>(StringComparer.Ordinal);
        foreach (var piece in evidence)
        {
            if (!Counts(piece, asOf, includeIndicative)) continue;
            if (piece is { Parameters: { } name, ParameterShare: > 0 })
            {
                if (!groups.TryGetValue(name, out var group)) groups.Add(name, group = new SharedParameters(halfLifeDays));
                group.Add(piece);
                continue;
            }

            Count(piece.Summarize(), piece.ObservedAt);
        }

        foreach (var group in groups.Values) Count(group.Summarize(), group.Freshest);

        void Count(LikelihoodSummary summary, DateTimeOffset observedAt)
        {
            var weight = HalfLife.Relative(observedAt, freshest, halfLifeDays) * summary.Precision;
            precision += weight;
            weighted += weight * summary.Mean;
        }

        var currency = HalfLife.CurrencyOf(freshest, asOf, halfLifeMonths);
        var rho = Math.Sqrt(currency);
        pooled = new PooledAbility(
            weighted / precision,
            1 / Math.Sqrt(precision),
            Math.Sqrt((2 * rho - 1) / precision + 2 * (1 - rho)),
            currency, freshest, pieces);
        return true;
    }

    private static bool Counts(in EvidencePiece piece, DateTimeOffset asOf, bool includeIndicative) =>
        piece.ObservedAt <= asOf && (includeIndicative || piece.Kind != EvidenceKind.Indicative) && piece.Summarize().Precision > 0;
}
