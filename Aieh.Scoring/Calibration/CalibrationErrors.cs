using System.Collections.Immutable;

namespace Aieh.Scoring.Calibration;

/// <summary>Standard errors of a calibration.</summary>
/// <param name="Method">How they were computed.</param>
/// <param name="IsPositiveDefinite">
/// Whether the observed information is positive definite; if not, the estimates are not a proper maximum and no item has errors.
/// </param>
/// <param name="Items">One entry per item; null for an item that was not estimated or has a parameter at a bound.</param>
public sealed record CalibrationErrors(ErrorMethod Method, bool IsPositiveDefinite, ImmutableArray<ItemErrors?> Items)
{
    /// <summary>
    /// Covariance of all parameters of the items that have errors, one item's (a, b₁, …, b_m, c) after another's, row-major.
    /// Estimates of different items are correlated because the same people answered them: a sample of abler people than N(0, 1) makes
    /// all items look easier.
    /// </summary>
    public ImmutableArray<double> Covariance { get; init; } = [];
}

/// <summary>How standard errors were computed.</summary>
public enum ErrorMethod
{
    /// <summary>
    /// Observed information: complete-data information less missing information, exact on the quadrature grid [Louis1982] [Oakes1999].
    /// </summary>
    ObservedInformation,
}

/// <summary>Standard errors and covariance of the parameters of one item, by the delta method from slope, intercepts and logit c.</summary>
/// <param name="Discrimination">Standard error of a, per logit.</param>
/// <param name="Thresholds">Standard error of each b, logits.</param>
/// <param name="Guessing">Standard error of c; null outside the three-parameter model.</param>
/// <param name="Covariance">Covariance of (a, b₁, …, b_m, c), row-major; without c where the model has none.</param>
public sealed record ItemErrors(
    double Discrimination, ImmutableArray<double> Thresholds, double? Guessing, ImmutableArray<double> Covariance);
