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
                return log + Math.Log(item.Gaps[category]);

            case ItemModel.GeneralizedPartialCredit:
                // The largest term is exp(0) = 1; the others go through log(1 + x), so that a log-probability near 0 keeps its digits.
                Span<double> exponents = stackalloc double[b.Length + 1];
                var largest = PartialCreditExponents(item, theta, exponents);
                var top = exponents.IndexOf(largest);
                var others = 0.0;
                for (var k = 0; k < exponents.Length; k++)
                    if (k != top)
                        others += Math.Exp(exponents[k] - largest);
                return exponents[category] - largest - Logistic.LogOnePlus(others);

            default:
                var z = a * (theta - item.Difficulty);
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
            default: EvaluateDichotomous(item, theta, p, g, h); break;
        }
    }

    /// <summary>
    /// Sums over the administered items: gradient and curvature of the log-likelihood, information, J and expected score.
    /// </summary>
    public static KernelSums Accumulate(ReadOnlySpan<ItemParameters> items, ReadOnlySpan<int> responses, double theta)
    {
        double gradient = 0, curvature = 0, information = 0, j = 0, score = 0;
        for (var i = 0; i < items.Length; i++)
        {
            var category = responses[i];
            if (category == Response.NotAdministered) continue;

            var item = items[i];
            var sums = item.IsDichotomous ? Dichotomous(item, theta, category) : Polytomous(item, theta, category);
            gradient += sums.Gradient;
            curvature += sums.Curvature;
            information += sums.Information;
            j += sums.J;
            score += sums.ExpectedScore;
        }

        return new KernelSums(gradient, curvature, information, j, score);
    }

    /// <summary>Information, J and expected score of one item.</summary>
    public static KernelSums Item(ItemParameters item, double theta) =>
        item.IsDichotomous ? Dichotomous(item, theta, 0) : Polytomous(item, theta, 0);

    // In closed form, u = 1/(1 + exp(−z)), l = 1 − u and k = (1 − c)u/P, the share of right answers that are known and not guessed:
    // I = a² u l k and J = I a (l − u).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static KernelSums Dichotomous(ItemParameters item, double theta, int category)
    {
        var a = item.Discrimination;
        var (upper, lower) = Logistic.Pair(a * (theta - item.Difficulty));
        var (probability, known) = Known(item.Guessing, upper);
        var information = a * a * upper * lower * known;
        var slope = a * lower * known;
        return new KernelSums(
            category == 0 ? -a * upper : slope,
            category == 0 ? -a * a * upper * lower : slope * a * (lower - upper - lower * known),
            information,
            information * a * (lower - upper),
            probability);
    }

    // The share is 1 without guessing, also where the probability underflows.
    private static (double Probability, double Known) Known(double c, double upper)
    {
        if (c == 0) return (upper, 1);
        var probability = c + (1 - c) * upper;
        return (probability, (1 - c) * upper / probability);
    }

    // Never inlined, so that its stack buffers are released item by item.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static KernelSums Polytomous(ItemParameters item, double theta, int category)
    {
        var count = item.Categories;
        Span<double> p = stackalloc double[count], g = stackalloc double[count], h = stackalloc double[count];
        Evaluate(item, theta, p, g, h);
        double information = 0, j = 0, score = 0;
        for (var k = 0; k < count; k++)
        {
            var pull = p[k] * g[k];
            information += pull * g[k];
            j += pull * (h[k] + g[k] * g[k]);
            score += k * p[k];
        }

        return new KernelSums(g[category], h[category], information, j, score);
    }

    private static void EvaluateDichotomous(ItemParameters item, double theta, Span<double> p, Span<double> g, Span<double> h)
    {
        var a = item.Discrimination;
        var (upper, lower) = Logistic.Pair(a * (theta - item.Difficulty));
        var (probability, known) = Known(item.Guessing, upper);
        (p[0], p[1]) = ((1 - item.Guessing) * lower, probability);
        (g[0], g[1]) = (-a * upper, a * lower * known);
        (h[0], h[1]) = (-a * a * upper * lower, a * a * lower * known * (lower - upper - lower * known));
    }

    private static void EvaluateGraded(ItemParameters item, double theta, Span<double> p, Span<double> g, Span<double> h)
    {
        var a = item.Discrimination;
        var b = item.Thresholds.AsSpan();
        double atLeast = 1, below = 0;
        for (var k = 0; k <= b.Length; k++)
        {
            var (nextAtLeast, nextBelow) = k < b.Length ? Logistic.Pair(a * (theta - b[k])) : (0, 1);
            p[k] = atLeast * nextBelow * item.Gaps[k];
            g[k] = a * (below - nextAtLeast);
            h[k] = -a * a * (atLeast * below + nextAtLeast * nextBelow);
            (atLeast, below) = (nextAtLeast, nextBelow);
        }
    }

    private static void EvaluatePartialCredit(ItemParameters item, double theta, Span<double> p, Span<double> g, Span<double> h)
    {
        var a = item.Discrimination;
        var largest = PartialCreditExponents(item, theta, p);
        var total = 0.0;
        for (var k = 0; k < p.Length; k++)
        {
            p[k] = Math.Exp(p[k] - largest);
            total += p[k];
        }

        for (var k = 0; k < p.Length; k++) p[k] /= total;

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

    // Σ_(v ≤ k) a(θ − b_v) for every category, and the largest of them.
    private static double PartialCreditExponents(ItemParameters item, double theta, Span<double> exponents)
    {
        var b = item.Thresholds.AsSpan();
        double sum = 0, largest = 0;
        exponents[0] = 0;
        for (var k = 0; k < b.Length; k++)
        {
            sum += item.Discrimination * (theta - b[k]);
            exponents[k + 1] = sum;
            largest = Math.Max(largest, sum);
        }

        return largest;
    }
}

/// <summary>Sums over items of what the curves and estimators need at one θ.</summary>
internal readonly record struct KernelSums(double Gradient, double Curvature, double Information, double J, double ExpectedScore);
