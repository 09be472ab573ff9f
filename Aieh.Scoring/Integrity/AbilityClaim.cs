using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Integrity;

/// <summary>
/// What an unsupervised result claims, as a density of ability on nodes: what ability is if the result was earned, and what it is if the
/// result is too high by some gain. Padded to whole vectors with weights of 0.
/// </summary>
internal sealed class AbilityClaim
{
    /// <summary>The claim of a likelihood under a normal prior.</summary>
    /// <param name="quadrature">The nodes, with the prior's weights.</param>
    /// <param name="logLikelihood">The logarithm of the likelihood at each node.</param>
    /// <param name="width">How many times as wide as the form's the prior is.</param>
    /// <param name="gain">By how much the result may be too high, logits.</param>
    public AbilityClaim(NormalQuadrature quadrature, ReadOnlySpan<double> logLikelihood, double width, double gain)
    {
        var nodes = quadrature.Nodes.Length;
        (Earned, Moments, Lowered) = (new double[quadrature.Stride], new double[quadrature.Stride], new double[quadrature.Stride]);
        var largest = double.NegativeInfinity;
        for (var n = 0; n < nodes; n++)
        {
            Earned[n] = quadrature.LogWeights[n] / (width * width) + logLikelihood[n];
            largest = Math.Max(largest, Earned[n]);
        }

        var sum = 0.0;
        for (var n = 0; n < nodes; n++) sum += Earned[n] = Math.Exp(Earned[n] - largest);
        for (var n = 0; n < nodes; n++)
        {
            Earned[n] /= sum;
            Moments[n] = Earned[n] * quadrature.Nodes[n];
            Mean += Moments[n];
            Lower(n, n - gain / quadrature.Step);
        }
    }

    /// <summary>The weight of each node if the result was earned; they sum to 1.</summary>
    public double[] Earned { get; }

    /// <summary>Each of these weights times the node's ability, logits.</summary>
    public double[] Moments { get; }

    /// <summary>The weight of each node if the result is too high by the gain; they sum to 1.</summary>
    public double[] Lowered { get; }

    /// <summary>The mean ability if the result was earned, logits.</summary>
    public double Mean { get; }

    // A place between two nodes is shared by them so that the mean moves by the gain, but for what would fall below the first node.
    private void Lower(int node, double place)
    {
        var below = (int)Math.Floor(place);
        var share = place - below;
        Lowered[Math.Max(below, 0)] += (1 - share) * Earned[node];
        Lowered[Math.Max(below + 1, 0)] += share * Earned[node];
    }
}
