using Aieh.Scoring.Irt;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>
/// The slope–intercept form of an item, a·θ + d: d_k = −a·b_k, and for partial credit the sum of these up to k, so that a·k·θ + d_k is the
/// exponent of category k.
/// </summary>
internal static class Intercepts
{
    public static IReadOnlyList<double> Of(ItemParameters item)
    {
        return [.. Enumerable.Range(0, item.Thresholds.Length).Select(Intercept)];

        double Intercept(int k) => -item.Discrimination * Terms(item, k).Sum(v => item.Thresholds[v]);
    }

    /// <summary>Standard errors by the delta method from the covariance of (a, b₁, …): ∂d/∂a = d/a, ∂d/∂b = −a.</summary>
    public static IReadOnlyList<double> Errors(ItemParameters item, IReadOnlyList<double> covariance)
    {
        var size = (int)Math.Sqrt(covariance.Count);
        return [.. Of(item).Select(Error)];

        double Error(double d, int k)
        {
            var thresholds = Terms(item, k).Select(v => (v + 1, -item.Discrimination));
            (int At, double Slope)[] gradient = [(0, d / item.Discrimination), .. thresholds];
            return Math.Sqrt(gradient.Sum(x => gradient.Sum(y => x.Slope * covariance[x.At * size + y.At] * y.Slope)));
        }
    }

    private static IEnumerable<int> Terms(ItemParameters item, int k) =>
        item.Model == ItemModel.GeneralizedPartialCredit ? Enumerable.Range(0, k + 1) : [k];
}
