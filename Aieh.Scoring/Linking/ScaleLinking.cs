namespace Aieh.Scoring.Linking;

/// <summary>Puts separately calibrated parameters on one scale by the items they have in common.</summary>
public static class ScaleLinking
{
    // Spread that rounding alone could make: standard deviation over largest absolute threshold.
    private const double SmallestSpread = 1e-12;

    /// <summary>Finds A and B of θ_base = A·θ_new + B.</summary>
    /// <param name="anchors">The common items, in any order; fewer than two is a status.</param>
    /// <param name="method">How to link.</param>
    /// <param name="criterion">
    /// What a characteristic-curve method sums over; not used, and null in the result, for the moment methods.
    /// </param>
    /// <returns>The transformation with its status, method and criterion.</returns>
    /// <exception cref="ArgumentNullException">The method needs a criterion and none is given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="method"/> is not a defined method, or the constants lie outside the domain of a transformation.
    /// </exception>
    /// <remarks>
    /// Moments are taken over all thresholds of all anchors: mean–mean A = mean(a_new)/mean(a_base) [LoydHoover1980],
    /// its geometric form the same with geometric means [MislevyBock1990], mean–sigma A = sd(b_base)/sd(b_new) [Marco1977];
    /// B = mean(b_base) − A·mean(b_new).
    /// The characteristic-curve criteria (see <see cref="LinkingCriterion"/>) are minimised in ln A and B by a damped Newton method with
    /// analytic derivatives from several starting points; the lowest minimum found is taken.
    /// With one-parameter anchors, whose discriminations are 1 on both scales, mean–mean keeps A = 1; the other methods
    /// take A from the difficulties or the curves.
    /// </remarks>
    public static LinkingResult Link(IReadOnlyList<AnchorItem> anchors, LinkingMethod method, LinkingCriterion? criterion = null)
    {
        ArgumentNullException.ThrowIfNull(anchors);
        if (!Enum.IsDefined(method)) throw new ArgumentOutOfRangeException(nameof(method), method, "Not a linking method.");
        var byCurves = method is LinkingMethod.Haebara or LinkingMethod.StockingLord;
        if (byCurves) ArgumentNullException.ThrowIfNull(criterion);
        else criterion = null;

        if (anchors.Count < 2) return new LinkingResult(LinkingStatus.TooFewAnchors, method, anchors.Count, null, criterion, null);
        if (byCurves)
        {
            var minimum = new CharacteristicCurves(anchors, method, criterion!).Minimize(Starts(anchors));
            return minimum is { } found
                ? new LinkingResult(LinkingStatus.Linked, method, anchors.Count, found.Transformation, criterion, found.Value)
                : new LinkingResult(LinkingStatus.NoMinimum, method, anchors.Count, null, criterion, null);
        }

        return FromMoments(AnchorMoments.Of(anchors), method) is { } transformation
            ? new LinkingResult(LinkingStatus.Linked, method, anchors.Count, transformation, null, null)
            : new LinkingResult(LinkingStatus.NoSpread, method, anchors.Count, null, null, null);
    }

    /// <summary>The value of a characteristic-curve criterion at any transformation, to compare linkings with.</summary>
    /// <param name="anchors">The common items; at least one.</param>
    /// <param name="method"><see cref="LinkingMethod.Haebara"/> or <see cref="LinkingMethod.StockingLord"/>.</param>
    /// <param name="criterion">Points, weights, symmetry and D.</param>
    /// <param name="transformation">The transformation to judge.</param>
    /// <returns>The criterion's value; at least 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The method has no criterion.</exception>
    public static double CriterionValue(
        IReadOnlyList<AnchorItem> anchors, LinkingMethod method, LinkingCriterion criterion, ScaleTransformation transformation)
    {
        ArgumentNullException.ThrowIfNull(anchors);
        ArgumentNullException.ThrowIfNull(criterion);
        if (method is not (LinkingMethod.Haebara or LinkingMethod.StockingLord))
            throw new ArgumentOutOfRangeException(nameof(method), method, "Only the characteristic-curve methods have a criterion.");
        return new CharacteristicCurves(anchors, method, criterion).At(transformation.Slope, transformation.Intercept).Value;
    }

    /// <summary>The moment method's transformation; null where it is not defined.</summary>
    internal static ScaleTransformation? FromMoments(in AnchorMoments moments, LinkingMethod method)
    {
        var slope = method switch
        {
            LinkingMethod.MeanMean => moments.New.MeanDiscrimination / moments.Base.MeanDiscrimination,
            LinkingMethod.MeanGeometricMean => Math.Exp(moments.New.MeanLogDiscrimination - moments.Base.MeanLogDiscrimination),
            _ when moments.New.HasSpread(SmallestSpread) && moments.Base.HasSpread(SmallestSpread) =>
                moments.Base.ThresholdDeviation / moments.New.ThresholdDeviation,
            _ => 0,
        };
        return slope > 0 ? new ScaleTransformation(slope, moments.Base.MeanThreshold - slope * moments.New.MeanThreshold) : null;
    }

    // From the moments, and from slopes far to both sides, each with the thresholds' means matched.
    private static List<ScaleTransformation> Starts(IReadOnlyList<AnchorItem> anchors)
    {
        var moments = AnchorMoments.Of(anchors);
        var starts = new List<ScaleTransformation>(5);
        foreach (var method in (ReadOnlySpan<LinkingMethod>)[LinkingMethod.MeanMean, LinkingMethod.MeanSigma])
        {
            var start = FromMoments(moments, method);
            if (start is { Slope: > CharacteristicCurves.SmallestSlope and < CharacteristicCurves.LargestSlope }) starts.Add(start.Value);
        }

        foreach (var slope in (ReadOnlySpan<double>)[0.5, 1, 2])
            starts.Add(new ScaleTransformation(slope, moments.Base.MeanThreshold - slope * moments.New.MeanThreshold));
        return starts;
    }
}

/// <summary>What the moment methods need of the anchors on both scales.</summary>
internal readonly record struct AnchorMoments(ScaleMoments New, ScaleMoments Base)
{
    public static AnchorMoments Of(IReadOnlyList<AnchorItem> anchors) =>
        new(ScaleMoments.Of([.. anchors.Select(anchor => anchor.New)]), ScaleMoments.Of([.. anchors.Select(anchor => anchor.Base)]));
}

/// <summary>Moments of discriminations and of all thresholds on one scale.</summary>
internal readonly record struct ScaleMoments(
    double MeanDiscrimination, double MeanLogDiscrimination, double MeanThreshold, double ThresholdDeviation, double LargestThreshold)
{
    public bool HasSpread(double smallest) => ThresholdDeviation > smallest * Math.Max(1, LargestThreshold);

    public static ScaleMoments Of(ReadOnlySpan<Irt.ItemParameters> items)
    {
        double discriminations = 0, logarithms = 0, thresholds = 0, largest = 0;
        var count = 0;
        foreach (var item in items)
        {
            discriminations += item.Discrimination;
            logarithms += Math.Log(item.Discrimination);
            foreach (var threshold in item.Thresholds)
            {
                thresholds += threshold;
                largest = Math.Max(largest, Math.Abs(threshold));
                count++;
            }
        }

        var mean = thresholds / count;
        var squares = 0.0;
        foreach (var item in items)
            foreach (var threshold in item.Thresholds)
                squares += (threshold - mean) * (threshold - mean);
        return new ScaleMoments(discriminations / items.Length, logarithms / items.Length, mean, Math.Sqrt(squares / count), largest);
    }
}
