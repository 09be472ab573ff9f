namespace Aieh.Scoring.Linking;

/// <summary>Detects anchors whose parameters changed between two calibrations.</summary>
public static class DriftDetection
{
    private const int MostRounds = 20;

    /// <summary>Links by all anchors, flags those that drifted, and links again without them.</summary>
    /// <param name="anchors">The common items.</param>
    /// <param name="method">How to link.</param>
    /// <param name="criterion">
    /// Points, weights, symmetry and D: for a characteristic-curve method, and for the distance of the curves whatever the method.
    /// </param>
    /// <param name="testLength">Number of items of the test that the anchors stand for; decides how many anchors must stay.</param>
    /// <param name="errors">
    /// How exactly the anchors' parameters are known; null when that is not known: then nothing is judged, nor where
    /// <see cref="AnchorItem.ModelsDiffer"/>.
    /// </param>
    /// <param name="rule">When an anchor counts as drifted.</param>
    /// <returns>Both linkings and the differences.</returns>
    /// <exception cref="ArgumentException">The errors belong to other anchors.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its domain.</exception>
    /// <remarks>
    /// An anchor's test is that of [Lord1980, ch. 14]: χ² = r'Σ⁻¹r for the differences r of slope and intercepts, whose estimates are
    /// nearer to normal than those of b. By the delta method Σ has the errors of both estimates and of A and B, which the anchor may
    /// itself have helped to determine. Where only standard errors are known, it is the smaller p of the discrimination's and the
    /// difficulty's z, doubled for having two chances. Anchors are flagged at a false discovery rate [BenjaminiHochberg1995].
    /// A drifting anchor must not make sound ones look drifted: the first round is judged by medians of the differences, which a minority
    /// cannot move far, and each further one by the linking of the anchors that the round before did not flag, until that set repeats, at
    /// most 20 times [CandellDrasgow1988].
    /// If fewer anchors would stay than 20 % of the test, or 20 where that is less, the flagged ones with the largest p stay.
    /// </remarks>
    public static DriftReport Detect(
        IReadOnlyList<AnchorItem> anchors, LinkingMethod method, LinkingCriterion criterion, int testLength,
        AnchorErrors? errors = null, DriftRule? rule = null)
    {
        ArgumentNullException.ThrowIfNull(anchors);
        ArgumentNullException.ThrowIfNull(criterion);
        ArgumentOutOfRangeException.ThrowIfLessThan(testLength, 1);
        errors?.Check(anchors);
        rule ??= DriftRule.Default;
        if (!(rule.FalseDiscoveryRate > 0) || !(rule.FalseDiscoveryRate < 1))
            throw new ArgumentOutOfRangeException(nameof(rule), rule.FalseDiscoveryRate, "A false discovery rate lies between 0 and 1.");

        var all = ScaleLinking.Link(anchors, method, criterion);
        if (all.Transformation is not { } byAll) return new DriftReport(DriftStatus.NotLinked, all, null, all, null, []);
        var modelsDiffer = anchors.Any(anchor => anchor.ModelsDiffer);
        if (errors is null || modelsDiffer)
        {
            var why = modelsDiffer ? DriftStatus.DifferentModels : DriftStatus.NoStandardErrors;
            var differences = anchors.Select((anchor, i) => Shown(i, AnchorResidual.Of(anchor, byAll), null, anchor, criterion, byAll));
            return new DriftReport(why, all, null, all, null, [.. differences]);
        }

        var search = new Search(anchors, method, criterion, errors, rule, rule.Floor(testLength), all);
        search.Run();
        var at = search.Linked.Transformation!.Value;
        var drifts = anchors.Select((anchor, i) =>
            Shown(i, search.Residuals[i], search.VerdictOn(i), anchor, criterion, at) with { IsKept = search.Kept[i] });
        var (allErrors, keptErrors) = errors.AreCovariances
            ? (LinkInfluence.Of(anchors, [.. anchors.Select(_ => true)], all, errors).Constants, search.Influence.Constants)
            : (null, null);
        return new DriftReport(DriftStatus.Judged, all, allErrors, search.Linked, keptErrors, [.. drifts]);
    }

    private static AnchorDrift Shown(
        int index, AnchorResidual residual, Verdict? verdict, AnchorItem anchor, LinkingCriterion criterion, ScaleTransformation at)
    {
        var test = verdict?.Test;
        return new AnchorDrift(
            index, residual.Discrimination.Value, residual.Difficulty.Value, test?.DiscriminationZ, test?.DifficultyZ,
            test?.ChiSquare, test?.DegreesOfFreedom, test?.PValue, verdict?.AdjustedPValue, CurveDistance(anchor, criterion, at),
            verdict?.IsFlagged, IsKept: true);
    }

    // The criterion of one anchor alone, over the sum of the weights: on both scales, when it is symmetric, half of it each.
    private static double CurveDistance(AnchorItem anchor, LinkingCriterion criterion, ScaleTransformation transformation) =>
        ScaleLinking.CriterionValue([anchor], LinkingMethod.Haebara, criterion, transformation)
            / (criterion.Weights.Sum() * (criterion.IsSymmetric ? 2 : 1));

    private readonly record struct Verdict(ResidualTest Test, double? AdjustedPValue, bool? IsFlagged);

    private sealed class Search(
        IReadOnlyList<AnchorItem> anchors, LinkingMethod method, LinkingCriterion criterion, AnchorErrors errors, DriftRule rule,
        int floor, LinkingResult all)
    {
        private readonly AnchorErrors _errors = errors;
        private readonly LinkingResult _all = all;

        public bool[] Kept { get; private set; } = [.. anchors.Select(_ => true)];

        public LinkingResult Linked { get; private set; } = all;

        public LinkInfluence Influence { get; private set; } = LinkInfluence.None(errors);

        public AnchorResidual[] Residuals { get; private set; } = [];

        private Verdict[] Verdicts { get; set; } = [];

        public void Run()
        {
            Judge(Median());
            for (var round = 0; round < MostRounds; round++)
            {
                var before = Kept;
                Kept = Keep();
                LinkKept();
                Influence = LinkInfluence.Of(anchors, Kept, Linked, _errors);
                Judge(Linked.Transformation!.Value);
                if (Kept.AsSpan().SequenceEqual(before) && round > 0) return;
            }
        }

        // What was dropped for the last linking was flagged then, even if a set that goes round in a circle would clear it now.
        public Verdict VerdictOn(int anchor) => Kept[anchor] ? Verdicts[anchor] : Verdicts[anchor] with { IsFlagged = true };

        private void LinkKept()
        {
            Linked = Kept.Contains(false) ? ScaleLinking.Link([.. anchors.Where((_, i) => Kept[i])], method, criterion) : _all;
            if (Linked.Transformation is not null) return;

            // The anchors that stay do not determine the scale: they are judged by the linking of all.
            (Kept, Linked) = ([.. anchors.Select(_ => true)], _all);
        }

        private void Judge(ScaleTransformation at)
        {
            Residuals = [.. anchors.Select(anchor => AnchorResidual.Of(anchor, at))];
            ResidualTest[] tests = [.. Influence.Test(Residuals)];
            var adjusted = FalseDiscovery.Adjust([.. tests.Select(test => test.PValue)]);
            Verdicts = [.. tests.Select((test, i) => new Verdict(test, adjusted[i], IsFlagged(adjusted[i])))];
        }

        private bool? IsFlagged(double? adjusted) => adjusted is { } p ? p <= rule.FalseDiscoveryRate : null;

        // Without what is flagged, the least likely to be sound first, as long as enough anchors stay.
        private bool[] Keep()
        {
            var flagged = Enumerable.Range(0, anchors.Count).Where(i => Verdicts[i].IsFlagged == true);
            var dropped = flagged.OrderBy(i => Verdicts[i].Test.PValue).Take(Math.Max(0, anchors.Count - floor)).ToHashSet();
            return [.. anchors.Select((_, i) => !dropped.Contains(i))];
        }

        private ScaleTransformation Median()
        {
            var slope = Median(anchors.Select(anchor => anchor.New.Discrimination / anchor.Base.Discrimination));
            var shifts = anchors.Select(anchor => AnchorResidual.Mean(anchor.Base) - slope * AnchorResidual.Mean(anchor.New));
            return new ScaleTransformation(slope, Median(shifts));
        }

        private static double Median(IEnumerable<double> values)
        {
            double[] sorted = [.. values.Order()];
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }
}

/// <summary>
/// The adjusted p-values of [BenjaminiHochberg1995]: the smallest false discovery rate at which each is a discovery.
/// </summary>
internal static class FalseDiscovery
{
    public static double?[] Adjust(IReadOnlyList<double?> pValues)
    {
        int[] order = [.. Enumerable.Range(0, pValues.Count).Where(i => pValues[i] is not null).OrderBy(i => pValues[i])];
        var adjusted = new double?[pValues.Count];
        var least = 1.0;
        for (var rank = order.Length; rank > 0; rank--)
        {
            least = Math.Min(least, pValues[order[rank - 1]]!.Value * order.Length / rank);
            adjusted[order[rank - 1]] = least;
        }

        return adjusted;
    }
}
