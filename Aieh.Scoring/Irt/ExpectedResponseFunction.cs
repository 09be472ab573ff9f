namespace Aieh.Scoring.Irt;

/// <summary>The response function of an item whose parameters are uncertain: the mean of P(k | θ) over their distribution.</summary>
/// <remarks>
/// [MislevyWingerskySheehan1994]. Flatter than the response function at the middle of the distribution, and so less informative.
/// </remarks>
public static class ExpectedResponseFunction
{
    /// <summary>The expected probability of every category at an ability.</summary>
    /// <param name="item">The item.</param>
    /// <param name="theta">Ability θ, logits; within ±1e9.</param>
    /// <param name="probabilities">Receives E[P(0)]..E[P(m)], summing to 1 within rounding; as long as the item has categories.</param>
    /// <exception cref="ArgumentException">The span is not as long as the item has categories.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="theta"/> is outside its domain.</exception>
    public static void Probabilities(UncertainItem item, double theta, Span<double> probabilities)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (item.Draws.Length == 1)
        {
            ItemResponseFunction.Probabilities(item.Centre, theta, probabilities);
            return;
        }

        Span<double> own = stackalloc double[item.Centre.Categories];
        if (probabilities.Length != own.Length)
            throw new ArgumentException(
                $"The item has {own.Length} categories, the span {probabilities.Length} entries.", nameof(probabilities));
        probabilities.Clear();
        foreach (var draw in item.Draws)
        {
            ItemResponseFunction.Probabilities(draw, theta, own);
            for (var k = 0; k < own.Length; k++) probabilities[k] += own[k] / item.Draws.Length;
        }
    }
}
