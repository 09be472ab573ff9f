using System.Collections.Immutable;

namespace Aieh.Scoring.Irt;

/// <summary>How much of the error of an estimate is that of the items' parameters, and not of the answers.</summary>
/// <remarks>
/// The first part is the same whenever the same items are answered again, and does not average out over attempts.
/// With P̄ the expected response function and u_k = P̄'_k/P̄_k, an item adds I = Σ P̄_k u_k² to the information, and of the variance 1/ΣI
/// of the estimate its uncertain parameters make Var(Σ P_k u_k)/(ΣI)², the variance taken over the parameters (a first-order expansion).
/// </remarks>
public sealed class ParameterUncertainty
{
    // Below 1 by the Cauchy–Schwarz inequality, but for rounding.
    private const double LargestShare = 1 - 1e-9;

    private readonly ImmutableArray<double> _nodes;
    private readonly double[] _information;
    private readonly double[] _ofParameters;

    internal ParameterUncertainty(ImmutableArray<UncertainItem> items, ImmutableArray<double> nodes)
    {
        _nodes = nodes;
        (_information, _ofParameters) = (new double[items.Length * nodes.Length], new double[items.Length * nodes.Length]);
        for (var i = 0; i < items.Length; i++)
            for (var n = 0; n < nodes.Length; n++)
                (_information[i * nodes.Length + n], _ofParameters[i * nodes.Length + n]) = Of(items[i], nodes[n]);
    }

    /// <summary>The share of the variance of an estimate that its items' parameters make.</summary>
    /// <param name="responses">One category per item in form order; <see cref="Response.NotAdministered"/> is ignored.</param>
    /// <param name="theta">The estimate, logits; beyond the form's nodes the nearest of them stands for it.</param>
    /// <returns>The share, in [0, 1); 0 where all parameters are known or nothing was administered.</returns>
    /// <exception cref="ArgumentException">There is not one response per item.</exception>
    public double ShareOf(ReadOnlySpan<int> responses, double theta)
    {
        if (responses.Length * _nodes.Length != _information.Length)
            throw new ArgumentException(
                $"The form has {_information.Length / _nodes.Length} items, the response vector {responses.Length} entries.",
                nameof(responses));

        var place = Math.Clamp((theta - _nodes[0]) / (_nodes[1] - _nodes[0]), 0, _nodes.Length - 1);
        var node = Math.Min((int)place, _nodes.Length - 2);
        double information = 0, ofParameters = 0;
        for (var i = 0; i < responses.Length; i++)
        {
            if (responses[i] == Response.NotAdministered) continue;
            information += Between(_information, i * _nodes.Length + node, place - node);
            ofParameters += Between(_ofParameters, i * _nodes.Length + node, place - node);
        }

        return information > 0 ? Math.Min(ofParameters / information, LargestShare) : 0;
    }

    private static double Between(double[] values, int at, double share) => values[at] + share * (values[at + 1] - values[at]);

    private static (double Information, double OfParameters) Of(UncertainItem item, double theta)
    {
        var categories = item.Centre.Categories;
        var draws = item.Draws;
        var probabilities = new double[draws.Length, categories];
        Span<double> p = stackalloc double[categories], first = stackalloc double[categories], second = stackalloc double[categories];
        Span<double> mean = stackalloc double[categories], slope = stackalloc double[categories];
        for (var d = 0; d < draws.Length; d++)
        {
            ItemResponseFunction.Derivatives(draws[d], theta, p, first, second);
            for (var k = 0; k < categories; k++)
            {
                probabilities[d, k] = p[k];
                mean[k] += p[k] / draws.Length;
                slope[k] += first[k] / draws.Length;
            }
        }

        // Where a category underflows it says nothing that counts.
        for (var k = 0; k < categories; k++) slope[k] = mean[k] > 0 ? slope[k] / mean[k] : 0;
        double information = 0, square = 0, sum = 0;
        for (var k = 0; k < categories; k++) information += mean[k] * slope[k] * slope[k];
        for (var d = 0; d < draws.Length; d++)
        {
            var score = 0.0;
            for (var k = 0; k < categories; k++) score += probabilities[d, k] * slope[k];
            sum += score / draws.Length;
            square += score * score / draws.Length;
        }

        return (information, Math.Max(square - sum * sum, 0));
    }
}
