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
    /// For the moment methods this is [Ogasawara2000].
    /// The derivatives in ξ are central differences of analytic gradients. An asymptotic result:
    /// it holds for errors small against the curves' widths.
    /// The matrices must hold the covariances between items: the people of a calibration move all its items alike, and the constants with
    /// them, so that a matrix of the items' own blocks alone gives errors that are too small, by half with twenty items and 1,000 people.
    /// </remarks>
    public static LinkingErrors Of(
        IReadOnlyList<AnchorItem> anchors, LinkingResult result, ReadOnlySpan<double> newCovariance, ReadOnlySpan<double> baseCovariance)
    {
        ArgumentNullException.ThrowIfNull(anchors);
        ArgumentNullException.ThrowIfNull(result);
        if (result.Transformation is null || result.Anchors != anchors.Count)
            throw new ArgumentException("The result is not a linking by these anchors.", nameof(result));

        var errors = AnchorErrors.OfCovariances(newCovariance, baseCovariance);
        errors.Check(anchors);
        return LinkInfluence.Of(anchors, [.. anchors.Select(_ => true)], result, errors).Constants
            ?? throw new ArgumentException("A covariance matrix is not positive semidefinite.", nameof(newCovariance));
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

    /// <summary>What a small change of each parameter on one scale, in the order of the covariance matrices, does to A and B.</summary>
    internal static (double Slope, double Intercept)[] Derivatives(IReadOnlyList<AnchorItem> anchors, LinkingResult result, bool onBase)
    {
        var at = result.Transformation!.Value;
        var derivatives = new List<(double, double)>();
        var whole = result.Criterion is { } criterion ? new CharacteristicCurves(anchors, result.Method, criterion) : null;
        var curvature = whole?.At(at.Slope, at.Intercept) ?? default;
        var sums = result.Method == LinkingMethod.StockingLord ? whole!.ScoreSums(at.Slope, at.Intercept) : [];
        var changed = anchors.ToArray();
        for (var i = 0; i < changed.Length; i++)
        {
            var item = onBase ? anchors[i].Base : anchors[i].New;
            var others = sums.Length == 0 ? [] : Combined(sums, -1, SumsOf(anchors[i], result));
            for (var parameter = 0; parameter < ParameterCount(item); parameter++)
            {
                var (up, upwards) = Read(+Step);
                var (down, downwards) = Read(-Step);
                var change = ((up.X - down.X) / (upwards - downwards), (up.Y - down.Y) / (upwards - downwards));
                derivatives.Add(whole is null ? change : Solve(curvature, change));

                ((double X, double Y) Value, double Step) Read(double step)
                {
                    var (moved, taken) = Moved(item, parameter, step);
                    changed[i] = onBase ? new AnchorItem(anchors[i].New, moved) : new AnchorItem(moved, anchors[i].Base);
                    return (Function(changed, i, result, others), taken);
                }
            }

            changed[i] = anchors[i];
        }

        return [.. derivatives];
    }

    // The constants themselves for the moment methods, the criterion's gradient for the others. Haebara's is a sum over anchors, and
    // Stocking and Lord's is made of such sums: the changed anchor alone tells the change.
    private static (double X, double Y) Function(
        AnchorItem[] anchors, int changed, LinkingResult result, (double Difference, double Slope)[] others)
    {
        if (result.Criterion is not { } criterion)
        {
            var moments = ScaleLinking.FromMoments(AnchorMoments.Of(anchors), result.Method)!.Value;
            return (moments.Slope, moments.Intercept);
        }

        var at = result.Transformation!.Value;
        if (result.Method == LinkingMethod.StockingLord)
            return CharacteristicCurves.Gradient(criterion, Combined(others, 1, SumsOf(anchors[changed], result)), at.Slope, at.Intercept);
        var point = new CharacteristicCurves([anchors[changed]], result.Method, criterion).At(at.Slope, at.Intercept);
        return (point.SlopeGradient, point.InterceptGradient);
    }

    private static (double Difference, double Slope)[] SumsOf(AnchorItem anchor, LinkingResult result)
    {
        var at = result.Transformation!.Value;
        return new CharacteristicCurves([anchor], result.Method, result.Criterion!).ScoreSums(at.Slope, at.Intercept);
    }

    private static (double Difference, double Slope)[] Combined(
        (double Difference, double Slope)[] sums, int sign, (double Difference, double Slope)[] more) =>
        [.. sums.Zip(more, (one, other) => (one.Difference + sign * other.Difference, one.Slope + sign * other.Slope))];

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
