namespace Aieh.Scoring.Irt;

/// <summary>What a mode search maximizes.</summary>
internal enum Objective
{
    Likelihood,
    Posterior,
    WarmLikelihood,
}

/// <summary>
/// Finds the highest mode of the likelihood, the posterior or Warm's weighted likelihood.
/// Likelihoods of the three-parameter model can have several modes [Samejima1973, YenBurketSykes1991],
/// so every mode is bracketed on the form's search grid and refined, and the highest wins.
/// </summary>
internal readonly ref struct ModeSearch(TestForm form, ReadOnlySpan<int> responses, Objective objective)
{
    private const int MostIterations = 200;
    private const int MostDoublings = 64;

    // A Newton step of d, in widths of the steepest item, leaves an error of the order of d², a secant step one of d^1.6:
    // below 1e-14 in both cases.
    private const double NewtonStep = 1e-7;
    private const double SecantStep = 1e-9;
    private const double Rounding = 1e-15;

    private readonly ReadOnlySpan<int> _responses = responses;

    /// <summary>Finds the highest mode.</summary>
    /// <param name="theta">The mode.</param>
    /// <param name="administered">Number of administered items; with none there is no mode.</param>
    /// <returns>
    /// Whether there is one; the likelihood is not followed beyond the ends of the grid, where it only approaches its limits.
    /// </returns>
    public bool TryFind(out double theta, out int administered)
    {
        var table = form.Search.Table;
        var nodes = table.Nodes.AsSpan();
        Span<double> heights = stackalloc double[table.Stride];
        heights.Clear();
        theta = 0;
        administered = table.Accumulate(_responses, heights);
        if (administered == 0) return false;

        Span<double> penalties = stackalloc double[nodes.Length];
        AddPenalties(nodes, heights, penalties, administered);
        heights = heights[..nodes.Length];
        var best = double.NegativeInfinity;
        foreach (var value in heights) best = Math.Max(best, value);

        var found = -1;
        double? height = null;
        for (var n = 0; n < nodes.Length; n++)
        {
            if (!TryBracket(nodes, heights, n, best, out var low, out var high)) continue;
            var mode = Refine(low, nodes[n], high);
            if (found >= 0)
            {
                height ??= HeightAt(theta, nodes[found], penalties[found]);
                var at = HeightAt(mode, nodes[n], penalties[n]);
                if (at <= height) continue;
                height = at;
            }

            (found, theta) = (n, mode);
        }

        return found >= 0;
    }

    private void AddPenalties(ReadOnlySpan<double> nodes, Span<double> heights, Span<double> penalties, int administered)
    {
        switch (objective)
        {
            case Objective.Posterior:
                for (var n = 0; n < nodes.Length; n++) penalties[n] = LogPrior(nodes[n]);
                break;
            case Objective.WarmLikelihood when administered == _responses.Length:
                form.Search.LogWarmWeights.CopyTo(penalties);
                break;
            case Objective.WarmLikelihood:
                WarmWeight.Logarithms(form.Items, _responses, form.Search.Table.Nodes, penalties);
                break;
            default:
                penalties.Clear();
                break;
        }

        for (var n = 0; n < nodes.Length; n++) heights[n] += penalties[n];
    }

    // Brackets a mode near node n, if there is one that can still be the highest.
    private bool TryBracket(ReadOnlySpan<double> nodes, ReadOnlySpan<double> heights, int n, double best, out double low, out double high)
    {
        var last = nodes.Length - 1;
        (low, high) = (nodes[Math.Max(n - 1, 0)], nodes[Math.Min(n + 1, last)]);
        var before = n > 0 ? heights[n - 1] : double.NegativeInfinity;
        var after = n < last ? heights[n + 1] : double.NegativeInfinity;
        if (!(heights[n] >= before && heights[n] > after)) return false;

        // Beyond the grid the likelihood is monotone; a prior or Warm's weight can still bend it.
        if (n == 0 || n == last)
        {
            if (objective == Objective.Likelihood) return false;
        }
        else if (2 * heights[n] - Math.Min(before, after) < best)
        {
            // A peak rises above its middle node by less than it falls to a neighbour.
            return false;
        }

        // Where the objective is concave the neighbours enclose the mode for certain.
        if (form.IsLogConcave && objective != Objective.WarmLikelihood && n > 0 && n < last) return true;
        return TryReach(ref low, -(high - low), nodes[0], nodes[last]) && TryReach(ref high, high - low, nodes[0], nodes[last]);
    }

    // Moves an end of the bracket outwards until the slope there points inwards.
    // The likelihood is not followed beyond the grid, where it only approaches its limits.
    private bool TryReach(ref double end, double width, double first, double last)
    {
        for (var doubling = 0; doubling < MostDoublings; doubling++, end += width, width *= 2)
        {
            if (objective == Objective.Likelihood && (end < first || end > last)) return false;
            if (Slope(end, out _) * width < 0) return true;
        }

        return false;
    }

    // Newton steps kept inside a bracket whose slope is positive at the low end and negative at the high end;
    // bisection when a step leaves it or stalls.
    private double Refine(double low, double start, double high)
    {
        var warm = objective == Objective.WarmLikelihood;
        var tolerance = (warm ? SecantStep : NewtonStep) / form.Search.Steepest;
        var theta = start > low && start < high ? start : (low + high) / 2;
        double previousTheta = 0, previousSlope = 0, lastStep = high - low;
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            var slope = Slope(theta, out var curvature);
            if (slope == 0) return theta;
            if (slope > 0) low = theta;
            else high = theta;

            // The curvature leaves out the derivative of Warm's term: after the first step the secant is the better guess.
            if (warm && iteration > 0) curvature = (slope - previousSlope) / (theta - previousTheta);
            (previousTheta, previousSlope) = (theta, slope);

            var next = theta - slope / curvature;
            var fast = curvature < 0 && next > low && next < high && Math.Abs(next - theta) < 0.9 * lastStep;
            if (!fast) next = low + (high - low) / 2;
            lastStep = Math.Abs(next - theta);
            if (lastStep <= Math.Max(1, Math.Abs(theta)) * (fast ? tolerance : Rounding)) return next;
            theta = next;
        }

        return theta;
    }

    private double Slope(double theta, out double curvature)
    {
        var sums = ItemKernel.Accumulate(form.Items.AsSpan(), _responses, theta);
        curvature = sums.Curvature;
        switch (objective)
        {
            case Objective.Posterior:
                curvature -= form.Prior.Precision;
                return sums.Gradient - (theta - form.Prior.Mean) * form.Prior.Precision;
            case Objective.WarmLikelihood:
                return sums.Gradient + WarmWeight.Slope(sums);
            default:
                return sums.Gradient;
        }
    }

    private double HeightAt(double theta, double node, double penaltyAtNode) =>
        ResponseLikelihood.LogLikelihood(form.Items, _responses, theta) + objective switch
    {
        Objective.Posterior => LogPrior(theta),
        Objective.WarmLikelihood => penaltyAtNode + (theta - node) / 2 * (WarmSlope(node) + WarmSlope(theta)),
        _ => 0,
    };

    private double WarmSlope(double theta) => WarmWeight.Slope(ItemKernel.Accumulate(form.Items.AsSpan(), _responses, theta));

    private double LogPrior(double theta)
    {
        var z = (theta - form.Prior.Mean) / form.Prior.StandardDeviation;
        return -z * z / 2;
    }
}
