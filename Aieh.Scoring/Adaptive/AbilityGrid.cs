using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Adaptive;

/// <summary>Equally spaced nodes on which the posterior of an adaptive test is kept.</summary>
public readonly record struct AbilityGrid
{
    /// <summary>Makes a grid.</summary>
    /// <param name="minimum">First node, logits; finite.</param>
    /// <param name="maximum">Last node, logits; finite, above the first.</param>
    /// <param name="nodes">Number of nodes; 2 to 961.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its domain.</exception>
    public AbilityGrid(double minimum, double maximum, int nodes)
    {
        if (!double.IsFinite(minimum)) throw new ArgumentOutOfRangeException(nameof(minimum), minimum, "The first node must be finite.");
        if (!double.IsFinite(maximum) || maximum <= minimum)
            throw new ArgumentOutOfRangeException(nameof(maximum), maximum, "The last node must be finite and above the first.");
        if (nodes is < 2 or > NormalQuadrature.MostNodes)
            throw new ArgumentOutOfRangeException(nameof(nodes), nodes, $"A grid has 2 to {NormalQuadrature.MostNodes} nodes.");
        (Minimum, Maximum, Nodes) = (minimum, maximum, nodes);
    }

    /// <summary>121 nodes over [−6, 6]: a step of 0.1, enough for a posterior standard deviation of 0.08 or more.</summary>
    public static AbilityGrid Standard { get; } = new(-6, 6, 121);

    /// <summary>As many nodes over ±6 standard deviations of a prior.</summary>
    internal static AbilityGrid Of(NormalPrior prior) => new(
        prior.Mean + Standard.Minimum * prior.StandardDeviation, prior.Mean + Standard.Maximum * prior.StandardDeviation, Standard.Nodes);

    /// <summary>First node, logits.</summary>
    public double Minimum { get; }

    /// <summary>Last node, logits.</summary>
    public double Maximum { get; }

    /// <summary>Number of nodes.</summary>
    public int Nodes { get; }
}
