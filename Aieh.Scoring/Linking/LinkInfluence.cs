using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Aieh.Scoring.Linking;

/// <summary>One anchor's difference against chance; null what has no standard error.</summary>
internal readonly record struct ResidualTest(
    double? DiscriminationZ, double? DifficultyZ, double? ChiSquare, int? DegreesOfFreedom, double? PValue);

/// <summary>
/// Covariances of differences between linked parameters by the delta method. A difference depends on its anchor's own parameters and,
/// through A and B, on those of every anchor of the linking: g = own + ∂/∂A·∇A + ∂/∂B·∇B, and Cov(r, s) = g_r'V g_s on each scale.
/// </summary>
internal sealed class LinkInfluence
{
    // Below this share of what the estimates themselves vary by, a difference varies by rounding: it cannot differ, as the one
    // discrimination of all one-parameter items cannot under mean–mean.
    private const double SmallestShare = 1e-8;

    private readonly AnchorErrors _errors;
    private readonly Side _new;
    private readonly Side _base;

    private LinkInfluence(AnchorErrors errors, (double, double)[] onNew, (double, double)[] onBase) =>
        (_errors, _new, _base) = (errors, new Side(errors.New, onNew), new Side(errors.Base, onBase));

    /// <summary>A and B taken as known.</summary>
    public static LinkInfluence None(AnchorErrors errors) => new(errors, Unmoved(errors.New), Unmoved(errors.Base));

    /// <summary>A and B from the anchors kept.</summary>
    public static LinkInfluence Of(IReadOnlyList<AnchorItem> anchors, bool[] kept, LinkingResult linked, AnchorErrors errors)
    {
        AnchorItem[] used = [.. anchors.Where((_, i) => kept[i])];
        return new LinkInfluence(errors, Spread(onBase: false, errors.New), Spread(onBase: true, errors.Base));

        (double, double)[] Spread(bool onBase, double[] covariance)
        {
            var derivatives = LinkingErrors.Derivatives(used, linked, onBase);
            var (all, from, to) = (Unmoved(covariance), 0, 0);
            for (var i = 0; i < anchors.Count; i++)
            {
                var count = LinkingErrors.ParameterCount(anchors[i].New);
                if (kept[i])
                {
                    derivatives.AsSpan(from, count).CopyTo(all.AsSpan(to));
                    from += count;
                }

                to += count;
            }

            return all;
        }
    }

    /// <summary>The errors of A and B; null if a matrix says that a variance is below 0.</summary>
    public LinkingErrors? Constants
    {
        get
        {
            var (slope, intercept) = (_new.SlopeVariance + _base.SlopeVariance, _new.InterceptVariance + _base.InterceptVariance);
            return slope >= 0 && intercept >= 0 && double.IsFinite(slope + intercept)
                ? new LinkingErrors(Math.Sqrt(slope), Math.Sqrt(intercept), _new.ConstantCovariance + _base.ConstantCovariance)
                : null;
        }
    }

    public IEnumerable<ResidualTest> Test(IEnumerable<AnchorResidual> residuals)
    {
        var first = 0;
        foreach (var residual in residuals)
        {
            yield return Test(residual, first);
            first += residual.Difficulty.New.Length;
        }
    }

    private ResidualTest Test(AnchorResidual residual, int first)
    {
        var (a, b) = (Z(residual.Discrimination, first), Z(residual.Difficulty, first));
        if (!_errors.AreCovariances) return new ResidualTest(a, b, null, null, Bonferroni(a, b));

        var (chiSquare, rank) = ChiSquare(residual.Tested, first);
        return rank > 0
            ? new ResidualTest(a, b, chiSquare, rank, MathNet.Numerics.SpecialFunctions.GammaUpperRegularized(rank / 2.0, chiSquare / 2))
            : new ResidualTest(a, b, null, null, null);
    }

    private double? Z(ResidualRow row, int first)
    {
        // A discrimination that the model fixes at 1 differs by the linking alone.
        if (Array.TrueForAll(row.New, derivative => derivative == 0)) return null;
        return Error(row, first) is { } error ? row.Value / error : null;
    }

    // The standard error of a difference; null where it has none.
    private double? Error(ResidualRow row, int first)
    {
        var (own, variance) = (row with { Slope = 0, Intercept = 0 }, Covariance(row, row, first));
        return double.IsFinite(variance) && variance > SmallestShare * Covariance(own, own, first) ? Math.Sqrt(variance) : null;
    }

    private static double? Bonferroni(double? a, double? b)
    {
        double[] known = [.. new[] { a, b }.OfType<double>().Select(Math.Abs)];
        return known.Length == 0 ? null : Math.Min(1, known.Length * 2 * Normal.CDF(0, 1, -known.Max()));
    }

    private (double ChiSquare, int Rank) ChiSquare(ResidualRow[] rows, int first)
    {
        // In units of standard errors, so that the rank does not depend on the units of the parameters.
        var free = rows.Select(row => (Row: row, Error: Error(row, first) ?? 0)).Where(row => row.Error > 0).ToArray();
        if (free.Length == 0) return (0, 0);
        var correlations = DenseMatrix.Create(
            free.Length, free.Length, (i, j) => Covariance(free[i].Row, free[j].Row, first) / (free[i].Error * free[j].Error));
        var standardised = DenseVector.Create(free.Length, i => free[i].Row.Value / free[i].Error);
        var eigen = correlations.Evd(Symmetricity.Symmetric);
        var (chiSquare, rank) = (0.0, 0);
        for (var i = 0; i < free.Length; i++)
        {
            if (eigen.EigenValues[i].Real <= SmallestShare) continue;
            var along = eigen.EigenVectors.Column(i).DotProduct(standardised);
            chiSquare += along * along / eigen.EigenValues[i].Real;
            rank++;
        }

        return (chiSquare, rank);
    }

    private double Covariance(ResidualRow one, ResidualRow other, int first) =>
        _new.Covariance(one, one.New, other, other.New, first) + _base.Covariance(one, one.Base, other, other.Base, first);

    private static (double, double)[] Unmoved(double[] covariance) => new (double, double)[(int)Math.Sqrt(covariance.Length)];

    /// <summary>One scale: the covariance of its parameters, and what each does to A and B.</summary>
    private sealed class Side
    {
        private readonly double[] _covariance;
        private readonly int _size;
        private readonly (double Slope, double Intercept)[] _withConstants;

        public Side(double[] covariance, (double Slope, double Intercept)[] derivatives)
        {
            (_covariance, _size) = (covariance, derivatives.Length);
            _withConstants = new (double, double)[_size];
            for (var i = 0; i < _size; i++)
            {
                for (var j = 0; j < _size; j++)
                {
                    _withConstants[i].Slope += covariance[i * _size + j] * derivatives[j].Slope;
                    _withConstants[i].Intercept += covariance[i * _size + j] * derivatives[j].Intercept;
                }
            }

            for (var i = 0; i < _size; i++)
            {
                SlopeVariance += derivatives[i].Slope * _withConstants[i].Slope;
                ConstantCovariance += derivatives[i].Slope * _withConstants[i].Intercept;
                InterceptVariance += derivatives[i].Intercept * _withConstants[i].Intercept;
            }
        }

        public double SlopeVariance { get; }

        public double ConstantCovariance { get; }

        public double InterceptVariance { get; }

        public double Covariance(ResidualRow one, double[] left, ResidualRow other, double[] right, int first)
        {
            var sum = one.Slope * other.Slope * SlopeVariance
                + (one.Slope * other.Intercept + one.Intercept * other.Slope) * ConstantCovariance
                + one.Intercept * other.Intercept * InterceptVariance;
            for (var i = 0; i < left.Length; i++)
            {
                var constants = _withConstants[first + i];
                sum += left[i] * (other.Slope * constants.Slope + other.Intercept * constants.Intercept);
                sum += right[i] * (one.Slope * constants.Slope + one.Intercept * constants.Intercept);
                for (var j = 0; j < right.Length; j++) sum += left[i] * _covariance[(first + i) * _size + first + j] * right[j];
            }

            return sum;
        }
    }
}
