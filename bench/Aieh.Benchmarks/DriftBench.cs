using System.Globalization;
using Aieh.Scoring.Calibration;
using Aieh.Scoring.Irt;
using Aieh.Scoring.Linking;

namespace Aieh.Benchmarks;

/// <summary>
/// A study that prints two tables: how often sound anchors are flagged for drift and drifted ones found, and whether the standard errors
/// of A and B are their spread. Each replication calibrates a base sample and two new samples of the same size, one where nothing
/// drifted and one where the last three of 23 items became harder; the truth is A = 1, B = 0.
/// </summary>
internal static class DriftBench
{
    private const int Sound = 20;

    private static readonly double[] Drifts = [0.2, 0.4, 0.8];

    public static void Run()
    {
        var detection = new List<string>();
        var constants = new List<string>();
        foreach (var (people, replications) in new[] { (250, 400), (1_000, 400), (5_000, 100) })
        {
            var runs = Enumerable.Range(0, replications).Select(replication => Replicate(people, replication)).ToList();
            detection.Add(DetectionLine(people, runs));
            constants.Add(ConstantsLine(people, runs));
        }

        Console.WriteLine(
            "| people | replications | p < .05, all sound | flagged, all sound | with any flag, all sound "
            + "| flagged of 20 sound beside 3 drifted "
            + string.Concat(Drifts.Select(drift => string.Create(CultureInfo.InvariantCulture, $"| {drift} found "))) + "|");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        detection.ForEach(Console.WriteLine);
        Console.WriteLine();
        Console.WriteLine(
            "| people | SD of A | mean SE of A | A ± 1.96 SE holds 1 | SD of B | mean SE of B | B ± 1.96 SE holds 0 "
            + "| mean SE of B without covariances between items |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        constants.ForEach(Console.WriteLine);
    }

    private static string DetectionLine(int people, List<Replication> runs)
    {
        var all = runs.SelectMany(run => run.Null.Anchors).ToList();
        var any = runs.Count(run => run.Null.Anchors.Any(anchor => anchor.IsFlagged == true));
        var beside = runs.Average(run => run.Drifted.Anchors.Take(Sound).Count(anchor => anchor.IsFlagged == true));
        var found = Drifts.Select((_, i) => Share(runs.Count(run => run.Drifted.Anchors[Sound + i].IsFlagged == true), runs.Count));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {people} | {runs.Count} | {Share(all.Count(anchor => anchor.PValue < 0.05), all.Count)} "
            + $"| {Share(all.Count(anchor => anchor.IsFlagged == true), all.Count)} | {Share(any, runs.Count)} | {beside:F2} "
            + $"| {string.Join(" | ", found)} |");
    }

    private static string ConstantsLine(int people, List<Replication> runs)
    {
        var linked = runs.Select(run => (At: run.Null.All.Transformation!.Value, Errors: run.Null.AllErrors!.Value)).ToList();
        var slope = linked.Count(run => Math.Abs(run.At.Slope - 1) <= 1.96 * run.Errors.Slope);
        var intercept = linked.Count(run => Math.Abs(run.At.Intercept) <= 1.96 * run.Errors.Intercept);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {people} | {Deviation(linked.Select(run => run.At.Slope)):F4} | {linked.Average(run => run.Errors.Slope):F4} "
            + $"| {Share(slope, linked.Count)} | {Deviation(linked.Select(run => run.At.Intercept)):F4} "
            + $"| {linked.Average(run => run.Errors.Intercept):F4} | {Share(intercept, linked.Count)} "
            + $"| {runs.Average(run => run.Naive):F4} |");
    }

    private static Replication Replicate(int people, int replication)
    {
        var random = new Random(100_000 * replication + people);
        var truth = Enumerable.Range(0, Sound + Drifts.Length).Select(_ => Item(random)).ToArray();
        var drifted = truth.Select((item, i) => i < Sound ? item : Harder(item, Drifts[i - Sound])).ToArray();
        var (first, second) = (Calibrate(truth, people, random), Calibrate(truth, people, random));
        var third = Calibrate(drifted, people, random);
        return new Replication(Detect(second, first), Detect(third, first), Naive(second, first));
    }

    private static DriftReport Detect(Calibration own, Calibration other)
    {
        var errors = AnchorErrors.OfCovariances(own.Errors.Covariance.AsSpan(), other.Errors.Covariance.AsSpan());
        return DriftDetection.Detect(
            Pairs(own.Items, other.Items), LinkingMethod.StockingLord, LinkingCriterion.Normal(), own.Items.Length, errors);
    }

    private static double Naive(Calibration own, Calibration other)
    {
        var anchors = Pairs(own.Items, other.Items);
        var linked = ScaleLinking.Link(anchors, LinkingMethod.StockingLord, LinkingCriterion.Normal());
        return LinkingErrors.Of(anchors, linked, Blocks(own.Errors), Blocks(other.Errors)).Intercept;
    }

    private static double[] Blocks(CalibrationErrors errors)
    {
        var size = (int)Math.Sqrt(errors.Covariance.Length);
        return [.. errors.Covariance.Select((value, at) => at / size / 2 == at % size / 2 ? value : 0)];
    }

    private static AnchorItem[] Pairs(ItemParameters[] own, ItemParameters[] other) =>
        [.. own.Zip(other, (item, reference) => new AnchorItem(item, reference))];

    // A sample that leaves an item at a bound, as one in some thousands of 250 people does, is drawn again.
    private static Calibration Calibrate(ItemParameters[] truth, int people, Random random)
    {
        while (true)
        {
            var calibration = CalibrateOnce(truth, people, random);
            if (!calibration.Errors.Items.Contains(null)) return calibration;
        }
    }

    private static Calibration CalibrateOnce(ItemParameters[] truth, int people, Random random)
    {
        var responses = new int[people * truth.Length];
        for (var person = 0; person < people; person++)
        {
            var theta = Normal(random);
            for (var i = 0; i < truth.Length; i++)
            {
                var p = 1 / (1 + Math.Exp(-truth[i].Discrimination * (theta - truth[i].Thresholds[0])));
                responses[person * truth.Length + i] = random.NextDouble() < p ? 1 : 0;
            }
        }

        var result = MarginalMaximumLikelihood.Fit(
            [.. truth.Select(_ => new CalibrationItem(ItemModel.TwoParameterLogistic))], responses);
        return new Calibration([.. result.Items.Select(item => item.Parameters!)], result.StandardErrors());
    }

    private static ItemParameters Item(Random random) =>
        ItemParameters.TwoParameter(Math.Clamp(Math.Exp(0.1 + 0.3 * Normal(random)), 0.6, 2.2), Math.Clamp(Normal(random), -1.8, 1.8));

    private static ItemParameters Harder(ItemParameters item, double by) =>
        ItemParameters.TwoParameter(item.Discrimination, item.Thresholds[0] + by);

    private static double Deviation(IEnumerable<double> values)
    {
        var all = values.ToList();
        var mean = all.Average();
        return Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Count - 1));
    }

    private static string Share(int count, int of) => ((double)count / of).ToString("F3", CultureInfo.InvariantCulture);

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private sealed record Calibration(ItemParameters[] Items, CalibrationErrors Errors);

    private sealed record Replication(DriftReport Null, DriftReport Drifted, double Naive);
}
