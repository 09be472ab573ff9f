namespace Aieh.Scoring.Evidence;

/// <summary>How fresh evidence is, in a word.</summary>
public enum Freshness
{
    /// <summary>No refresh is due.</summary>
    Current,

    /// <summary>A refresh is due.</summary>
    Aging,

    /// <summary>Older than the age at which evidence is called stale.</summary>
    Stale,
}

/// <summary>When evidence stops being current and when it becomes stale, in half-lives; data of the catalog.</summary>
public sealed record FreshnessPolicy
{
    /// <summary>Makes a policy.</summary>
    /// <param name="refreshAfterHalfLives">Age at which a refresh falls due, half-lives; above 0.</param>
    /// <param name="staleAfterHalfLives">
    /// Age beyond which evidence is stale, half-lives; finite, at least <paramref name="refreshAfterHalfLives"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its domain.</exception>
    public FreshnessPolicy(double refreshAfterHalfLives, double staleAfterHalfLives)
    {
        if (!(refreshAfterHalfLives > 0))
            throw new ArgumentOutOfRangeException(
                nameof(refreshAfterHalfLives), refreshAfterHalfLives, "A refresh falls due after more than 0 half-lives.");
        if (!(staleAfterHalfLives >= refreshAfterHalfLives) || !double.IsFinite(staleAfterHalfLives))
            throw new ArgumentOutOfRangeException(
                nameof(staleAfterHalfLives), staleAfterHalfLives,
                $"Evidence is not stale before its refresh is due, at {refreshAfterHalfLives} half-lives.");

        RefreshAfterHalfLives = refreshAfterHalfLives;
        StaleAfterHalfLives = staleAfterHalfLives;
    }

    /// <summary>
    /// Refresh after two thirds of a half-life, twelve months of eighteen, when currency is 2^(−2/3) ≈ 0.63;
    /// stale after one half-life, at 0.5.
    /// </summary>
    public static FreshnessPolicy Passport { get; } = new(2.0 / 3, 1);

    /// <summary>Age at which a refresh falls due, half-lives.</summary>
    public double RefreshAfterHalfLives { get; }

    /// <summary>Age beyond which evidence is stale, half-lives.</summary>
    public double StaleAfterHalfLives { get; }

    /// <summary>The word for a currency.</summary>
    /// <param name="currency">Currency c, in [0, 1].</param>
    /// <returns>Current while c ≥ 2^−refresh, aging while c ≥ 2^−stale, else stale.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="currency"/> is outside its domain.</exception>
    public Freshness Of(double currency)
    {
        if (currency is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(currency), currency, "A currency lies in 0..1.");
        return currency >= Math.Pow(2, -RefreshAfterHalfLives) ? Freshness.Current
            : currency >= Math.Pow(2, -StaleAfterHalfLives) ? Freshness.Aging
            : Freshness.Stale;
    }

    /// <summary>When a refresh of evidence falls due.</summary>
    /// <param name="observedAt">When the evidence was observed.</param>
    /// <param name="halfLifeMonths">Half-life, months; finite, above 0.</param>
    /// <returns>The moment until which the evidence is current; the last representable moment if that lies beyond it.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="halfLifeMonths"/> is outside its domain.</exception>
    public DateTimeOffset RefreshDueAt(DateTimeOffset observedAt, double halfLifeMonths)
    {
        var days = RefreshAfterHalfLives * HalfLife.Days(halfLifeMonths);
        return days < (DateTimeOffset.MaxValue - observedAt).TotalDays ? observedAt.AddDays(days) : DateTimeOffset.MaxValue;
    }
}
