using System.Globalization;
using Aieh.Scoring.Calibration;
using Aieh.Scoring.Irt;

namespace Aieh.Benchmarks;

/// <summary>
/// Whether the standard errors of a calibration are as large as the errors, `coverage`: how often 95 % intervals hold the truth,
/// and the spread of estimate less truth over standard error, for forms of 20 items.
/// </summary>
internal static class CoverageBench
{
    private const int Items = 20;
    private const double Z = 1.959963984540054;

    // An item further out than this is far from the people, |b| in logits.
    private const double FarOut = 1.5;

    private static readonly (string Name, double LeastA, double MostA, double MostB)[] Designs =
    [
        ("a 0.6–2, b ±2", 0.6, 2, 2),
        ("a 0.4–2, b ±3", 0.4, 2, 3),
    ];

    public static void Run(int replications)
    {
        Console.WriteLine(
            "| model | items | people | a ± 1.96 SE | spread of z, a | b ± 1.96 SE | of these far out | b by ratio | of these far out "
            + "| spread of z, b | without ends |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var model in new[] { ItemModel.TwoParameterLogistic, ItemModel.GradedResponse })
            foreach (var design in Designs)
                foreach (var people in new[] { 250, 500, 1_000 })
                {
                    var counts = new Counts();
                    for (var r = 0; r < replications; r++) Add(counts, model, design, people, new Random(1_000 * people + r));
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {model} | {design.Name} | {people} | {counts.A} | {counts.A.Spread:F3} | {counts.Plain} | {counts.PlainFar} "
                        + $"| {counts.Ratio} | {counts.RatioFar} | {counts.Plain.Spread:F3} | {counts.Endless} |"));
                }

        Console.WriteLine(FormattableString.Invariant(
            $"{replications} replications; ± is the standard error over replications, whose people all their items share."));
    }

    private static void Add(
        Counts counts, ItemModel model, (string, double LeastA, double MostA, double MostB) design, int people, Random random)
    {
        ItemParameters[] truth = [.. Enumerable.Range(0, Items).Select(_ => Draw())];
        var result = MarginalMaximumLikelihood.Fit(
            [.. truth.Select(item => new CalibrationItem(item.Model, item.Categories))], Answers(truth, people, random));
        var errors = result.StandardErrors();
        for (var i = 0; i < Items; i++)
        {
            if (result.Items[i].Parameters is not { } item || errors.Items[i] is not { } error) continue;
            var intervals = ItemIntervals.Of(item, error);
            var a = truth[i].Discrimination;
            counts.A.Add(intervals.Discrimination.Contains(a), (item.Discrimination - a) / error.Discrimination);
            for (var k = 0; k < item.Thresholds.Length; k++)
            {
                var b = truth[i].Thresholds[k];
                var z = (item.Thresholds[k] - b) / error.Thresholds[k];
                var isHeld = intervals.Thresholds[k].Contains(b);
                counts.Plain.Add(Math.Abs(z) <= Z, z);
                counts.Ratio.Add(isHeld, z);
                if (intervals.Thresholds[k].Low is null) counts.Endless++;
                if (Math.Abs(b) <= FarOut) continue;
                counts.PlainFar.Add(Math.Abs(z) <= Z, z);
                counts.RatioFar.Add(isHeld, z);
            }
        }

        foreach (var each in new[] { counts.A, counts.Plain, counts.Ratio, counts.PlainFar, counts.RatioFar }) each.EndReplication();

        ItemParameters Draw()
        {
            var a = design.LeastA + (design.MostA - design.LeastA) * random.NextDouble();
            var b = design.MostB * (2 * random.NextDouble() - 1);
            return model == ItemModel.GradedResponse
                ? ItemParameters.Graded(a, b / 2 - 1, b / 2, b / 2 + 1)
                : ItemParameters.TwoParameter(a, b);
        }
    }

    private static int[] Answers(ItemParameters[] items, int people, Random random)
    {
        var answers = new int[people * items.Length];
        Span<double> p = stackalloc double[ItemParameters.MaximumCategories];
        for (var person = 0; person < people; person++)
        {
            var theta = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            for (var i = 0; i < items.Length; i++)
            {
                ItemResponseFunction.Probabilities(items[i], theta, p[..items[i].Categories]);
                var (left, k) = (random.NextDouble(), 0);
                while (k < items[i].Categories - 1 && (left -= p[k]) >= 0) k++;
                answers[person * items.Length + i] = k;
            }
        }

        return answers;
    }

    private sealed class Counts
    {
        public Coverage A { get; } = new();

        public Coverage Plain { get; } = new();

        public Coverage PlainFar { get; } = new();

        public Coverage Ratio { get; } = new();

        public Coverage RatioFar { get; } = new();

        public int Endless { get; set; }
    }

    /// <summary>Held of all, and its standard error from the replications: the items of one share their people, and their luck.</summary>
    private sealed class Coverage
    {
        private readonly List<(int Held, int Of)> _replications = [];
        private int _held;
        private int _of;
        private double _sum;
        private double _square;
        private int _all;

        public double Spread => Math.Sqrt(_square / _all - _sum / _all * (_sum / _all));

        public void Add(bool isHeld, double z)
        {
            _held += isHeld ? 1 : 0;
            _of++;
            _all++;
            _sum += z;
            _square += z * z;
        }

        public void EndReplication()
        {
            _replications.Add((_held, _of));
            (_held, _of) = (0, 0);
        }

        public override string ToString()
        {
            var share = (double)_replications.Sum(r => r.Held) / _all;
            var variance = _replications.Sum(r => Math.Pow(r.Held - share * r.Of, 2)) / ((double)_all * _all);
            return FormattableString.Invariant($"{share:F3} ± {Math.Sqrt(variance):F3}");
        }
    }
}
