using System.Collections.Immutable;

namespace Aieh.Scoring.Irt;

/// <summary>Warm's correction J/(2I) and its integral, the log-weight of the weighted likelihood [Warm1989].</summary>
internal static class WarmWeight
{
    /// <summary>J/(2I); 0 where the information underflows, which happens only where the weight has long since vanished.</summary>
    public static double Slope(in KernelSums sums) => sums.Information > 0 ? sums.J / (2 * sums.Information) : 0;

    /// <summary>
    /// ∫ J/(2I) of the administered items at the nodes, from the first node, by trapezia:
    /// good enough to rank modes, which are then refined on the exact slope.
    /// </summary>
    public static void Logarithms(
        ImmutableArray<ItemParameters> items, ReadOnlySpan<int> responses, ImmutableArray<double> nodes, Span<double> logs)
    {
        var previous = 0.0;
        for (var n = 0; n < nodes.Length; n++)
        {
            var slope = Slope(ItemKernel.Accumulate(items.AsSpan(), responses, nodes[n]));
            logs[n] = n == 0 ? 0 : logs[n - 1] + (previous + slope) / 2 * (nodes[n] - nodes[n - 1]);
            previous = slope;
        }
    }
}
