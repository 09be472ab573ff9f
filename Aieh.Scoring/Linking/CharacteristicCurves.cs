using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Linking;

/// <summary>
/// The Haebara and Stocking–Lord criteria as functions of A and B. Bringing an item from the new scale to the base scale moves the ability
/// at which its curve is read, P_new→base(θ) = P_new((θ − B)/A),
/// so all derivatives in A and B come from the curves' first two derivatives in θ.
/// </summary>
internal sealed class CharacteristicCurves
{
    public const double SmallestSlope = 1e-3;
    public const double LargestSlope = 1e3;

    private const int MaxSteps = 200;

    // In ln A and in B over the new scale's unit. Newton's last step is then below it by orders of magnitude.
    private const double SmallestStep = 1e-11;

    private readonly ItemParameters[] _new;
    private readonly ItemParameters[] _base;
    private readonly bool _byAnchor;
    private readonly LinkingCriterion _criterion;
    private readonly double[] _fixedBase;
    private readonly double[] _fixedNew;
    private readonly int _stride;

    public CharacteristicCurves(IReadOnlyList<AnchorItem> anchors, LinkingMethod method, LinkingCriterion criterion)
    {
        _new = [.. anchors.Select(anchor => Scaled(anchor.New, criterion.ScalingConstant))];
        _base = [.. anchors.Select(anchor => Scaled(anchor.Base, criterion.ScalingConstant))];
        (_byAnchor, _criterion) = (method == LinkingMethod.Haebara, criterion);
        _stride = _byAnchor ? _base.Sum(CurvesOf) : 1;
        _fixedBase = Curves(_base);
        _fixedNew = criterion.IsSymmetric ? Curves(_new) : [];
    }

    /// <summary>Criterion with its gradient and Hessian in A and B.</summary>
    public CriterionPoint At(double slope, double intercept)
    {
        var sum = new CriterionPoint();
        for (var q = 0; q < _criterion.Points.Length; q++)
        {
            var weight = _criterion.Weights[q];
            if (weight == 0) continue;

            var theta = _criterion.Points[q];
            var t = (theta - intercept) / slope;
            var read = Read(_new, t, _fixedBase.AsSpan(q * _stride, _stride));
            sum.Add(read, weight, -t / slope, -1 / slope, 2 * t / (slope * slope), 1 / (slope * slope));
            if (_criterion.IsSymmetric)
                sum.Add(Read(_base, slope * theta + intercept, _fixedNew.AsSpan(q * _stride, _stride)), weight, theta, 1, 0, 0);
        }

        return sum;
    }

    /// <summary>
    /// What the Stocking–Lord criterion sums over anchors before it squares: at each point of each scale, the difference of the expected
    /// scores and the slope of those that A and B move.
    /// </summary>
    public (double Difference, double Slope)[] ScoreSums(double slope, double intercept)
    {
        var sums = new List<(double, double)>();
        for (var q = 0; q < _criterion.Points.Length; q++)
        {
            var theta = _criterion.Points[q];
            var (difference, first, _) = Scores(_new, (theta - intercept) / slope, _fixedBase[q]);
            sums.Add((difference, first));
            if (!_criterion.IsSymmetric) continue;
            (difference, first, _) = Scores(_base, slope * theta + intercept, _fixedNew[q]);
            sums.Add((difference, first));
        }

        return [.. sums];
    }

    /// <summary>The Stocking–Lord criterion's gradient in A and B from such sums.</summary>
    public static (double Slope, double Intercept) Gradient(
        LinkingCriterion criterion, ReadOnlySpan<(double Difference, double Slope)> sums, double slope, double intercept)
    {
        var point = new CriterionPoint();
        var next = 0;
        for (var q = 0; q < criterion.Points.Length; q++)
        {
            var (theta, weight) = (criterion.Points[q], criterion.Weights[q]);
            var (difference, first) = sums[next++];
            point.Add((0, difference * first, 0), weight, -(theta - intercept) / (slope * slope), -1 / slope, 0, 0);
            if (!criterion.IsSymmetric) continue;
            (difference, first) = sums[next++];
            point.Add((0, difference * first, 0), weight, theta, 1, 0, 0);
        }

        return (point.SlopeGradient, point.InterceptGradient);
    }

    /// <summary>The lowest minimum reached from the starting points; null if none has a slope within the bounds.</summary>
    public (ScaleTransformation Transformation, double Value)? Minimize(IEnumerable<ScaleTransformation> starts)
    {
        (ScaleTransformation Transformation, double Value)? best = null;
        foreach (var start in starts)
            if (Descend(start) is { } reached && !(reached.Value >= best?.Value))
                best = reached;
        return best;
    }

    // Newton's method in u = ln A and B with a Levenberg–Marquardt shift:
    // with two unknowns and exact second derivatives it is a closed 2 × 2 solve per step, it ends at rounding,
    // and it does not stall where the residuals vanish, as in noise-free data.
    private (ScaleTransformation Transformation, double Value)? Descend(ScaleTransformation start)
    {
        var (u, b) = (Math.Log(start.Slope), start.Intercept);
        var at = At(start.Slope, b);
        var damping = 0.0;
        for (var step = 0; step < MaxSteps; step++)
        {
            var a = Math.Exp(u);

            // B in units of A, so that a step means the same on either scale.
            var (gradientU, gradientB) = (a * at.SlopeGradient, a * at.InterceptGradient);
            var (uu, ub, bb) = (a * a * at.SlopeSlope + a * at.SlopeGradient, a * a * at.SlopeIntercept, a * a * at.InterceptIntercept);
            var shift = damping * (Math.Abs(uu) + Math.Abs(bb)) + Math.Max(0, -2 * SmallerEigenvalue(uu, ub, bb));
            var determinant = (uu + shift) * (bb + shift) - ub * ub;
            if (!(determinant > 0)) return null;

            var du = -((bb + shift) * gradientU - ub * gradientB) / determinant;
            var db = -((uu + shift) * gradientB - ub * gradientU) / determinant;
            var length = Math.Sqrt(du * du + db * db);
            var shortened = Math.Min(1, 1 / length);
            (du, db) = (shortened * du, shortened * db);
            var next = At(Math.Exp(u + du), b + a * db);
            if (next.Value <= at.Value)
            {
                (u, b, at) = (u + du, b + a * db, next);
                damping /= 10;
                if (Math.Exp(u) is < SmallestSlope or > LargestSlope || Math.Abs(b) > 1e6) return null;
                if (length < SmallestStep) return (new ScaleTransformation(Math.Exp(u), b), at.Value);
            }
            else
            {
                // The last digits of the value no longer tell a better place from a worse one.
                if (length < 1e-8) return (new ScaleTransformation(a, b), at.Value);
                damping = Math.Max(10 * damping, 1e-6);
            }
        }

        return null;
    }

    private static double SmallerEigenvalue(double xx, double xy, double yy) =>
        (xx + yy) / 2 - Math.Sqrt((xx - yy) * (xx - yy) / 4 + xy * xy);

    // Σ r², Σ r f' and Σ (f'² − r f'') over the curves, with the residuals r = fixed − f(t).
    private (double Squares, double Slopes, double Curvatures) Read(ItemParameters[] items, double t, ReadOnlySpan<double> fixedCurves)
    {
        if (!_byAnchor)
        {
            var (difference, slope, curvature) = Scores(items, t, fixedCurves[0]);
            return (difference * difference, difference * slope, slope * slope - difference * curvature);
        }

        double squares = 0, slopes = 0, curvatures = 0;
        Span<double> p = stackalloc double[ItemParameters.MaximumCategories];
        Span<double> g = stackalloc double[ItemParameters.MaximumCategories];
        Span<double> h = stackalloc double[ItemParameters.MaximumCategories];
        var curve = 0;
        foreach (var item in items)
        {
            var categories = item.Categories;
            ItemKernel.Evaluate(item, t, p[..categories], g[..categories], h[..categories]);
            for (var k = FirstCurve(item); k < categories; k++)
            {
                var first = p[k] * g[k];
                var residual = fixedCurves[curve++] - p[k];
                squares += residual * residual;
                slopes += residual * first;
                curvatures += first * first - residual * p[k] * (h[k] + g[k] * g[k]);
            }
        }

        return (squares, slopes, curvatures);
    }

    // The fixed sum of expected scores less that at t, and the latter's first two derivatives.
    private static (double Difference, double Slope, double Curvature) Scores(ItemParameters[] items, double t, double fixedScore)
    {
        double score = 0, slope = 0, curvature = 0;
        Span<double> p = stackalloc double[ItemParameters.MaximumCategories];
        Span<double> g = stackalloc double[ItemParameters.MaximumCategories];
        Span<double> h = stackalloc double[ItemParameters.MaximumCategories];
        foreach (var item in items)
        {
            var categories = item.Categories;
            ItemKernel.Evaluate(item, t, p[..categories], g[..categories], h[..categories]);
            for (var k = 1; k < categories; k++)
            {
                score += k * p[k];
                slope += k * p[k] * g[k];
                curvature += k * p[k] * (h[k] + g[k] * g[k]);
            }
        }

        return (fixedScore - score, slope, curvature);
    }

    private double[] Curves(ItemParameters[] items)
    {
        var curves = new double[_criterion.Points.Length * _stride];
        Span<double> p = stackalloc double[ItemParameters.MaximumCategories];
        Span<double> g = stackalloc double[ItemParameters.MaximumCategories];
        Span<double> h = stackalloc double[ItemParameters.MaximumCategories];
        var curve = 0;
        foreach (var theta in _criterion.Points)
        {
            foreach (var item in items)
            {
                var categories = item.Categories;
                ItemKernel.Evaluate(item, theta, p[..categories], g[..categories], h[..categories]);
                for (var k = FirstCurve(item); k < categories; k++)
                {
                    if (_byAnchor) curves[curve++] = p[k];
                    else curves[curve] += k * p[k];
                }
            }

            if (!_byAnchor) curve++;
        }

        return curves;
    }

    // Scores start with category 1, which is also the one curve of a dichotomous item.
    private int FirstCurve(ItemParameters item) => _byAnchor && !item.IsDichotomous ? 0 : 1;

    private static int CurvesOf(ItemParameters item) => item.IsDichotomous ? 1 : item.Categories;

    private static ItemParameters Scaled(ItemParameters item, double constant) =>
        constant == 1 ? item : ScaleTransformation.With(item, constant * item.Discrimination, item.Thresholds.AsSpan());
}

/// <summary>A criterion's value with its first and second derivatives in slope A and intercept B.</summary>
internal struct CriterionPoint
{
    public double Value;
    public double SlopeGradient;
    public double InterceptGradient;
    public double SlopeSlope;
    public double SlopeIntercept;
    public double InterceptIntercept;

    /// <summary>
    /// Adds one point of the criterion, read at an ability t with the derivatives dt/dA, dt/dB, d²t/dA² and d²t/dAdB;
    /// d²t/dB² is 0 on both scales.
    /// </summary>
    public void Add((double Squares, double Slopes, double Curvatures) read, double weight, double ta, double tb, double taa, double tab)
    {
        var twice = 2 * weight;
        Value += weight * read.Squares;
        SlopeGradient -= twice * read.Slopes * ta;
        InterceptGradient -= twice * read.Slopes * tb;
        SlopeSlope += twice * (read.Curvatures * ta * ta - read.Slopes * taa);
        SlopeIntercept += twice * (read.Curvatures * ta * tb - read.Slopes * tab);
        InterceptIntercept += twice * read.Curvatures * tb * tb;
    }
}
