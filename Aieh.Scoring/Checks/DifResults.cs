using System.Collections.Immutable;

namespace Aieh.Scoring.Checks;

/// <summary>Whether differential item functioning could be estimated for an item and, if not, why.</summary>
public enum DifStatus
{
    /// <summary>Estimated.</summary>
    Estimated,

    /// <summary>
    /// The common odds ratio is 0 or infinite: in every compared stratum the answers of one group are on one side.
    /// The test exists and the item is classified, the effect size has no number.
    /// </summary>
    NoFiniteOddsRatio,

    /// <summary>Not evaluated: nobody of one of the groups answered every item.</summary>
    EmptyGroup,

    /// <summary>Not evaluated: all counted people answered the item alike.</summary>
    NoVariance,

    /// <summary>
    /// Not evaluated: at no matching score do both groups occur with different responses, so that there is nothing to compare.
    /// </summary>
    NoUsableStratum,
}

/// <summary>The three ETS categories of differential item functioning.</summary>
public enum DifClass
{
    /// <summary>Negligible.</summary>
    A,

    /// <summary>Moderate.</summary>
    B,

    /// <summary>Large.</summary>
    C,
}

/// <summary>Differential functioning of one item between two groups matched on score.</summary>
/// <param name="Item">Position of the item, from 0.</param>
/// <param name="Status">Whether the item could be classified.</param>
/// <param name="IsPolytomous">
/// Whether a category above 1 occurs; then the Mantel test and the standardized mean difference decide, otherwise Mantel–Haenszel.
/// </param>
/// <param name="Strata">Matching scores at which both groups occur; the others are left out.</param>
/// <param name="ChiSquare">
/// Mantel–Haenszel χ² with continuity correction, or Mantel's χ²; one degree of freedom; null without a usable stratum.
/// </param>
/// <param name="PValue">Its p-value; null without a usable stratum.</param>
/// <param name="OddsRatio">
/// Common odds ratio α, above 1 when the item favours the reference group; null for polytomous items or when not finite and positive.
/// </param>
/// <param name="MhDelta">MH D-DIF = −2.35 ln α, negative when the item favours the reference group; null where α is.</param>
/// <param name="MhDeltaStandardError">Standard error of MH D-DIF; null where α is.</param>
/// <param name="MeanDifference">
/// Standardized mean difference: focal mean minus reference mean at equal matching score, weighted by the focal group, in item score units;
/// for a dichotomous item STD P-DIF. Null when no stratum has both groups.
/// </param>
/// <param name="EffectSize">
/// Mean difference over the standard deviation of the item score of all counted people; null when the item does not vary.
/// </param>
/// <param name="Class">ETS category; null where the item was not evaluated.</param>
public sealed record ItemDif(
    int Item, DifStatus Status, bool IsPolytomous, int Strata, double? ChiSquare, double? PValue,
    double? OddsRatio, double? MhDelta, double? MhDeltaStandardError, double? MeanDifference, double? EffectSize, DifClass? Class);

/// <summary>How the purification of the matching score ended.</summary>
public enum PurificationStatus
{
    /// <summary>The set of flagged items repeated itself from one pass to the next.</summary>
    Converged,

    /// <summary>The set still changed at the last pass allowed, or went round in a circle.</summary>
    NotConverged,

    /// <summary>No item could be evaluated: there was nothing to purify by.</summary>
    NothingEvaluated,

    /// <summary>Every item was flagged: no item is left to match on, and the last pass that had some is reported.</summary>
    NoAnchor,
}

/// <summary>Differential item functioning of a form between a reference and a focal group.</summary>
/// <param name="ReferencePeople">Counted people of the reference group.</param>
/// <param name="FocalPeople">Counted people of the focal group.</param>
/// <param name="Dropped">People left out because of an item not administered.</param>
/// <param name="IsSmallSample">
/// Fewer than <see cref="DifferentialItemFunctioning.SmallestFocalGroup"/> focal or
/// <see cref="DifferentialItemFunctioning.SmallestSample"/> people in total: read the classes with caution.
/// </param>
/// <param name="Unpurified">One entry per item, matched on the score of all items.</param>
/// <param name="Purified">One entry per item, matched on the score of the items that are not flagged, and the studied item.</param>
/// <param name="Flagged">Items left out of the purified matching score, ascending.</param>
/// <param name="Passes">Passes over the form, the unpurified one included.</param>
/// <param name="Purification">How purification ended.</param>
public sealed record DifResult(
    int ReferencePeople, int FocalPeople, int Dropped, bool IsSmallSample,
    ImmutableArray<ItemDif> Unpurified, ImmutableArray<ItemDif> Purified, ImmutableArray<int> Flagged,
    int Passes, PurificationStatus Purification);
