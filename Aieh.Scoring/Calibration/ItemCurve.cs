using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Calibration;

/// <summary>
/// A response model in the parametrisation of the search: slope a and one intercept d_k = −a·b_k per threshold,
/// then logit c for the three-parameter model. Its log-probabilities with their exact first and second derivatives in those parameters.
/// Except with guessing, log P is concave in them,
/// so that Newton's method has one maximum to find.
/// </summary>
internal abstract class ItemCurve(ItemModel model, int categories, int parameters)
{
    public ItemModel Model { get; } = model;

    public int Categories { get; } = categories;

    /// <summary>Number of parameters, the slope included.</summary>
    public int Parameters { get; } = parameters;

    public static ItemCurve Of(ItemModel model, int categories) => model switch
    {
        ItemModel.GradedResponse => new GradedCurve(categories),
        ItemModel.GeneralizedPartialCredit => new PartialCreditCurve(categories),
        _ => new LogisticCurve(model),
    };

    public abstract void LogProbabilities(ReadOnlySpan<double> x, double theta, Span<double> logs);

    /// <summary>The gradient of each category's log-probability, one category after another.</summary>
    public abstract void Scores(ReadOnlySpan<double> x, double theta, Span<double> scores);

    /// <summary>
    /// Adds Σ r_k ∇log P_k and −Σ r_k ∇²log P_k (row-major) for the counts r of one node and returns Σ r_k log P_k.
    /// With <paramref name="expected"/> the second derivatives are those expected under the model, never negative.
    /// </summary>
    public abstract double Accumulate(
        ReadOnlySpan<double> x, double theta, ReadOnlySpan<double> counts, bool expected, Span<double> gradient, Span<double> information);

    /// <summary>Whether the parameters belong to the model.</summary>
    public virtual bool IsFeasible(ReadOnlySpan<double> x) => true;

    /// <summary>Starting values from the share of answers in each category.</summary>
    public abstract void Start(ReadOnlySpan<double> shares, double guessing, Span<double> x);

    public abstract ItemParameters Parametrise(ReadOnlySpan<double> x);

    // A logistic curve of slope 1 seen through N(0, 1) abilities is about 1.16 times flatter, √(1 + 1/1.7²).
    protected const double Attenuation = 1.16;

    protected static double[] Thresholds(ReadOnlySpan<double> x, int count)
    {
        var b = new double[count];
        for (var k = 0; k < count; k++) b[k] = -x[k + 1] / x[0];
        return b;
    }
}

/// <summary>
/// Two and three parameters: P = c + (1 − c)u, u = 1/(1 + exp(−(aθ + d)));
/// the one-parameter model is the two-parameter one with a shared slope.
/// </summary>
internal sealed class LogisticCurve(ItemModel model) : ItemCurve(model, 2, model == ItemModel.ThreeParameterLogistic ? 3 : 2)
{
    private bool Guesses => Parameters == 3;

    public override void LogProbabilities(ReadOnlySpan<double> x, double theta, Span<double> logs)
    {
        var z = x[0] * theta + x[1];
        (logs[0], logs[1]) = (Logistic.LogUpper(-z), Logistic.LogUpper(z));
        if (!Guesses) return;
        var (c, known) = Logistic.Pair(x[2]);
        var (u, l) = Logistic.Pair(z);
        logs[0] += Math.Log(known);
        logs[1] = z > 0 ? Logistic.LogOnePlus(-known * l) : Math.Log(c + known * u);
    }

    public override void Scores(ReadOnlySpan<double> x, double theta, Span<double> scores)
    {
        var (u, l) = Logistic.Pair(x[0] * theta + x[1]);
        if (!Guesses)
        {
            (scores[0], scores[1]) = (-u * theta, -u);
            (scores[2], scores[3]) = (l * theta, l);
            return;
        }

        var (c, known) = Logistic.Pair(x[2]);
        var p = c + known * u;
        var right = known * u * l / p;
        (scores[0], scores[1], scores[2]) = (-u * theta, -u, -c);
        (scores[3], scores[4], scores[5]) = (right * theta, right, c * known * l / p);
    }

    public override double Accumulate(
        ReadOnlySpan<double> x, double theta, ReadOnlySpan<double> counts, bool expected, Span<double> gradient, Span<double> information)
    {
        var z = x[0] * theta + x[1];
        var (u, l) = Logistic.Pair(z);
        var total = counts[0] + counts[1];
        if (!Guesses)
        {
            var slope = counts[1] - total * u;
            var weight = total * u * l;
            gradient[0] += slope * theta;
            gradient[1] += slope;
            information[0] += weight * theta * theta;
            information[1] += weight * theta;
            information[2] += weight * theta;
            information[3] += weight;
            var lower = Logistic.LogUpper(-Math.Abs(z));
            var upper = lower + Math.Abs(z);
            return z >= 0 ? counts[1] * upper + counts[0] * lower : counts[1] * lower + counts[0] * upper;
        }

        var (c, known) = Logistic.Pair(x[2]);
        var p = c + known * u;
        var right = known * u * l / p;       // d log P/dz
        var guessed = c * known * l / p;     // d log P/d logit c
        var gz = counts[1] * right - counts[0] * u;
        var gc = counts[1] * guessed - counts[0] * c;
        double izz, izc, icc;
        if (expected)
        {
            var q = known * l;
            izz = total * (p * right * right + q * u * u);
            izc = total * (p * right * guessed + q * u * c);
            icc = total * (p * guessed * guessed + q * c * c);
        }
        else
        {
            izz = counts[0] * u * l + counts[1] * right * (right - l + u);
            izc = counts[1] * right * (c + guessed);
            icc = counts[0] * c * known + counts[1] * guessed * (guessed - known + c);
        }

        gradient[0] += gz * theta;
        gradient[1] += gz;
        gradient[2] += gc;
        information[0] += izz * theta * theta;
        information[1] += izz * theta;
        information[2] += izc * theta;
        information[3] += izz * theta;
        information[4] += izz;
        information[5] += izc;
        information[6] += izc * theta;
        information[7] += izc;
        information[8] += icc;
        return counts[0] * (Logistic.LogUpper(-z) + Math.Log(known)) + counts[1] * (z > 0 ? Logistic.LogOnePlus(-known * l) : Math.Log(p));
    }

    public override void Start(ReadOnlySpan<double> shares, double guessing, Span<double> x)
    {
        x[0] = 1;
        var known = Guesses ? Math.Clamp((shares[1] - guessing) / (1 - guessing), 0.02, 0.98) : shares[1];
        x[1] = Attenuation * Math.Log(known / (1 - known));
        if (Guesses) x[2] = Math.Log(guessing / (1 - guessing));
    }

    public override ItemParameters Parametrise(ReadOnlySpan<double> x) => Guesses
        ? ItemParameters.ThreeParameter(x[0], -x[1] / x[0], Logistic.Pair(x[2]).Upper)
        : ItemParameters.TwoParameter(x[0], -x[1] / x[0]);
}

/// <summary>
/// Graded response: log P_k = log u(z_k) + log u(−z_(k+1)) + log(1 − exp(−(d_k − d_(k+1)))), z_k = aθ + d_k, intercepts descending.
/// </summary>
internal sealed class GradedCurve(int categories) : ItemCurve(ItemModel.GradedResponse, categories, categories)
{
    public override void LogProbabilities(ReadOnlySpan<double> x, double theta, Span<double> logs)
    {
        var m = Categories - 1;
        for (var k = 0; k <= m; k++)
        {
            logs[k] = 0;
            if (k > 0) logs[k] += Logistic.LogUpper(x[0] * theta + x[k]);
            if (k < m) logs[k] += Logistic.LogUpper(-x[0] * theta - x[k + 1]);
            if (k > 0 && k < m) logs[k] += Math.Log(Logistic.OneMinusExp(x[k] - x[k + 1]));
        }
    }

    public override void Scores(ReadOnlySpan<double> x, double theta, Span<double> scores)
    {
        var m = Categories - 1;
        scores[..(Categories * Parameters)].Clear();
        for (var k = 0; k <= m; k++)
        {
            var score = scores.Slice(k * Parameters, Parameters);
            var tie = k > 0 && k < m ? Tie(x[k] - x[k + 1]) : 0;
            if (k > 0)
            {
                var below = Logistic.Pair(x[0] * theta + x[k]).Lower;
                score[0] += below * theta;
                score[k] = below + tie;
            }

            if (k == m) continue;
            var above = Logistic.Pair(x[0] * theta + x[k + 1]).Upper;
            score[0] -= above * theta;
            score[k + 1] = -above - tie;
        }
    }

    public override double Accumulate(
        ReadOnlySpan<double> x, double theta, ReadOnlySpan<double> counts, bool expected, Span<double> gradient, Span<double> information)
    {
        // Each boundary belongs to the two categories beside it: r_(k−1) answers fell below it, r_k above.
        var (log, n) = (0.0, Parameters);
        for (var k = 1; k < Categories; k++)
        {
            var z = x[0] * theta + x[k];
            var (u, l) = Logistic.Pair(z);
            var total = counts[k - 1] + counts[k];
            var slope = counts[k] - total * u;
            var weight = total * u * l;
            var lower = Logistic.LogUpper(-Math.Abs(z));
            var upper = lower + Math.Abs(z);
            log += z >= 0 ? counts[k] * upper + counts[k - 1] * lower : counts[k] * lower + counts[k - 1] * upper;
            gradient[0] += slope * theta;
            gradient[k] += slope;
            information[0] += weight * theta * theta;
            information[k] += weight * theta;
            information[k * n] += weight * theta;
            information[k * n + k] += weight;
            if (k == Categories - 1) continue;

            var gap = x[k] - x[k + 1];
            var tie = Tie(gap);
            var bend = counts[k] * tie * (1 + tie);
            log += counts[k] * Math.Log(Logistic.OneMinusExp(gap));
            gradient[k] += counts[k] * tie;
            gradient[k + 1] -= counts[k] * tie;
            information[k * n + k] += bend;
            information[k * n + k + 1] -= bend;
            information[(k + 1) * n + k] -= bend;
            information[(k + 1) * n + k + 1] += bend;
        }

        return log;
    }

    public override bool IsFeasible(ReadOnlySpan<double> x)
    {
        for (var k = 1; k < x.Length - 1; k++)
            if (x[k] - x[k + 1] < 1e-9)
                return false;
        return true;
    }

    public override void Start(ReadOnlySpan<double> shares, double guessing, Span<double> x)
    {
        x[0] = 1;
        double below = 0;
        for (var k = 1; k < Categories; k++)
        {
            below += shares[k - 1];
            x[k] = Attenuation * Math.Log((1 - below) / below);
        }
    }

    public override ItemParameters Parametrise(ReadOnlySpan<double> x) => ItemParameters.Graded(x[0], Thresholds(x, Categories - 1));

    // d log(1 − e^−g)/dg = 1/(e^g − 1); its own derivative is −t(1 + t).
    private static double Tie(double gap) => Math.Exp(-gap) / Logistic.OneMinusExp(gap);
}

/// <summary>Partial credit: P_k ∝ exp(kaθ + d_1 + … + d_k).</summary>
internal sealed class PartialCreditCurve(int categories) : ItemCurve(ItemModel.GeneralizedPartialCredit, categories, categories)
{
    public override void LogProbabilities(ReadOnlySpan<double> x, double theta, Span<double> logs)
    {
        double sum = 0, largest = 0, total = 0;
        logs[0] = 0;
        for (var k = 1; k < Categories; k++)
        {
            sum += x[0] * theta + x[k];
            logs[k] = sum;
            largest = Math.Max(largest, sum);
        }

        for (var k = 0; k < Categories; k++) total += Math.Exp(logs[k] - largest);
        var normaliser = largest + Math.Log(total);
        for (var k = 0; k < Categories; k++) logs[k] -= normaliser;
    }

    public override void Scores(ReadOnlySpan<double> x, double theta, Span<double> scores)
    {
        Span<double> atLeast = stackalloc double[Categories];
        var mean = Tails(x, theta, atLeast, out _);
        for (var k = 0; k < Categories; k++)
        {
            scores[k * Parameters] = (k - mean) * theta;
            for (var v = 1; v < Categories; v++) scores[k * Parameters + v] = (v <= k ? 1 : 0) - atLeast[v];
        }
    }

    public override double Accumulate(
        ReadOnlySpan<double> x, double theta, ReadOnlySpan<double> counts, bool expected, Span<double> gradient, Span<double> information)
    {
        var n = Parameters;
        Span<double> atLeast = stackalloc double[n];
        var mean = Tails(x, theta, atLeast, out var normaliser);
        double total = 0, sum = 0, log = 0, observed = 0, square = 0;
        for (var k = 0; k < n; k++)
        {
            if (k > 0) sum += x[0] * theta + x[k];
            total += counts[k];
            log += counts[k] * (sum - normaliser);
        }

        // The score of intercept v is 1(k ≥ v) − P(k ≥ v), that of the slope θ times the sum of those.
        var above = total;
        for (var v = 1; v < n; v++)
        {
            above -= counts[v - 1];
            var slope = above - total * atLeast[v];
            gradient[v] += slope;
            observed += slope;
            square += (2 * v - 1) * atLeast[v];
            var cross = 0.0;
            for (var w = 1; w < n; w++)
            {
                var covariance = atLeast[Math.Max(v, w)] - atLeast[v] * atLeast[w];
                information[v * n + w] += total * covariance;
                cross += covariance;
            }

            information[v] += total * theta * cross;
            information[v * n] += total * theta * cross;
        }

        gradient[0] += theta * observed;
        information[0] += total * theta * theta * Math.Max(0, square - mean * mean);
        return log;
    }

    public override void Start(ReadOnlySpan<double> shares, double guessing, Span<double> x)
    {
        x[0] = 1;
        for (var k = 1; k < Categories; k++) x[k] = Math.Log(shares[k] / shares[k - 1]);
    }

    public override ItemParameters Parametrise(ReadOnlySpan<double> x) => ItemParameters.PartialCredit(x[0], Thresholds(x, Categories - 1));

    // P(k ≥ v) for every v, the expected category Σ_v P(k ≥ v), and the logarithm of the normaliser.
    private double Tails(ReadOnlySpan<double> x, double theta, Span<double> atLeast, out double normaliser)
    {
        double sum = 0, largest = 0, total = 0, mean = 0;
        atLeast[0] = 0;
        for (var k = 1; k < Categories; k++)
        {
            sum += x[0] * theta + x[k];
            atLeast[k] = sum;
            largest = Math.Max(largest, sum);
        }

        for (var k = Categories - 1; k >= 0; k--)
        {
            total += Math.Exp(atLeast[k] - largest);
            atLeast[k] = total;
        }

        for (var k = 0; k < Categories; k++) atLeast[k] /= total;
        for (var k = 1; k < Categories; k++) mean += atLeast[k];
        normaliser = largest + Math.Log(total);
        return mean;
    }
}
