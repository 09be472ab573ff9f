using System.Collections.Immutable;
using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Linking;

/// <summary>How two scales are linked by their anchors.</summary>
public enum LinkingMethod
{
    /// <summary>A from the means of the discriminations, B from the means of all thresholds [LoydHoover1980].</summary>
    MeanMean,

    /// <summary>As mean–mean, with geometric means of the discriminations [MislevyBock1990].</summary>
    MeanGeometricMean,

    /// <summary>A and B from the standard deviations and means of all thresholds [Marco1977].</summary>
    MeanSigma,

    /// <summary>Least squared difference of the anchors' response curves, anchor by anchor [Haebara1980].</summary>
    Haebara,

    /// <summary>Least squared difference of the anchors' summed expected scores [StockingLord1983].</summary>
    StockingLord,
}

/// <summary>
/// What the characteristic-curve criteria are summed over. Constants depend on it in the second decimal,
/// so a linking is not reported without it.
/// </summary>
/// <remarks>
/// Over the points θ_q with weights w_q, with the new parameters brought to the base scale:
/// Haebara Σ_q w_q Σ_i Σ_k (P_ik,base − P_ik,new)², where a dichotomous item counts P(1) only and a polytomous
/// one every category [Haebara1980];
/// Stocking–Lord Σ_q w_q (Σ_i E_i,base − Σ_i E_i,new)² with the expected scores E_i [StockingLord1983].
/// A symmetric criterion adds the same sum over the same points on the new scale, with the base parameters brought to it.
/// </remarks>
public sealed class LinkingCriterion
{
    /// <summary>Makes a criterion from any points and weights.</summary>
    /// <param name="points">Abilities θ_q, logits; finite, at least one.</param>
    /// <param name="weights">
    /// One weight w_q for each point; finite, at least 0, not all 0. Taken as they are: the criterion's value scales with them.
    /// </param>
    /// <param name="isSymmetric">Whether the criterion is summed on both scales.</param>
    /// <param name="scalingConstant">
    /// D, by which the anchors' discriminations are multiplied in the curves;
    /// 1 for the logistic metric, 1.7 for parameters estimated with D = 1.7. Finite, above 0.
    /// </param>
    /// <exception cref="ArgumentException">There is not one weight for each point, or no point.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its domain.</exception>
    public LinkingCriterion(
        ImmutableArray<double> points, ImmutableArray<double> weights, bool isSymmetric = false, double scalingConstant = 1)
    {
        if (points.IsDefaultOrEmpty) throw new ArgumentException("A criterion has at least one point.", nameof(points));
        if (weights.IsDefault || weights.Length != points.Length)
            throw new ArgumentException("A criterion has one weight for each point.", nameof(weights));
        foreach (var point in points)
            if (!(Math.Abs(point) <= 1e6))
                throw new ArgumentOutOfRangeException(nameof(points), point, "A point must lie within ±1e6 logits.");
        foreach (var weight in weights)
            if (!(weight >= 0) || !double.IsFinite(weight))
                throw new ArgumentOutOfRangeException(nameof(weights), weight, "A weight must be finite and at least 0.");
        if (!weights.Any(weight => weight > 0)) throw new ArgumentOutOfRangeException(nameof(weights), 0, "Some weight must be above 0.");
        if (!(scalingConstant > 0) || !double.IsFinite(scalingConstant))
            throw new ArgumentOutOfRangeException(
                nameof(scalingConstant), scalingConstant, "A scaling constant must be finite and above 0.");
        (Points, Weights, IsSymmetric, ScalingConstant) = (points, weights, isSymmetric, scalingConstant);
    }

    /// <summary>The points θ_q, logits.</summary>
    public ImmutableArray<double> Points { get; }

    /// <summary>The weights w_q, one for each point.</summary>
    public ImmutableArray<double> Weights { get; }

    /// <summary>Whether the criterion is summed on both scales: then linking back gives the inverse transformation.</summary>
    public bool IsSymmetric { get; }

    /// <summary>The scaling constant D in the curves.</summary>
    public double ScalingConstant { get; }

    /// <summary>Equally spaced points of weight 1.</summary>
    /// <param name="from">First point, logits.</param>
    /// <param name="to">Last point, logits; above <paramref name="from"/>.</param>
    /// <param name="count">Number of points; at least 2.</param>
    /// <param name="isSymmetric">Whether the criterion is summed on both scales.</param>
    /// <param name="scalingConstant">D; finite, above 0.</param>
    /// <returns>The criterion; by default 161 points from −4 to 4, one direction, D = 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its domain.</exception>
    public static LinkingCriterion Uniform(
        double from = -4, double to = 4, int count = 161, bool isSymmetric = false, double scalingConstant = 1)
    {
        var points = Spaced(from, to, count);
        return new LinkingCriterion(points, [.. points.Select(_ => 1.0)], isSymmetric, scalingConstant);
    }

    /// <summary>Equally spaced points weighted by the standard normal density, the weights summing to 1.</summary>
    /// <param name="from">First point, logits.</param>
    /// <param name="to">Last point, logits; above <paramref name="from"/>.</param>
    /// <param name="count">Number of points; at least 2.</param>
    /// <param name="isSymmetric">Whether the criterion is summed on both scales.</param>
    /// <param name="scalingConstant">D; finite, above 0.</param>
    /// <returns>The criterion; by default 41 points from −4 to 4, one direction, D = 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its domain.</exception>
    public static LinkingCriterion Normal(
        double from = -4, double to = 4, int count = 41, bool isSymmetric = false, double scalingConstant = 1)
    {
        var points = Spaced(from, to, count);
        double[] density = [.. points.Select(NormalQuadrature.Density)];
        var total = density.Sum();
        if (total == 0) throw new ArgumentOutOfRangeException(nameof(from), from, "The normal density vanishes at all points.");
        return new LinkingCriterion(points, [.. density.Select(each => each / total)], isSymmetric, scalingConstant);
    }

    private static ImmutableArray<double> Spaced(double from, double to, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        if (!double.IsFinite(from)) throw new ArgumentOutOfRangeException(nameof(from), from, "The first point must be finite.");
        if (!(to > from) || !double.IsFinite(to))
            throw new ArgumentOutOfRangeException(nameof(to), to, $"The last point must be finite and above the first, {from}.");
        return NormalQuadrature.Spaced(from, to, count);
    }
}
