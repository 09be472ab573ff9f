using System.Collections.Immutable;

namespace Aieh.Scoring.Linking;

/// <summary>When an anchor counts as drifted, and how many must stay.</summary>
/// <param name="FalseDiscoveryRate">
/// Expected share of sound anchors among those flagged, in (0, 1): 0.05. When all anchors are sound it is the probability that any is
/// flagged [BenjaminiHochberg1995].
/// </param>
/// <param name="KeptShare">Share of the test's length in anchors that must stay: 0.2.</param>
/// <param name="KeptCount">Number of anchors that is enough whatever the length of the test: 20.</param>
public sealed record DriftRule(double FalseDiscoveryRate = 0.05, double KeptShare = 0.2, int KeptCount = 20)
{
    /// <summary>The rule with the numbers above.</summary>
    public static DriftRule Default { get; } = new();

    internal int Floor(int testLength) => Math.Max(2, (int)Math.Min(KeptCount, Math.Ceiling(KeptShare * testLength)));
}

/// <summary>Whether drift was judged and, if not, why.</summary>
public enum DriftStatus
{
    /// <summary>Judged.</summary>
    Judged,

    /// <summary>Not judged: how exactly the parameters are known was not given, so no difference can be told from chance.</summary>
    NoStandardErrors,

    /// <summary>Not judged: some anchor was estimated under different models, whose parameters differ without any drift.</summary>
    DifferentModels,

    /// <summary>Not judged: the anchors could not be linked.</summary>
    NotLinked,
}

/// <summary>How far one anchor's parameters differ after linking, on the base scale, and whether by more than chance.</summary>
/// <param name="Index">Position among the anchors given.</param>
/// <param name="DiscriminationDifference">a_base − a_new/A, per logit.</param>
/// <param name="DifficultyDifference">b_base − (A·b_new + B), logits; of the mean threshold.</param>
/// <param name="DiscriminationZ">The discrimination's difference over its standard error; null without one.</param>
/// <param name="DifficultyZ">The difficulty's difference over its standard error; null without one.</param>
/// <param name="ChiSquare">
/// The differences of slope and intercepts −a·b in units of their covariance; null where that is not known, or has no rank.
/// </param>
/// <param name="DegreesOfFreedom">Rank of that covariance; null where there is no χ².</param>
/// <param name="PValue">Probability of so large a difference by chance, one anchor by itself; null where it was not judged.</param>
/// <param name="AdjustedPValue">
/// The smallest false discovery rate at which the anchor is flagged, in [0, 1]; null where it was not judged.
/// </param>
/// <param name="CurveDistance">
/// Weighted mean squared difference of the response curves, Σ w (P_base − P_new)²/Σ w,
/// summed over the curves that Haebara's criterion counts: how much a difference matters.
/// </param>
/// <param name="IsFlagged">Whether the rule flags it; null where it was not judged.</param>
/// <param name="IsKept">
/// Whether it is in the linking without drift: true unless flagged, and for the least suspect flagged ones if too few would stay.
/// </param>
public sealed record AnchorDrift(
    int Index, double DiscriminationDifference, double DifficultyDifference, double? DiscriminationZ, double? DifficultyZ,
    double? ChiSquare, int? DegreesOfFreedom, double? PValue, double? AdjustedPValue, double CurveDistance, bool? IsFlagged, bool IsKept);

/// <summary>A linking by all anchors and one without those that drifted.</summary>
/// <param name="Status">Whether drift was judged and, if not, why.</param>
/// <param name="All">The linking by all anchors.</param>
/// <param name="AllErrors">Its standard errors; null unless the covariances are known, or not linked.</param>
/// <param name="Kept">
/// The linking by the anchors kept, which the differences were judged by; the same as <paramref name="All"/> when all were.
/// </param>
/// <param name="KeptErrors">Its standard errors, which do not know that anchors were chosen; null where those of all are.</param>
/// <param name="Anchors">One entry for each anchor, in their order; empty when the anchors could not be linked.</param>
public sealed record DriftReport(
    DriftStatus Status, LinkingResult All, LinkingErrors? AllErrors, LinkingResult Kept, LinkingErrors? KeptErrors,
    ImmutableArray<AnchorDrift> Anchors);
