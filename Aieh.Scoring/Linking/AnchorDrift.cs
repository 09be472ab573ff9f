using System.Collections.Immutable;
using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Linking;

/// <summary>When an anchor counts as drifted, and how many must stay.</summary>
/// <param name="RobustZ">Smallest |z| of a robust z that flags: 1.645, the two-sided 10 % point [HuynhMeyer2010].</param>
/// <param name="StandardErrorZ">
/// |z| above which a difference of difficulty over its standard error flags, together with <paramref name="SmallestDifference"/>: 1.96.
/// </param>
/// <param name="SmallestDifference">
/// Smallest |difference| of difficulty that flags by its standard error, logits: 0.3; a significant but smaller one harms nobody.
/// </param>
/// <param name="KeptShare">Share of the test's length in anchors that must stay: 0.2.</param>
/// <param name="KeptCount">Number of anchors that is enough whatever the length of the test: 20.</param>
public sealed record DriftRule(
    double RobustZ = 1.645, double StandardErrorZ = 1.96, double SmallestDifference = 0.3, double KeptShare = 0.2, int KeptCount = 20)
{
    /// <summary>The rule with the numbers above.</summary>
    public static DriftRule Default { get; } = new();

    internal int Floor(int testLength) => Math.Max(2, (int)Math.Min(KeptCount, Math.Ceiling(KeptShare * testLength)));
}

/// <summary>Standard errors of one anchor's difficulty (for several thresholds, of their mean).</summary>
/// <param name="New">On the new scale, logits; at least 0.</param>
/// <param name="Base">On the base scale, logits; at least 0.</param>
public readonly record struct DifficultyErrors(double New, double Base);

/// <summary>How far one anchor's parameters differ after linking, on the base scale.</summary>
/// <param name="Index">Position among the anchors given.</param>
/// <param name="DiscriminationDifference">a_base − a_new/A, per logit.</param>
/// <param name="DifficultyDifference">b_base − (A·b_new + B), logits; of the mean threshold.</param>
/// <param name="DiscriminationZ">Robust z of the discrimination's difference among all anchors.</param>
/// <param name="DifficultyZ">Robust z of the difficulty's difference among all anchors.</param>
/// <param name="StandardErrorZ">
/// Difficulty's difference over √(SE_base² + A²·SE_new²); null when no standard errors were given, or both are 0.
/// </param>
/// <param name="CurveDistance">
/// Weighted mean squared difference of the response curves, Σ w (P_base − P_new)²/Σ w,
/// summed over the curves that Haebara's criterion counts.
/// </param>
/// <param name="IsFlagged">Whether a rule flags it.</param>
/// <param name="IsKept">
/// Whether it is in the linking without drift: true unless flagged, and for the least suspect flagged ones if too few would stay.
/// </param>
public sealed record AnchorDrift(
    int Index, double DiscriminationDifference, double DifficultyDifference, double DiscriminationZ, double DifficultyZ,
    double? StandardErrorZ, double CurveDistance, bool IsFlagged, bool IsKept);

/// <summary>A linking by all anchors and one without those that drifted.</summary>
/// <param name="All">The linking by all anchors, which the differences were judged by.</param>
/// <param name="Kept">The linking by the anchors kept; the same as <paramref name="All"/> when all were.</param>
/// <param name="Anchors">One entry for each anchor, in their order; empty when the anchors could not be linked.</param>
public sealed record DriftReport(LinkingResult All, LinkingResult Kept, ImmutableArray<AnchorDrift> Anchors);

/// <summary>Detects anchors whose parameters changed between two calibrations.</summary>
public static class DriftDetection
{
    // A spread below it is rounding: among anchors that agree to the last digit, the differences are not evidence of drift.
    private const double SmallestSpread = 1e-6;

    /// <summary>Links by all anchors, flags those that drifted, and links again without them.</summary>
    /// <param name="anchors">The common items.</param>
    /// <param name="method">How to link.</param>
    /// <param name="criterion">
    /// Points, weights, symmetry and D: for a characteristic-curve method, and for the distance of the curves whatever the method.
    /// </param>
    /// <param name="testLength">Number of items of the test that the anchors stand for; decides how many anchors must stay.</param>
    /// <param name="errors">Standard errors of the difficulties, one entry for each anchor; null when there are none.</param>
    /// <param name="rule">When an anchor counts as drifted.</param>
    /// <returns>Both linkings and the differences.</returns>
    /// <exception cref="ArgumentException">There is not one entry of standard errors for each anchor.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its domain.</exception>
    /// <remarks>
    /// Robust z = (d − median)/(0.74·IQR) [HuynhMeyer2010], over all anchors, with the quartiles of linear interpolation
    /// (type 7 of [HyndmanFan1996]) and a scale of at least 1e-6.
    /// It needs no standard errors, and it compares anchors with one another:
    /// a difference common to all of them is the linking's, not theirs.
    /// One round only. If fewer anchors would stay than 20 % of the test, or 20 where that is less,
    /// the flagged ones with the smallest excess over their limit stay.
    /// </remarks>
    public static DriftReport Detect(
        IReadOnlyList<AnchorItem> anchors, LinkingMethod method, LinkingCriterion criterion, int testLength,
        IReadOnlyList<DifficultyErrors>? errors = null, DriftRule? rule = null)
    {
        ArgumentNullException.ThrowIfNull(anchors);
        ArgumentNullException.ThrowIfNull(criterion);
        ArgumentOutOfRangeException.ThrowIfLessThan(testLength, 1);
        Check(anchors.Count, errors);
        rule ??= DriftRule.Default;

        var all = ScaleLinking.Link(anchors, method, criterion);
        if (all.Transformation is not { } transformation) return new DriftReport(all, all, []);

        double DiscriminationDifference(AnchorItem anchor) => anchor.Base.Discrimination - anchor.New.Discrimination / transformation.Slope;
        double DifficultyDifference(AnchorItem anchor) =>
            Mean(anchor.Base) - (transformation.Slope * Mean(anchor.New) + transformation.Intercept);

        double[] discriminations = [.. anchors.Select(DiscriminationDifference)];
        double[] difficulties = [.. anchors.Select(DifficultyDifference)];
        var (discriminationZ, difficultyZ) = (RobustZ(discriminations), RobustZ(difficulties));
        var drifts = new AnchorDrift[anchors.Count];
        var excess = new double[anchors.Count];
        for (var i = 0; i < drifts.Length; i++)
        {
            var byErrors = errors is null ? null : StandardErrorZ(difficulties[i], errors[i], transformation.Slope);
            excess[i] = Math.Max(Math.Abs(discriminationZ[i]), Math.Abs(difficultyZ[i])) / rule.RobustZ;
            var flagged = excess[i] >= 1;
            if (Math.Abs(byErrors ?? 0) > rule.StandardErrorZ && Math.Abs(difficulties[i]) >= rule.SmallestDifference)
            {
                excess[i] = Math.Max(excess[i], Math.Abs(byErrors!.Value) / rule.StandardErrorZ);
                flagged = true;
            }

            drifts[i] = new AnchorDrift(
                i, discriminations[i], difficulties[i], discriminationZ[i], difficultyZ[i], byErrors,
                CurveDistance(anchors[i], criterion, transformation), flagged, IsKept: true);
        }

        var dropped = Math.Min(drifts.Count(drift => drift.IsFlagged), Math.Max(0, drifts.Length - rule.Floor(testLength)));
        if (dropped == 0) return new DriftReport(all, all, [.. drifts]);

        var worst = drifts
            .Where(drift => drift.IsFlagged)
            .OrderByDescending(drift => excess[drift.Index])
            .ThenBy(drift => drift.Index)
            .Take(dropped);
        foreach (var drift in worst.ToArray())
            drifts[drift.Index] = drift with { IsKept = false };
        return new DriftReport(all, ScaleLinking.Link([.. anchors.Where((_, i) => drifts[i].IsKept)], method, criterion), [.. drifts]);
    }

    private static double Mean(ItemParameters item)
    {
        var sum = 0.0;
        foreach (var threshold in item.Thresholds) sum += threshold;
        return sum / item.Thresholds.Length;
    }

    private static double? StandardErrorZ(double difference, DifficultyErrors errors, double slope)
    {
        var error = Math.Sqrt(errors.Base * errors.Base + slope * slope * errors.New * errors.New);
        return error > 0 ? difference / error : null;
    }

    // The criterion of one anchor alone, over the sum of the weights: on both scales, when it is symmetric, half of it each.
    private static double CurveDistance(AnchorItem anchor, LinkingCriterion criterion, ScaleTransformation transformation) =>
        ScaleLinking.CriterionValue([anchor], LinkingMethod.Haebara, criterion, transformation)
            / (criterion.Weights.Sum() * (criterion.IsSymmetric ? 2 : 1));

    private static double[] RobustZ(double[] differences)
    {
        double[] sorted = [.. differences.Order()];
        var median = Quantile(sorted, 0.5);
        var scale = Math.Max(SmallestSpread, 0.74 * (Quantile(sorted, 0.75) - Quantile(sorted, 0.25)));
        return [.. differences.Select(difference => (difference - median) / scale)];
    }

    private static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }

    private static void Check(int anchors, IReadOnlyList<DifficultyErrors>? errors)
    {
        if (errors is null) return;
        if (errors.Count != anchors)
            throw new ArgumentException($"There are {anchors} anchors and {errors.Count} entries of standard errors.", nameof(errors));
        foreach (var (@new, @base) in errors)
            if (!(@new >= 0) || !(@base >= 0) || !double.IsFinite(@new + @base))
                throw new ArgumentOutOfRangeException(nameof(errors), (@new, @base), "Standard errors must be finite and at least 0.");
    }
}
