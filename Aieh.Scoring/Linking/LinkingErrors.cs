using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Linking;

/// <summary>How exactly a linking is known, given how exactly its anchors' parameters are.</summary>
/// <param name="Slope">Standard error of A.</param>
/// <param name="Intercept">Standard error of B, base logits.</param>
/// <param name="Covariance">Covariance of A and B.</param>
public readonly record struct LinkingErrors(double Slope, double Intercept, double Covariance)
{
    // Central differences of smooth functions: truncation of the order of its square, 1e-10.
    private const double Step = 1e-5;

    /// <summary>Standard errors of the linking constants by the delta method.</summary>
    /// <param name="anchors">The anchors of the linking, in its order.</param>
    /// <param name="result">The linking; linked.</param>
    /// <param name="newCovariance">
    /// Covariance matrix of the anchors' parameters on the new scale, row by row; see <see cref="ParameterCount"/> for their order.
    /// </param>
    /// <param name="baseCovariance">The same on the base scale. The two calibrations are taken as independent.</param>
    /// <returns>The standard errors.</returns>
    /// <exception cref="ArgumentException">
    /// The result is not linked, belongs to other anchors, or a matrix has not the right size or is not positive
    /// semidefinite in the direction that matters.
    /// </exception>
    /// <remarks>
    /// With ξ the anchors' parameters and V their covariance, Var(A, B) = D V Dᵀ. For the moment methods D = ∂(A, B)/∂ξ;
    /// for the characteristic-curve methods, whose constants solve ∇C(A, B; ξ) = 0, D = −(∇²C)⁻¹ ∂∇C/∂ξ [Ogasawara2001].
    /// The derivatives in ξ are central differences of analytic gradients. An asymptotic result:
    /// it holds for errors small against the curves' widths.
    /// </remarks>
    public static LinkingErrors Of(
        IReadOnlyList<AnchorItem> anchors, LinkingResult result, ReadOnlySpan<double> newCovariance, ReadOnlySpan<double> baseCovariance)
    {
        ArgumentNullException.ThrowIfNull(anchors);
        ArgumentNullException.ThrowIfNull(result);
        if (result.Transformation is not { } at || result.Anchors != anchors.Count)
            throw new ArgumentException("The result is not a linking by these anchors.", nameof(result));

        var sum = default((double SlopeSlope, double SlopeIntercept, double InterceptIntercept));
        foreach (var onBase in (ReadOnlySpan<bool>)[false, true])
        {
            var covariance = onBase ? baseCovariance : newCovariance;
            var derivatives = Derivatives(anchors, result, at, onBase);
            if (covariance.Length != derivatives.Length * derivatives.Length)
                throw new ArgumentException(
                    $"The anchors have {derivatives.Length} parameters, the matrix {covariance.Length} entries.",
                    onBase ? nameof(baseCovariance) : nameof(newCovariance));
            for (var i = 0; i < derivatives.Length; i++)
            {
                for (var j = 0; j < derivatives.Length; j++)
                {
                    var entry = covariance[i * derivatives.Length + j];
                    sum.SlopeSlope += derivatives[i].Slope * entry * derivatives[j].Slope;
                    sum.SlopeIntercept += derivatives[i].Slope * entry * derivatives[j].Intercept;
                    sum.InterceptIntercept += derivatives[i].Intercept * entry * derivatives[j].Intercept;
                }
            }
        }

        if (!(sum.SlopeSlope >= 0) || !(sum.InterceptIntercept >= 0))
            throw new ArgumentException("A covariance matrix is not positive semidefinite.", nameof(newCovariance));
        return new LinkingErrors(Math.Sqrt(sum.SlopeSlope), Math.Sqrt(sum.InterceptIntercept), sum.SlopeIntercept);
    }

    /// <summary>
    /// How many estimated parameters an item has, in the order of the covariance matrices:
    /// discrimination (not in the one-parameter model), thresholds, and for the three-parameter model the lower asymptote.
    /// </summary>
    /// <param name="item">The item.</param>
    /// <returns>Number of rows that the item has in a covariance matrix.</returns>
    public static int ParameterCount(ItemParameters item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.OwnParameters;
    }

    private static (double Slope, double Intercept)[] Derivatives(
        IReadOnlyList<AnchorItem> anchors, LinkingResult result, ScaleTransformation at, bool onBase)
    {
        var derivatives = new List<(double, double)>();
        var curvature = result.Criterion is { } criterion
            ? new CharacteristicCurves(anchors, result.Method, criterion).At(at.Slope, at.Intercept)
            : default;
        var changed = anchors.ToArray();
        for (var i = 0; i < changed.Length; i++)
        {
            var item = onBase ? anchors[i].Base : anchors[i].New;
            for (var parameter = 0; parameter < ParameterCount(item); parameter++)
            {
                var (up, upwards) = Read(+Step);
                var (down, downwards) = Read(-Step);
                var change = ((up.X - down.X) / (upwards - downwards), (up.Y - down.Y) / (upwards - downwards));
                derivatives.Add(result.Criterion is null ? change : Solve(curvature, change));

                ((double X, double Y) Value, double Step) Read(double step)
                {
                    var (moved, taken) = Moved(item, parameter, step);
                    changed[i] = onBase ? new AnchorItem(anchors[i].New, moved) : new AnchorItem(moved, anchors[i].Base);
                    return (Function(changed, i, result, at), taken);
                }
            }

            changed[i] = anchors[i];
        }

        return [.. derivatives];
    }

    // The constants themselves for the moment methods, the criterion's gradient for the others. Haebara's is a sum over anchors:
    // the changed one alone tells the change.
    private static (double X, double Y) Function(AnchorItem[] anchors, int changed, LinkingResult result, ScaleTransformation at)
    {
        if (result.Criterion is not { } criterion)
        {
            var moments = ScaleLinking.FromMoments(AnchorMoments.Of(anchors), result.Method)!.Value;
            return (moments.Slope, moments.Intercept);
        }

        var summed = result.Method == LinkingMethod.Haebara ? [anchors[changed]] : anchors;
        var point = new CharacteristicCurves(summed, result.Method, criterion).At(at.Slope, at.Intercept);
        return (point.SlopeGradient, point.InterceptGradient);
    }

    private static (double, double) Solve(in CriterionPoint point, (double X, double Y) gradient)
    {
        var determinant = point.SlopeSlope * point.InterceptIntercept - point.SlopeIntercept * point.SlopeIntercept;
        var slope = -(point.InterceptIntercept * gradient.X - point.SlopeIntercept * gradient.Y) / determinant;
        var intercept = -(point.SlopeSlope * gradient.Y - point.SlopeIntercept * gradient.X) / determinant;
        return (slope, intercept);
    }

    // A lower asymptote at 0 cannot go down: the step taken is then 0, and the difference one-sided.
    private static (ItemParameters Item, double Step) Moved(ItemParameters item, int parameter, double step)
    {
        var place = item.Model == ItemModel.OneParameterLogistic ? parameter + 1 : parameter;
        if (place > item.Thresholds.Length)
        {
            var guessing = Math.Max(0, item.Guessing + step);
            return (ItemParameters.ThreeParameter(item.Discrimination, item.Thresholds[0], guessing), guessing - item.Guessing);
        }

        if (place == 0)
            return (ScaleTransformation.With(item, item.Discrimination * (1 + step), item.Thresholds.AsSpan()), item.Discrimination * step);
        Span<double> thresholds = stackalloc double[item.Thresholds.Length];
        item.Thresholds.CopyTo(thresholds);
        thresholds[place - 1] += step;
        return (ScaleTransformation.With(item, item.Discrimination, thresholds), step);
    }
}
