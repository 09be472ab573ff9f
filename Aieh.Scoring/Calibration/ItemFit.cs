namespace Aieh.Scoring.Calibration;

/// <summary>
/// The fit of one item, S-X²: observed against expected answers by summed score [OrlandoThissen2000],
/// generalised to several categories [KangChen2008].
/// </summary>
/// <param name="Status">Whether the statistic could be computed.</param>
/// <param name="ChiSquare">S-X²; null without it.</param>
/// <param name="DegreesOfFreedom">Cells kept, less one per row, less the parameters of the item; null without it.</param>
/// <param name="PValue">Upper tail probability of the chi-square distribution; null without it. Misfit of the model makes it small.</param>
/// <remarks>
/// Only people with an answer to every estimated item enter. Rows are the summed scores from the item's highest score to the form's less
/// that. Neighbouring categories of a row are joined while an expected count is below 1;
/// a row left with one cell is joined with the next row first.
/// </remarks>
public sealed record ItemFit(ItemFitStatus Status, double? ChiSquare, int? DegreesOfFreedom, double? PValue);

/// <summary>Whether an item's fit could be computed.</summary>
public enum ItemFitStatus
{
    /// <summary>Computed.</summary>
    Computed,

    /// <summary>The item was not estimated.</summary>
    NotEstimated,

    /// <summary>Nobody answered every estimated item.</summary>
    NoCompleteResponses,

    /// <summary>Too few cells are left for a degree of freedom.</summary>
    NoDegreesOfFreedom,
}
