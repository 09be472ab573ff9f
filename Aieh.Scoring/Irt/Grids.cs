using System.Collections.Immutable;

namespace Aieh.Scoring.Irt;

/// <summary>Where the integrals and the searches of a form are evaluated.</summary>
internal static class Grids
{
    // 61 nodes over ±6 prior standard deviations: a step of 0.2.
    private const int DefaultNodes = 61;
    private const double HalfWidth = 6;
    private const double DefaultStep = 2 * HalfWidth / (DefaultNodes - 1);

    // The rectangle sum over a normal density of standard deviation s is off by 2 exp(−2π²s²/h²): 2e-5 at h = 1.3 s, 5e-9 at h = s. Over a logistic step of
    // slope a, whose poles lie π/a off the real axis, it is off by exp(−2π²/(a h)): 8e-7 at a h = 1.41 [TrefethenWeideman2014].
    private const double CoarsestStep = 1.3;
    private const double SteepestRise = 1.41;

    // Information is scanned in steps of 0.05 prior standard deviations.
    private const int ScanNodes = 241;

    // A step of 1/80 prior standard deviation; a posterior narrower than that needs an information of 6,400.
    private const int MostNodes = 961;

    // Beyond 40 logits of a·(θ − b) an item's likelihood is flat, or a straight line, to the last digit.
    private const double FlatBeyond = 40;

    /// <summary>
    /// Equally spaced nodes over ±6 prior standard deviations: 61, unless the smallest posterior standard deviation, 1/√(max I + 1/σ²),
    /// is so small that the step would exceed 1.3 of it (about 120 ordinary items), or some item so steep that the step would jump it; then the step is at most one.
    /// </summary>
    public static ImmutableArray<double> Quadrature(ImmutableArray<ItemParameters> items, NormalPrior prior)
    {
        var sd = prior.StandardDeviation;
        Span<double> information = stackalloc double[ScanNodes];
        information.Clear();
        var steepest = 0.0;
        foreach (var item in items)
        {
            for (var n = 0; n < ScanNodes; n++)
            {
                var at = ItemKernel.Item(item, prior.Mean + (2.0 * n / (ScanNodes - 1) - 1) * HalfWidth * sd).Information;
                information[n] += at;
                steepest = Math.Max(steepest, at);
            }

            foreach (var threshold in item.Thresholds)
                if (Math.Abs(threshold - prior.Mean) <= HalfWidth * sd)
                    steepest = Math.Max(steepest, ItemKernel.Item(item, threshold).Information);
        }

        var largest = 0.0;
        foreach (var at in information) largest = Math.Max(largest, at);

        // In prior standard deviations. A logistic step of slope a has information a²/4 at its middle.
        var narrowest = 1 / Math.Sqrt(largest * sd * sd + 1);
        var rise = SteepestRise / (2 * Math.Sqrt(steepest) * sd);
        var nodes = DefaultNodes;
        if (DefaultStep > Math.Min(CoarsestStep * narrowest, rise))
            nodes = (int)Math.Min(MostNodes, 1 + 2 * Math.Ceiling(HalfWidth / Math.Min(narrowest, rise)));

        var middle = nodes / 2;
        var step = HalfWidth / middle * sd;
        return [.. Enumerable.Range(0, nodes).Select(n => prior.Mean + (n - middle) * step)];
    }

    /// <summary>
    /// Nodes that bracket the modes of any likelihood of the form: over all θ at which some item's likelihood still changes, dense (half the width of the
    /// steepest item) about the thresholds and geometrically wider outside, where only flat items change.
    /// With items steeper than about 15 the number of nodes is bounded first, and a mode much narrower than the step could be missed.
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
}
