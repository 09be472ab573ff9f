using Aieh.Scoring.Irt;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Irt;

/// <summary>Random items, forms and responses in the range of real calibrations.</summary>
internal static class IrtGen
{
    private static readonly Gen<double> Discrimination = Gen.Double[0.3, 3];
    private static readonly Gen<double> Difficulty = Gen.Double[-3, 3];

    public static readonly Gen<ItemParameters> TwoParameter = Gen.Select(Discrimination, Difficulty, ItemParameters.TwoParameter);

    public static readonly Gen<ItemParameters> Item = Gen.OneOf(
        Difficulty.Select(ItemParameters.OneParameter),
        TwoParameter,
        Gen.Select(Discrimination, Difficulty, Gen.Double[0, 0.4], ItemParameters.ThreeParameter),
        Gen.Select(
            Discrimination,
            Difficulty,
            Gen.Double[0.05, 1.5].Array[0, 4],
            (a, first, gaps) => ItemParameters.Graded(a, Increasing(first, gaps))),
        Gen.Select(Discrimination, Difficulty.Array[1, 5], (a, steps) => ItemParameters.PartialCredit(a, steps)));

    public static Gen<(TestForm Form, int[] Responses)> Attempt(Gen<ItemParameters> item, int fewest, int most, int lowest = 0) =>
        Gen.Select(item.Array[fewest, most], Gen.Double.Unit.Array[most]).Select((items, draws) =>
            (new TestForm(items), items.Select((it, i) => lowest + (int)(draws[i] * (it.Categories - lowest))).ToArray()));

    private static double[] Increasing(double first, double[] gaps)
    {
        var thresholds = new double[gaps.Length + 1];
        thresholds[0] = first;
        for (var i = 0; i < gaps.Length; i++) thresholds[i + 1] = thresholds[i] + gaps[i];
        return thresholds;
    }
}
