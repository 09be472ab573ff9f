using Aieh.Scoring.Calibration;
using Aieh.Scoring.Irt;

namespace Aieh.Benchmarks;

/// <summary>
/// Seeded answers of people from N(0, 1) to items of one model: a log-normal(0.1, 0.3²) within 0.4..2.5, b from N(0, 1), c around 0.2,
/// thresholds half a logit to a logit and a half apart.
/// </summary>
internal sealed class CalibrationData
{
    public CalibrationData(ItemModel model, int items, int people, int categories, int seed)
    {
        var random = new Random(seed);
        Items = [.. Enumerable.Repeat(new CalibrationItem(model, categories), items)];
        Truth = [.. Enumerable.Range(0, items).Select(_ => Item(model, categories, random))];
        Responses = new int[people * items];
        Span<double> p = stackalloc double[categories];
        for (var person = 0; person < people; person++)
        {
            var theta = Normal(random);
            for (var i = 0; i < items; i++)
            {
                ItemResponseFunction.Probabilities(Truth[i], theta, p);
                var left = random.NextDouble();
                var k = 0;
                while (k < categories - 1 && (left -= p[k]) >= 0) k++;
                Responses[person * items + i] = k;
            }
        }
    }

    public CalibrationItem[] Items { get; }

    public ItemParameters[] Truth { get; }

    public int[] Responses { get; }

    private static ItemParameters Item(ItemModel model, int categories, Random random)
    {
        var a = Math.Clamp(Math.Exp(0.1 + 0.3 * Normal(random)), 0.4, 2.5);
        var b = new double[categories - 1];
        b[0] = Normal(random) - 0.5 * (categories - 2);
        for (var k = 1; k < b.Length; k++) b[k] = b[k - 1] + 0.5 + random.NextDouble();
        return model switch
        {
            ItemModel.ThreeParameterLogistic => ItemParameters.ThreeParameter(a, b[0], Math.Clamp(0.2 + 0.05 * Normal(random), 0.05, 0.35)),
            ItemModel.GradedResponse => ItemParameters.Graded(a, b),
            ItemModel.GeneralizedPartialCredit => ItemParameters.PartialCredit(a, b),
            _ => ItemParameters.TwoParameter(a, b[0]),
        };
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
