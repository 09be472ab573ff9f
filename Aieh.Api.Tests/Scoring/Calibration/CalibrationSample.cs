using Aieh.Scoring.Calibration;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Scoring.Calibration;

/// <summary>Seeded answers of people from N(0, 1) to known items.</summary>
internal sealed class CalibrationSample
{
    /// <summary>A form with every model that has a discrimination of its own.</summary>
    public static readonly ItemParameters[] Mixed =
    [
        ItemParameters.TwoParameter(1.1, -0.5), ItemParameters.TwoParameter(0.8, 0.9), ItemParameters.ThreeParameter(1.4, 0.2, 0.2),
        ItemParameters.Graded(1.3, -1, 0.2, 1.1),
        ItemParameters.PartialCredit(0.9, -0.8, 0.6), ItemParameters.PartialCredit(1.2, 0.5, -0.4, 0.3),
    ];

    public CalibrationSample(ItemParameters[] truth, int people, int seed, double missing = 0)
    {
        Truth = truth;
        Items = [.. truth.Select(item => new CalibrationItem(item.Model, item.Categories))];
        var random = new Random(seed);
        Responses = new int[people * truth.Length];
        for (var person = 0; person < people; person++)
        {
            var theta = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            for (var i = 0; i < truth.Length; i++)
            {
                var p = new double[truth[i].Categories];
                ItemResponseFunction.Probabilities(truth[i], theta, p);
                var left = random.NextDouble();
                var k = 0;
                while (k < p.Length - 1 && (left -= p[k]) >= 0) k++;
                Responses[person * truth.Length + i] = random.NextDouble() < missing ? Response.NotAdministered : k;
            }
        }
    }

    public static CalibrationSample TwoParameter(int items, int people, int seed, double missing = 0)
    {
        var random = new Random(seed);
        return new CalibrationSample([.. Enumerable.Range(0, items).Select(_ => DrawItem())], people, seed + 1, missing);

        ItemParameters DrawItem() => ItemParameters.TwoParameter(0.6 + 1.2 * random.NextDouble(), 3 * random.NextDouble() - 1.5);
    }

    public ItemParameters[] Truth { get; }

    public CalibrationItem[] Items { get; }

    public int[] Responses { get; }

    public int People => Responses.Length / Items.Length;

    public IEnumerable<int[]> Rows => Responses.Chunk(Items.Length);

    public CalibrationResult Fit(CalibrationOptions? options = null) => MarginalMaximumLikelihood.Fit(Items, Responses, options: options);

    /// <summary>The marginal log-likelihood from the estimator of abilities, which shares no code with the calibration.</summary>
    public static double LogLikelihood(IEnumerable<ItemParameters> items, IEnumerable<int[]> rows)
    {
        var form = new TestForm(items);
        return rows.Sum(row => EapEstimator.Estimate(form, row).LogMarginal);
    }
}
