using System.Collections.Immutable;

namespace Aieh.Scoring.Irt;

/// <summary>
/// The parameters of one item under one of the item response models; immutable, its domains checked by the factory that made it.
/// </summary>
/// <remarks>
/// The metric is logistic with scaling constant D = 1. Parameters published for D = 1.7 or 1.702 are used by
/// passing a·D as the discrimination.
/// Abilities and thresholds are in logits; discriminations are per logit.
/// </remarks>
public sealed class ItemParameters
{
    /// <summary>The most categories an item may have: 64.</summary>
    public const int MaximumCategories = 64;

    /// <summary>Smallest discrimination accepted, 1e-6 per logit: below it an item says nothing about ability.</summary>
    public const double SmallestDiscrimination = 1e-6;

    /// <summary>Largest discrimination accepted, 1e6 per logit: above it an item is a step.</summary>
    public const double LargestDiscrimination = 1e6;

    /// <summary>Largest absolute difficulty, threshold or step accepted, 1e6 logits.</summary>
    public const double LargestThreshold = 1e6;

    private ItemParameters(ItemModel model, double discrimination, ImmutableArray<double> thresholds, double guessing)
    {
        Model = model;
        Discrimination = discrimination;
        Thresholds = thresholds;
        Guessing = guessing;
        Difficulty = thresholds[0];
        IsDichotomous = model <= ItemModel.ThreeParameterLogistic;
        Gaps = new double[thresholds.Length + 1];
        Array.Fill(Gaps, 1);
        if (model != ItemModel.GradedResponse) return;
        for (var k = 1; k < thresholds.Length; k++) Gaps[k] = Logistic.OneMinusExp(discrimination * (thresholds[k] - thresholds[k - 1]));
    }

    /// <summary>The response model.</summary>
    public ItemModel Model { get; }

    /// <summary>Discrimination a, per logit; above 0.</summary>
    public double Discrimination { get; }

    /// <summary>
    /// Dichotomous models: the difficulty b alone. Graded response: b₁ &lt; … &lt; b_m. Partial credit:
    /// the step parameters b₁..b_m in any order. Logits.
    /// </summary>
    public ImmutableArray<double> Thresholds { get; }

    /// <summary>Lower asymptote c, 0 ≤ c &lt; 1; zero except in the three-parameter model.</summary>
    public double Guessing { get; }

    /// <summary>Number of response categories, m + 1: two for a dichotomous item. Categories are 0..m.</summary>
    public int Categories => Thresholds.Length + 1;

    internal bool IsDichotomous { get; }

    /// <summary>
    /// How many parameters are the item's own. The discrimination of one-parameter items is common to all of them and not counted for each.
    /// </summary>
    internal int OwnParameters => Thresholds.Length + Model switch
    {
        ItemModel.OneParameterLogistic => 0,
        ItemModel.ThreeParameterLogistic => 2,
        _ => 1,
    };

    /// <summary>The first threshold: the difficulty of a dichotomous item.</summary>
    internal double Difficulty { get; }

    /// <summary>
    /// Graded response: 1 − exp(−a(b_(k+1) − b_k)) for category k, 1 for the outer ones; see <see cref="ItemKernel.LogProbability"/>.
    /// </summary>
    internal double[] Gaps { get; }

    /// <summary>An item of the one-parameter logistic model, P(θ) = 1/(1 + exp(−(θ − b))).</summary>
    /// <param name="difficulty">Difficulty b, logits; within ±1e6.</param>
    /// <returns>The item.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="difficulty"/> is outside its domain.</exception>
    public static ItemParameters OneParameter(double difficulty) =>
        new(ItemModel.OneParameterLogistic, 1, [CheckedThreshold(difficulty, nameof(difficulty))], 0);

    /// <summary>An item of the two-parameter logistic model, P(θ) = 1/(1 + exp(−a(θ − b))).</summary>
    /// <param name="discrimination">Discrimination a, per logit; above 0 (1e-6 to 1e6).</param>
    /// <param name="difficulty">Difficulty b, logits; within ±1e6.</param>
    /// <returns>The item.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its domain.</exception>
    public static ItemParameters TwoParameter(double discrimination, double difficulty) =>
        new(ItemModel.TwoParameterLogistic, CheckedDiscrimination(discrimination), [CheckedThreshold(difficulty, nameof(difficulty))], 0);

    /// <summary>An item of the three-parameter logistic model, P(θ) = c + (1 − c)/(1 + exp(−a(θ − b))).</summary>
    /// <param name="discrimination">Discrimination a, per logit; above 0 (1e-6 to 1e6).</param>
    /// <param name="difficulty">Difficulty b, logits; within ±1e6.</param>
    /// <param name="guessing">Lower asymptote c; 0 ≤ c &lt; 1.</param>
    /// <returns>The item.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its domain.</exception>
    public static ItemParameters ThreeParameter(double discrimination, double difficulty, double guessing)
    {
        if (!(guessing is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(guessing), guessing, "The lower asymptote must satisfy 0 <= c < 1.");
        return new(
            ItemModel.ThreeParameterLogistic, CheckedDiscrimination(discrimination), [CheckedThreshold(difficulty, nameof(difficulty))],
            guessing);
    }

    /// <summary>
    /// An item of the graded response model, P(k) = P*_k − P*_(k+1) with P*_k = 1/(1 + exp(−a(θ − b_k))), P*_0 = 1, P*_(m+1) = 0.
    /// </summary>
    /// <param name="discrimination">Discrimination a, per logit; above 0 (1e-6 to 1e6).</param>
    /// <param name="thresholds">b₁ &lt; b₂ &lt; … &lt; b_m, logits; within ±1e6, at least one, at most 63.</param>
    /// <returns>The item.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its domain, or the thresholds do not increase.</exception>
    public static ItemParameters Graded(double discrimination, params ReadOnlySpan<double> thresholds)
    {
        CheckThresholds(thresholds, nameof(thresholds));
        for (var k = 1; k < thresholds.Length; k++)
            if (thresholds[k] <= thresholds[k - 1])
                throw new ArgumentOutOfRangeException(
                    nameof(thresholds), thresholds[k], $"Threshold {k + 1} must exceed threshold {k}, {thresholds[k - 1]}.");
        return new(ItemModel.GradedResponse, CheckedDiscrimination(discrimination), [.. thresholds], 0);
    }

    /// <summary>An item of the generalized partial credit model, P(k) ∝ exp Σ_(v ≤ k) a(θ − b_v).</summary>
    /// <param name="discrimination">Discrimination a, per logit; above 0 (1e-6 to 1e6).</param>
    /// <param name="steps">Step parameters b₁..b_m, logits; within ±1e6, in any order, at least one, at most 63.</param>
    /// <returns>The item.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its domain.</exception>
    public static ItemParameters PartialCredit(double discrimination, params ReadOnlySpan<double> steps)
    {
        CheckThresholds(steps, nameof(steps));
        return new(ItemModel.GeneralizedPartialCredit, CheckedDiscrimination(discrimination), [.. steps], 0);
    }

    /// <summary>An item of any model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="discrimination">
    /// Discrimination a, per logit; above 0 (1e-6 to 1e6). With a value other than 1, a one-parameter item becomes a two-parameter one.
    /// </param>
    /// <param name="thresholds">
    /// Difficulty, thresholds or steps, logits; within ±1e6: one for a dichotomous model, increasing for graded response.
    /// </param>
    /// <param name="guessing">Lower asymptote c; 0 ≤ c &lt; 1. Read under the three-parameter model alone.</param>
    /// <returns>The item.</returns>
    /// <exception cref="ArgumentException">A dichotomous model is given several thresholds or none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its domain, or the model is unknown.</exception>
    public static ItemParameters Of(ItemModel model, double discrimination, ReadOnlySpan<double> thresholds, double guessing = 0)
    {
        if (model <= ItemModel.ThreeParameterLogistic && thresholds.Length != 1)
            throw new ArgumentException($"A dichotomous item has one difficulty, {thresholds.Length} are given.", nameof(thresholds));
        return model switch
        {
            ItemModel.OneParameterLogistic when discrimination == 1 => OneParameter(thresholds[0]),
            ItemModel.OneParameterLogistic or ItemModel.TwoParameterLogistic => TwoParameter(discrimination, thresholds[0]),
            ItemModel.ThreeParameterLogistic => ThreeParameter(discrimination, thresholds[0], guessing),
            ItemModel.GradedResponse => Graded(discrimination, thresholds),
            ItemModel.GeneralizedPartialCredit => PartialCredit(discrimination, thresholds),
            _ => throw new ArgumentOutOfRangeException(nameof(model), model, "Not a model of items."),
        };
    }

    private static double CheckedDiscrimination(double discrimination) =>
        discrimination is >= SmallestDiscrimination and <= LargestDiscrimination
            ? discrimination
            : throw new ArgumentOutOfRangeException(
                nameof(discrimination), discrimination, $"A discrimination must lie in {SmallestDiscrimination}..{LargestDiscrimination}.");

    private static double CheckedThreshold(double value, string name) =>
        Math.Abs(value) <= LargestThreshold
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"A difficulty, threshold or step must lie within ±{LargestThreshold}.");

    private static void CheckThresholds(ReadOnlySpan<double> thresholds, string name)
    {
        if (thresholds.Length is 0 or >= MaximumCategories)
            throw new ArgumentOutOfRangeException(name, thresholds.Length, $"An item has 1 to {MaximumCategories - 1} thresholds.");
        foreach (var threshold in thresholds) CheckedThreshold(threshold, name);
    }
}
