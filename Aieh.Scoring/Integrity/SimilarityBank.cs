using System.Collections.Immutable;
using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Integrity;

/// <summary>
/// A compiled item bank for comparing answers: how probable it is that two people of given abilities choose the same option, and how much
/// that speaks for a common source.
/// </summary>
/// <remarks>Compile once per bank and calibration, then share: a bank is immutable and safe to use from several threads.</remarks>
public sealed class SimilarityBank
{
    private const double Lowest = -4;
    private const double Step = 0.25;
    private const int Classes = 33;

    // What a match speaks for: that three in ten answers have a common source. Another share would weigh options a little differently.
    private const double CommonShare = 0.3;

    // Weights are whole numbers of this, so that their sums have an exact distribution.
    private const double WeightUnit = 0.05;
    private const double LargestWeight = 1_000;

    private readonly int[] _firstOption;
    private readonly double[] _both;
    private readonly int[] _weights;
    private readonly double[] _means;
    private readonly double[] _variances;

    /// <summary>Compiles a bank.</summary>
    /// <param name="items">At least one item, in bank order.</param>
    /// <exception cref="ArgumentException">There is no item.</exception>
    public SimilarityBank(IEnumerable<SimilarityItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        Items = [.. items];
        if (Items.IsEmpty) throw new ArgumentException("A bank has at least one item.", nameof(items));
        _firstOption = new int[Items.Length + 1];
        for (var i = 0; i < Items.Length; i++) _firstOption[i + 1] = _firstOption[i] + Items[i].Categories.Length;
        var pairs = Classes * Classes;
        (_both, _weights) = (new double[pairs * _firstOption[^1]], new int[pairs * _firstOption[^1]]);
        (_means, _variances) = (new double[pairs * Items.Length], new double[pairs * Items.Length]);
        for (var i = 0; i < Items.Length; i++) Compile(i);
    }

    /// <summary>The items, in bank order.</summary>
    public ImmutableArray<SimilarityItem> Items { get; }

    /// <summary>The class of an ability: the nearest of −4, −3.75 … 4.</summary>
    internal static int ClassOf(double theta) => (int)Math.Clamp(Math.Round((Ability.Check(theta) - Lowest) / Step), 0, Classes - 1);

    /// <summary>The probability that people of two classes both choose an option.</summary>
    internal double BothChoose(int one, int other, int item, int option) => _both[At(one, other, item, option)];

    /// <summary>What it adds to the statistic; at least 1.</summary>
    internal int WeightOf(int one, int other, int item, int option) => _weights[At(one, other, item, option)];

    /// <summary>Mean and variance of what an item adds to the statistic.</summary>
    internal (double Mean, double Variance) MomentsOf(int one, int other, int item)
    {
        var at = (one * Classes + other) * Items.Length + item;
        return (_means[at], _variances[at]);
    }

    private int At(int one, int other, int item, int option) => (one * Classes + other) * _firstOption[^1] + _firstOption[item] + option;

    // Both people meet one item, whatever its parameters are: the mean over these is taken of the product of both probabilities. The
    // product of the means would take the item's difficulty for known, and everybody for a copier where it is harder than its author
    // thought.
    private void Compile(int item)
    {
        var (options, draws) = (Items[item], Items[item].Item.Draws);
        var categories = options.Item.Centre.Categories;
        var p = new double[draws.Length, Classes, categories];
        Span<double> at = stackalloc double[categories];
        for (var d = 0; d < draws.Length; d++)
        {
            for (var g = 0; g < Classes; g++)
            {
                ItemResponseFunction.Probabilities(draws[d], Lowest + g * Step, at);
                for (var k = 0; k < categories; k++) p[d, g, k] = at[k];
            }
        }

        var (joint, means) = (new double[categories], new double[categories]);
        for (var g = 0; g < Classes; g++)
        {
            for (var h = 0; h <= g; h++)
            {
                Array.Clear(joint);
                Array.Clear(means);
                for (var d = 0; d < draws.Length; d++)
                {
                    for (var k = 0; k < categories; k++)
                    {
                        joint[k] += p[d, g, k] * p[d, h, k] / draws.Length;
                        means[k] += (p[d, g, k] + p[d, h, k]) / (2 * draws.Length);
                    }
                }

                Keep(item, g, h, joint, means);
                if (g != h) Keep(item, h, g, joint, means);
            }
        }
    }

    private void Keep(int item, int one, int other, double[] joint, double[] means)
    {
        double mean = 0, square = 0;
        for (var a = 0; a < Items[item].Categories.Length; a++)
        {
            var category = Items[item].Categories[a];
            var (share, both) = Items[item].MomentsOf(a);
            var probability = joint[category] * both;

            // From a common source, of one or the other, the option comes with the mean of both probabilities: the log-likelihood ratio of
            // a match, beyond that of an item without one.
            var ratio = CommonShare / (1 - CommonShare) * means[category] * share / Math.Max(probability, double.Epsilon);
            var weight = (int)Math.Clamp(Math.Round(Math.Log(1 + ratio) / WeightUnit), 1, LargestWeight);
            _both[At(one, other, item, a)] = probability;
            _weights[At(one, other, item, a)] = weight;
            mean += probability * weight;
            square += probability * weight * weight;
        }

        var place = (one * Classes + other) * Items.Length + item;
        (_means[place], _variances[place]) = (mean, square - mean * mean);
    }
}
