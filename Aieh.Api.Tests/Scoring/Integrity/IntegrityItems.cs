using Aieh.Scoring.Adaptive;
using Aieh.Scoring.Irt;
using MathNet.Numerics.Distributions;

namespace Aieh.Api.Tests.Scoring.Integrity;

/// <summary>Items as uncertain as an author's judgement, and people who answer them.</summary>
internal static class IntegrityItems
{
    private static readonly ParameterSpread Spread = new(0.5, 1, 0.5);

    /// <summary>Three-parameter items, difficulties spread evenly over −2..2.</summary>
    public static UncertainItem[] Bank(int count)
    {
        return [.. Enumerable.Range(0, count).Select(Item)];

        UncertainItem Item(int i) => UncertainItem.Of(ItemParameters.ThreeParameter(1, -2 + 4.0 * i / (count - 1), 0.2), Spread);
    }

    public static TestForm Form(IEnumerable<UncertainItem> items) => new(items, NormalPrior.Standard);

    /// <summary>An answer to an item whose parameters are drawn anew.</summary>
    public static int Answer(UncertainItem item, double theta, Random random)
    {
        var places = Enumerable.Range(0, item.Dimensions).Select(_ => Math.Clamp(random.NextDouble(), 1e-12, 1 - 1e-12)).ToArray();
        return ItemResponseFunction.CategoryAt(item.At(places), theta, random.NextDouble());
    }

    public static double Ability(Random random) => Normal.InvCDF(0, 1, Math.Clamp(random.NextDouble(), 1e-12, 1 - 1e-12));

    /// <summary>The answers to an adaptive test of so many items; the others are not administered.</summary>
    public static int[] AdaptiveAnswers(AdaptiveBank bank, int length, double theta, Random random)
    {
        var settings = new AdaptiveSettings(length, length, 0) { Randomesque = 5 };
        var seed = (ulong)random.NextInt64();
        List<AdministeredItem> given = [];
        while (AdaptiveTest.Next(bank, settings, seed, given.ToArray()).Item is { } item)
            given.Add(new AdministeredItem(item, Answer(bank.UncertainItems[item], theta, random)));

        int[] answers = [.. bank.Items.Select(_ => Response.NotAdministered)];
        foreach (var (item, category) in given) answers[item] = category;
        return answers;
    }

    public static T[] Shuffled<T>(T[] values, int[] order) => [.. order.Select(i => values[i])];

    public static int[] Order(int count, int seed)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new Random(seed).Shuffle(order);
        return order;
    }

    /// <summary>
    /// Four standard errors of a share of so many, above it: one seed in 30,000 would exceed that if the rate were exact.
    /// </summary>
    public static double AtMost(double rate, int people) => rate + 4 * Math.Sqrt(rate * (1 - rate) / people);
}
