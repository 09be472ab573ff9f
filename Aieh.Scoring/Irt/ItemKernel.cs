using System.Runtime.CompilerServices;

namespace Aieh.Scoring.Irt;

/// <summary>
/// The one place where the models are evaluated. Everything is derived per category from log P and from
/// g = (log P)' and h = (log P)'', which for every model have forms free of cancellation:
/// P' = P g, P'' = P (h + g²), I = Σ P g², J = Σ P'P''/P = Σ P g (h + g²).
/// </summary>
internal static class ItemKernel
{
    /// <summary>log P(category) at θ; finite for every finite θ unless the true value is below the range of a double.</summary>
    public static double LogProbability(ItemParameters item, double theta, int category)
    {
        var a = item.Discrimination;
        var b = item.Thresholds.AsSpan();
        switch (item.Model)
        {
            case ItemModel.GradedResponse:
                // P*_k − P*_(k+1) = P*_k (1 − P*_(k+1)) (1 − exp(−a(b_(k+1) − b_k))): a product where the definition is a difference.
                var log = 0.0;
                if (category > 0) log += Logistic.LogUpper(a * (theta - b[category - 1]));
                if (category < b.Length) log += Logistic.LogUpper(-a * (theta - b[category]));
                if (category > 0 && category < b.Length) log += Math.Log(Logistic.OneMinusExp(a * (b[category] - b[category - 1])));
                return log;

            case ItemModel.GeneralizedPartialCredit:
                Span<double> terms = stackalloc double[b.Length + 1];
                PartialCreditTerms(item, theta, terms);
                return terms[category];

            default:
                var z = a * (theta - b[0]);
                var c = item.Guessing;
                if (category == 0) return Logistic.LogUpper(-z) + (c > 0 ? Logistic.LogOnePlus(-c) : 0);
                if (c == 0) return Logistic.LogUpper(z);
                var (upper, lower) = Logistic.Pair(z);
                return z > 0 ? Logistic.LogOnePlus(-(1 - c) * lower) : Math.Log(c + (1 - c) * upper);
        }
    }

    /// <summary>The limit of log P(category) as θ goes to minus infinity.</summary>
    public static double LogProbabilityAtMinusInfinity(ItemParameters item, int category) =>
        item.Guessing > 0 ? (category == 0 ? Logistic.LogOnePlus(-item.Guessing) : Math.Log(item.Guessing))
        : category == 0 ? 0 : double.NegativeInfinity;

    /// <summary>The limit of log P(category) as θ goes to plus infinity.</summary>
    public static double LogProbabilityAtPlusInfinity(ItemParameters item, int category) =>
        category == item.Categories - 1 ? 0 : double.NegativeInfinity;

    /// <summary>P, g and h of every category at θ.</summary>
    public static void Evaluate(ItemParameters item, double theta, Span<double> p, Span<double> g, Span<double> h)
    {
        switch (item.Model)
        {
            case ItemModel.GradedResponse: EvaluateGraded(item, theta, p, g, h); break;
            case ItemModel.GeneralizedPartialCredit: EvaluatePartialCredit(item, theta, p, g, h); break;
            default:
                var dichotomous = EvaluateDichotomous(item, theta);
                (p[0], g[0], h[0]) = dichotomous.Wrong;
                (p[1], g[1], h[1]) = dichotomous.Right;
                break;
        }
    }

    /// <summary>Adds one item to the sums: gradient and curvature of the observed category (none when it is negative), information, J and expected score.</summary>
    public static void Accumulate(ItemParameters item, double theta, int category, ref KernelSums sums)
    {
        if (item.IsDichotomous)
        {
            var (wrong, right) = EvaluateDichotomous(item, theta);
            if (category >= 0)
            {
                sums.Gradient += category == 0 ? wrong.G : right.G;
                sums.Curvature += category == 0 ? wrong.H : right.H;
            }

            var wrongPull = wrong.P * wrong.G;
            var rightPull = right.P * right.G;
            sums.Information += wrongPull * wrong.G + rightPull * right.G;
            sums.J += wrongPull * (wrong.H + wrong.G * wrong.G) + rightPull * (right.H + right.G * right.G);
            sums.ExpectedScore += right.P;
            return;
        }

        AccumulatePolytomous(item, theta, category, ref sums);
    }

    // Apart from Accumulate, so that its stack buffers are released item by item and do not burden the dichotomous path.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AccumulatePolytomous(ItemParameters item, double theta, int category, ref KernelSums sums)
    {
        var count = item.Categories;
        Span<double> p = stackalloc double[count], g = stackalloc double[count], h = stackalloc double[count];
        Evaluate(item, theta, p, g, h);
        if (category >= 0)
        {
            sums.Gradient += g[category];
            sums.Curvature += h[category];
        }

        for (var k = 0; k < count; k++)
        {
            var pull = p[k] * g[k];
            sums.Information += pull * g[k];
            sums.J += pull * (h[k] + g[k] * g[k]);
            sums.ExpectedScore += k * p[k];
        }
    }

    private static ((double P, double G, double H) Wrong, (double P, double G, double H) Right) EvaluateDichotomous(ItemParameters item, double theta)
    {
        var a = item.Discrimination;
        var c = item.Guessing;
        var (upper, lower) = Logistic.Pair(a * (theta - item.Thresholds[0]));
        var probability = c + (1 - c) * upper;

        // The share of right answers that are known, not guessed; 1 without guessing, also where the probability underflows.
        var known = c == 0 ? 1 : (1 - c) * upper / probability;
        var slope = a * lower * known;
        return (
            ((1 - c) * lower, -a * upper, -a * a * upper * lower),
            (probability, slope, slope * a * (lower - upper - lower * known)));
    }

    private static void EvaluateGraded(ItemParameters item, double theta, Span<double> p, Span<double> g, Span<double> h)
    {
        var a = item.Discrimination;
        var b = item.Thresholds.AsSpan();
        double atLeast = 1, below = 0;
        for (var k = 0; k <= b.Length; k++)
        {
            var (nextAtLeast, nextBelow) = k < b.Length ? Logistic.Pair(a * (theta - b[k])) : (0, 1);
            var gap = k > 0 && k < b.Length ? Logistic.OneMinusExp(a * (b[k] - b[k - 1])) : 1;
            p[k] = atLeast * nextBelow * gap;
            g[k] = a * (below - nextAtLeast);
            h[k] = -a * a * (atLeast * below + nextAtLeast * nextBelow);
            (atLeast, below) = (nextAtLeast, nextBelow);
        }
    }

    private static void EvaluatePartialCredit(ItemParameters item, double theta, Span<double> p, Span<double> g, Span<double> h)
    {
        var a = item.Discrimination;
        PartialCreditTerms(item, theta, p);
        for (var k = 0; k < p.Length; k++) p[k] = Math.Exp(p[k]);

        var variance = 0.0;
        for (var k = 0; k < p.Length; k++)
        {
            // k − E(category), summed as differences so that it keeps its digits where one category is all but certain.
            var deviation = 0.0;
            for (var j = 0; j < p.Length; j++) deviation += (k - j) * p[j];
            g[k] = a * deviation;
            variance += p[k] * deviation * deviation;
        }

        h.Fill(-a * a * variance);
    }

    // The log-probabilities of all categories.
    private static void PartialCreditTerms(ItemParameters item, double theta, Span<double> terms)
    {
        var b = item.Thresholds.AsSpan();
        double sum = 0, largest = 0;
        terms[0] = 0;
        for (var k = 0; k < b.Length; k++)
        {
            sum += item.Discrimination * (theta - b[k]);
            terms[k + 1] = sum;
            largest = Math.Max(largest, sum);
        }

        // The largest term is exp(0) = 1; the others go through log(1 + x) so that a log-probability near 0 keeps its digits.
        var others = 0.0;
        var top = terms.IndexOf(largest);
        for (var k = 0; k < terms.Length; k++)
            if (k != top)
                others += Math.Exp(terms[k] - largest);

        var normalizer = Logistic.LogOnePlus(others);
        for (var k = 0; k < terms.Length; k++) terms[k] = terms[k] - largest - normalizer;
    }
}

/// <summary>Sums over items of what the curves and estimators need at one θ.</summary>
internal struct KernelSums
{
    public double Gradient;
    public double Curvature;
    public double Information;
    public double J;
    public double ExpectedScore;
}
