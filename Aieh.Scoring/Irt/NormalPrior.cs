namespace Aieh.Scoring.Irt;

/// <summary>A normal prior of ability.</summary>
public readonly record struct NormalPrior
{
    /// <summary>Makes a prior N(mean, standardDeviation²).</summary>
    /// <param name="mean">Mean, logits; finite.</param>
    /// <param name="standardDeviation">Standard deviation, logits; finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its domain.</exception>
    public NormalPrior(double mean, double standardDeviation)
    {
        if (!double.IsFinite(mean)) throw new ArgumentOutOfRangeException(nameof(mean), mean, "A prior mean must be finite.");
        if (!(standardDeviation > 0) || !double.IsFinite(standardDeviation))
            throw new ArgumentOutOfRangeException(
                nameof(standardDeviation), standardDeviation, "A prior standard deviation must be finite and above 0.");

        Mean = mean;
        StandardDeviation = standardDeviation;
    }

    /// <summary>The norm population, N(0, 1).</summary>
    public static NormalPrior Standard { get; } = new(0, 1);

    /// <summary>Mean, logits.</summary>
    public double Mean { get; }

    /// <summary>Standard deviation, logits; above 0.</summary>
    public double StandardDeviation { get; }

    internal double Precision => 1 / (StandardDeviation * StandardDeviation);
}
