namespace Aieh.Scoring.Linking;

/// <summary>Whether the anchors determine a transformation.</summary>
public enum LinkingStatus
{
    /// <summary>The transformation is determined.</summary>
    Linked,

    /// <summary>There are fewer than two anchors.</summary>
    TooFewAnchors,

    /// <summary>Mean–sigma: the thresholds on one of the scales do not vary, so that their standard deviations have no ratio.</summary>
    NoSpread,

    /// <summary>
    /// Characteristic curves: no minimum with a slope A between 1/1000 and 1000 was found;
    /// the anchors' curves say nothing about one another at the criterion's points.
    /// </summary>
    NoMinimum,
}

/// <summary>A linking of two scales, with all that its constants depend on.</summary>
/// <param name="Status">Whether the anchors determine a transformation.</param>
/// <param name="Method">The method.</param>
/// <param name="Anchors">Number of anchors used.</param>
/// <param name="Transformation">θ_base = A·θ_new + B; null unless linked.</param>
/// <param name="Criterion">
/// Points, weights, symmetry and D of a characteristic-curve method; null for the moment methods, which use none.
/// </param>
/// <param name="CriterionValue">Value of the criterion at its minimum; null for the moment methods and unless linked.</param>
public sealed record LinkingResult(
    LinkingStatus Status, LinkingMethod Method, int Anchors, ScaleTransformation? Transformation,
    LinkingCriterion? Criterion, double? CriterionValue);
