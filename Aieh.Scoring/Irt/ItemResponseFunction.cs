namespace Aieh.Scoring.Irt;

/// <summary>The response functions of a single item: category probabilities, their derivatives, expected score and information.</summary>
/// <remarks>All are safe for any θ in the domain: probabilities far from an item underflow smoothly to 0 and never become NaN.</remarks>
public static class ItemResponseFunction
{
    /// <summary>The probability of every category at an ability.</summary>
    /// <param name="item">The item.</param>
    /// <param name="theta">Ability θ, logits; within ±1e9.</param>
    /// <param name="probabilities">
    /// Receives P(0)..P(m), each in [0, 1], summing to 1 within rounding; as long as the item has categories.
    /// </param>
    /// <exception cref="ArgumentException">The span is not as long as the item has categories.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="theta"/> is outside its domain.</exception>
    /// <remarks>[Birnbaum1968] for the logistic models, [Samejima1969] for the graded, [Muraki1992] for the partial credit model.</remarks>
    public static void Probabilities(ItemParameters item, double theta, Span<double> probabilities)
    {
        Check(item, theta, probabilities.Length);
        Span<double> g = stackalloc double[item.Categories], h = stackalloc double[item.Categories];
        ItemKernel.Evaluate(item, theta, probabilities, g, h);
    }

    /// <summary>
    /// The category in whose share of [0, 1) a number falls, the shares laid from the highest category down: a draw of an answer.
    /// </summary>
    /// <param name="item">The item.</param>
    /// <param name="theta">Ability θ, logits; within ±1e9.</param>
    /// <param name="uniform">A uniform random number in [0, 1).</param>
    /// <returns>Category, 0..m.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="theta"/> is outside its domain.</exception>
    public static int CategoryAt(ItemParameters item, double theta, double uniform)
    {
        ArgumentNullException.ThrowIfNull(item);
        Span<double> probabilities = stackalloc double[item.Categories];
        Probabilities(item, theta, probabilities);
        var left = uniform;
        for (var k = probabilities.Length - 1; k > 0; k--)
        {
            left -= probabilities[k];
            if (left < 0) return k;
        }

        return 0;
    }

    /// <summary>The logarithm of the probability of one category.</summary>
    /// <param name="item">The item.</param>
    /// <param name="theta">Ability θ, logits; within ±1e9.</param>
    /// <param name="category">Category, 0..m.</param>
    /// <returns>log P(category) ≤ 0; accurate also where the probability itself underflows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="theta"/> is outside its domain or the item has no such category.
    /// </exception>
    public static double LogProbability(ItemParameters item, double theta, int category)
    {
        ArgumentNullException.ThrowIfNull(item);
        Check(item, theta, item.Categories);
        if ((uint)category >= (uint)item.Categories)
            throw new ArgumentOutOfRangeException(nameof(category), category, $"The item has categories 0..{item.Categories - 1}.");
        return ItemKernel.LogProbability(item, theta, category);
    }

    /// <summary>Category probabilities with their first and second derivatives in θ, all analytic.</summary>
    /// <param name="item">The item.</param>
    /// <param name="theta">Ability θ, logits; within ±1e9.</param>
    /// <param name="probabilities">Receives P(k).</param>
    /// <param name="first">Receives dP(k)/dθ, per logit.</param>
    /// <param name="second">Receives d²P(k)/dθ², per squared logit.</param>
    /// <exception cref="ArgumentException">A span is not as long as the item has categories.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="theta"/> is outside its domain.</exception>
    /// <remarks>P' = P g and P'' = P (h + g²) with g, h the first and second derivatives of log P.</remarks>
    public static void Derivatives(ItemParameters item, double theta, Span<double> probabilities, Span<double> first, Span<double> second)
    {
        Check(item, theta, probabilities.Length);
        Check(item, theta, first.Length);
        Check(item, theta, second.Length);
        ItemKernel.Evaluate(item, theta, probabilities, first, second);
        for (var k = 0; k < probabilities.Length; k++)
        {
            second[k] = probabilities[k] * (second[k] + first[k] * first[k]);
            first[k] *= probabilities[k];
        }
    }

    /// <summary>The expected item score Σ k·P(k).</summary>
    /// <param name="item">The item.</param>
    /// <param name="theta">Ability θ, logits; within ±1e9.</param>
    /// <returns>Expected category, in [0, m]; for a dichotomous item the probability of a right answer.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="theta"/> is outside its domain.</exception>
    public static double ExpectedScore(ItemParameters item, double theta) => Sums(item, theta).ExpectedScore;

    /// <summary>The expected (Fisher) information of the item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="theta">Ability θ, logits; within ±1e9.</param>
    /// <returns>I(θ) = Σ P'(k)²/P(k), per squared logit; at least 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="theta"/> is outside its domain.</exception>
    /// <remarks>[Birnbaum1968]; for polytomous items [Samejima1969].</remarks>
    public static double Information(ItemParameters item, double theta) => Sums(item, theta).Information;

    private static KernelSums Sums(ItemParameters item, double theta)
    {
        ArgumentNullException.ThrowIfNull(item);
        Check(item, theta, item.Categories);
        return ItemKernel.Item(item, theta);
    }

    private static void Check(ItemParameters item, double theta, int length)
    {
        ArgumentNullException.ThrowIfNull(item);
        Ability.Check(theta);
        if (length != item.Categories)
            throw new ArgumentException($"The item has {item.Categories} categories, the span {length} entries.");
    }
}
