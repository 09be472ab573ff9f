using System.Collections.Immutable;

namespace Aieh.Scoring.Irt;

/// <summary>Where the integrals and the searches of a form are evaluated.</summary>
internal static class Grids
{
    // 61 nodes over ±6 prior standard deviations: a step of 0.2.
    private const int DefaultNodes = 61;
    private const double HalfWidth = 6;
    private const double DefaultStep = 2 * HalfWidth / (DefaultNodes - 1);

    // The rectangle sum over a normal density of standard deviation s is off by 2 exp(−2π²s²/h²): 2e-5 at h = 1.3 s, 5e-9 at h = s [TrefethenWeideman2014].
    private const double CoarsestStep = 1.3;

    // A step of 1/80 prior standard deviation; a posterior narrower than that needs an information of 6,400.
    private const int MostNodes = 961;

    // Beyond 40 logits of a·(θ − b) an item's likelihood is flat, or a straight line, to the last digit.
    private const double FlatBeyond = 40;

    /// <summary>
    /// Equally spaced nodes over ±6 prior standard deviations: 61, unless the smallest posterior standard deviation, 1/√(max I + 1/σ²),
    /// is so small that the step would exceed 1.3 of it (about 120 ordinary items); then the step is at most one of it.
    /// </summary>
    public static ImmutableArray<double> Quadrature(ImmutableArray<ItemParameters> items, NormalPrior prior)
    {
        var sd = prior.StandardDeviation;
        var largest = 0.0;
        for (var n = 0; n < DefaultNodes; n++) largest = Math.Max(largest, Information(items, prior.Mean + (n * DefaultStep - HalfWidth) * sd));
        foreach (var item in items)
            foreach (var threshold in item.Thresholds)
                if (Math.Abs(threshold - prior.Mean) <= HalfWidth * sd)
                    largest = Math.Max(largest, Information(items, threshold));

        var narrowest = 1 / Math.Sqrt(largest * sd * sd + 1);
        var nodes = DefaultNodes;
        if (DefaultStep > CoarsestStep * narrowest)
            nodes = Math.Min(MostNodes, 1 + 2 * (int)Math.Ceiling(HalfWidth / narrowest));

        var middle = nodes / 2;
        var step = HalfWidth / middle * sd;
        return [.. Enumerable.Range(0, nodes).Select(n => prior.Mean + (n - middle) * step)];
    }

    /// <summary>
    /// Nodes that bracket every mode of any likelihood of the form: over all θ at which some item's likelihood still changes, dense (half the width of the
    /// steepest item) about the thresholds and geometrically wider outside, where only flat items change.
    /// </summary>
    public static ImmutableArray<double> Search(ImmutableArray<ItemParameters> items)
    {
        double low = double.MaxValue, high = double.MinValue, first = double.MaxValue, last = double.MinValue, steepest = 0;
        foreach (var item in items)
        {
            steepest = Math.Max(steepest, item.Discrimination);
            foreach (var threshold in item.Thresholds)
            {
                first = Math.Min(first, threshold);
                last = Math.Max(last, threshold);
                low = Math.Min(low, threshold - FlatBeyond / item.Discrimination);
                high = Math.Max(high, threshold + FlatBeyond / item.Discrimination);
            }
        }

        var centre = (first + last) / 2;
        var scale = (last - first) / 2 + 2;
        var from = Math.Asinh((low - centre) / scale);
        var to = Math.Asinh((high - centre) / scale);
        var nodes = (int)Math.Clamp(Math.Ceiling((to - from) * scale * 2 * steepest), DefaultNodes, MostNodes);
        return [.. Enumerable.Range(0, nodes).Select(n => centre + scale * Math.Sinh(from + (to - from) * n / (nodes - 1)))];
    }

    private static double Information(ImmutableArray<ItemParameters> items, double theta)
    {
        var sums = new KernelSums();
        foreach (var item in items) ItemKernel.Accumulate(item, theta, Response.NotAdministered, ref sums);
        return sums.Information;
    }
}
