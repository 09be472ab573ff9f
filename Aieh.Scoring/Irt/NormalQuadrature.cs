using System.Collections.Immutable;
using Aieh.Scoring.Scale;

namespace Aieh.Scoring.Irt;

/// <summary>
/// Equally spaced abilities with the weights of a normal prior, which sum to 1:
/// the sum over them stands for an integral over ability [BockMislevy1982].
/// It converges exponentially as the step shrinks [TrefethenWeideman2014].
/// </summary>
/// <remarks>
/// Each way of making one computes its nodes in its own order of operations:
/// they differ in the last bit alone, but that bit is in every stored estimate.
/// </remarks>
internal sealed class NormalQuadrature
{
    /// <summary>61 nodes over ±6 prior standard deviations: a step of 0.2.</summary>
    public const int DefaultNodes = 61;

    /// <summary>A step of 1/80 prior standard deviation; a posterior narrower than that needs an information of 6,400.</summary>
    public const int MostNodes = 961;

    private const double HalfWidth = 6;
    private const double DefaultStep = 2 * HalfWidth / (DefaultNodes - 1);

    // The rectangle sum over a normal density of standard deviation s is off by 2 exp(−2π²s²/h²): 2e-5 at h = 1.3 s, 5e-9 at h = s.
    // Over a logistic step of slope a, whose poles lie π/a off the real axis, it is off by exp(−2π²/(a h)):
    // 8e-7 at a h = 1.41 [TrefethenWeideman2014].
    public const double CoarsestStep = 1.3;
    private const double SteepestRise = 1.41;

    // Information is scanned in steps of 0.05 prior standard deviations.
    private const int ScanSteps = 240;

    /// <summary>Nodes and the distance of each from the prior's mean in its standard deviations.</summary>
    private NormalQuadrature(ImmutableArray<double> nodes, Func<int, double> deviate, double centre, double step, int times = 1)
    {
        (Nodes, Centre, Step, Times) = (nodes, centre, step, times);
        Stride = RowSums.Padded(nodes.Length + LogProbabilityTable.Tails);
        LogWeights = new double[Stride];
        Positions = new double[Stride];
        Array.Fill(LogWeights, double.NegativeInfinity);
        var sum = 0.0;
        for (var n = 0; n < nodes.Length; n++)
        {
            Positions[n] = PositionOf(n, nodes.Length);
            LogWeights[n] = LogDensity(deviate(n));
            sum += Math.Exp(LogWeights[n]);
        }

        for (var n = 0; n < nodes.Length; n++) LogWeights[n] -= Math.Log(sum);

        // As shares of the prior among the nodes, like the weights.
        var (below, above) = (NormalDistribution.Cumulative(deviate(0)), NormalDistribution.Cumulative(-deviate(nodes.Length - 1)));
        var among = Math.Max(1 - below - above, double.Epsilon);
        (LogWeightBelow, LogWeightAbove) = (Math.Log(below / among), Math.Log(above / among));
    }

    /// <summary>The abilities, logits, ascending.</summary>
    public ImmutableArray<double> Nodes { get; }

    /// <summary>The number of nodes, padded to whole blocks of vectors.</summary>
    public int Stride { get; }

    /// <summary>The logarithm of each node's weight; padding −∞, a weight of 0.</summary>
    public double[] LogWeights { get; }

    /// <summary>The logarithm of the prior's weight below the first node.</summary>
    public double LogWeightBelow { get; }

    /// <summary>The logarithm of the prior's weight above the last node.</summary>
    public double LogWeightAbove { get; }

    /// <summary>The nodes in steps from the centre, so that moments suffer no cancellation.</summary>
    public double[] Positions { get; }

    /// <summary>The ability in the middle, logits.</summary>
    public double Centre { get; }

    /// <summary>The distance of neighbouring nodes, logits.</summary>
    public double Step { get; }

    /// <summary>
    /// 1, or how many times as far as usual the nodes reach. The bounds of their step are as many times
    /// narrower, so that the logarithms of the errors grow as many times.
    /// </summary>
    public int Times { get; }

    /// <summary>Fills a buffer of <see cref="Stride"/> entries with the prior, for a table's rows to be added.</summary>
    public void Start(Span<double> logs)
    {
        LogWeights.CopyTo(logs);
        logs[Nodes.Length] = LogWeightBelow;
        logs[Nodes.Length + 1] = LogWeightAbove;
    }

    /// <summary>For N(0, 1), over ±6.</summary>
    public static NormalQuadrature Standard(int count)
    {
        double Node(int n) => HalfWidth * (2.0 * n - (count - 1)) / (count - 1);

        return new NormalQuadrature([.. Enumerable.Range(0, count).Select(Node)], Node, 0, 2 * HalfWidth / (count - 1));
    }

    /// <summary>From the first to the last of so many nodes, wherever the prior lies among them.</summary>
    public static NormalQuadrature Between(double first, double last, int count, NormalPrior prior)
    {
        var step = (last - first) / (count - 1);
        ImmutableArray<double> nodes = [.. Enumerable.Range(0, count).Select(n => first + n * step)];
        return new NormalQuadrature(nodes, n => (nodes[n] - prior.Mean) / prior.StandardDeviation, (first + last) / 2, step);
    }

    /// <summary>Over ±6 prior standard deviations, or <see cref="Times"/> as far, with as many nodes as the form needs.</summary>
    public static NormalQuadrature ForForm(ImmutableArray<ItemParameters> items, NormalPrior prior, int times = 1)
    {
        var count = NodesFor(items, prior, times);
        var middle = count / 2;
        var spacing = HalfWidth * times / middle * prior.StandardDeviation;
        ImmutableArray<double> nodes = [.. Enumerable.Range(0, count).Select(n => prior.Mean + (n - middle) * spacing)];
        var step = nodes[1] - nodes[0];
        return new NormalQuadrature(nodes, n => PositionOf(n, count) * step / prior.StandardDeviation, prior.Mean, step, times);
    }

    /// <summary>
    /// How many nodes over ±6 prior standard deviations a form needs, an odd number: 61, unless the smallest posterior standard deviation,
    /// 1/√(max I + 1/σ²), is so small that the step would exceed 1.3 of it (about 120 ordinary items),
    /// or some item so steep that the step would jump it; then the step is at most one such deviation. Nodes that reach
    /// <see cref="Times"/> as far are in proportion.
    /// </summary>
    public static int NodesFor(ImmutableArray<ItemParameters> items, NormalPrior prior, int times = 1)
    {
        var sd = prior.StandardDeviation;
        var halfWidth = HalfWidth * times;
        var scan = Deviates(halfWidth, times * ScanSteps + 1);
        Span<double> information = stackalloc double[scan.Length];
        information.Clear();
        var steepest = 0.0;
        foreach (var item in items)
        {
            for (var n = 0; n < information.Length; n++)
            {
                var at = ItemKernel.Item(item, prior.Mean + scan[n] * sd).Information;
                information[n] += at;
                steepest = Math.Max(steepest, at);
            }

            foreach (var threshold in item.Thresholds)
                if (Math.Abs(threshold - prior.Mean) <= halfWidth * sd)
                    steepest = Math.Max(steepest, Steepness(item, threshold));
        }

        var largest = 0.0;
        foreach (var at in information) largest = Math.Max(largest, at);

        // In prior standard deviations. A logistic step of slope a has information a²/4 at its middle.
        var narrowest = 1 / Math.Sqrt(largest * sd * sd + 1) / times;
        var rise = SteepestRise / (2 * Math.Sqrt(steepest) * sd) / times;
        return DefaultStep > Math.Min(CoarsestStep * narrowest, rise)
            ? (int)Math.Min(times * (MostNodes - 1) + 1, 1 + 2 * Math.Ceiling(halfWidth / Math.Min(narrowest, rise)))
            : times * (DefaultNodes - 1) + 1;
    }

    // Of a logistic step the information at its middle; guessing hides some of that and leaves the step as steep as it is.
    private static double Steepness(ItemParameters item, double threshold) =>
        item.IsDichotomous ? item.Discrimination * item.Discrimination / 4 : ItemKernel.Item(item, threshold).Information;

    /// <summary>Equally spaced points from the first to the last.</summary>
    public static ImmutableArray<double> Spaced(double first, double last, int count) =>
        [.. Enumerable.Range(0, count).Select(n => first + (last - first) * n / (count - 1))];

    /// <summary>Equally spaced standard normal deviates within ± the half-width.</summary>
    public static ImmutableArray<double> Deviates(double halfWidth, int count) =>
        [.. Enumerable.Range(0, count).Select(n => halfWidth * (2.0 * n / (count - 1) - 1))];

    /// <summary>The standard normal density but for its factor 1/√(2π), which cancels wherever weights are made to sum to 1.</summary>
    public static double Density(double deviate) => Math.Exp(LogDensity(deviate));

    private static double LogDensity(double deviate) => -deviate * deviate / 2;

    private static double PositionOf(int node, int count) => node - (count - 1) / 2.0;
}
