using Aieh.Scoring.Linking;

namespace Aieh.Api.Tools.Files;

/// <summary>How parameters were brought to the scale of another calibration: θ_base = slope·θ + intercept.</summary>
/// <param name="StandardErrors">Null unless both calibrations state the covariances of their parameters.</param>
/// <param name="DriftStatus">Whether drift was judged, and if not, why.</param>
/// <param name="FalseDiscoveryRate">The rate that drift was judged at; null where it was not.</param>
/// <param name="LeftOut">Common items that were no anchors, with the reason.</param>
internal sealed record AppliedLink(
    string From,
    string To,
    LinkingMethod Method,
    double Slope,
    double Intercept,
    LinkErrorsShown? StandardErrors,
    int Anchors,
    CriterionShown? Criterion,
    DriftStatus? DriftStatus,
    double? FalseDiscoveryRate,
    IReadOnlyList<DriftShown> Drift,
    LinkShown? WithoutDrifted,
    IReadOnlyList<AnchorLeftOut>? LeftOut);

/// <summary>Standard errors of slope and intercept, and their covariance.</summary>
internal sealed record LinkErrorsShown(double Slope, double Intercept, double Covariance);

/// <summary>What a characteristic-curve criterion was summed over.</summary>
internal sealed record CriterionShown(
    double From, double To, int Points, string Weights, bool IsSymmetric, double ScalingConstant, double? Value);

/// <summary>How far one anchor's parameters differ on the base scale; what needs standard errors is null without them.</summary>
internal sealed record DriftShown(
    string Item,
    double DiscriminationDifference,
    double DifficultyDifference,
    double? DiscriminationZ,
    double? DifficultyZ,
    double? ChiSquare,
    int? DegreesOfFreedom,
    double? PValue,
    double? AdjustedPValue,
    double CurveDistance,
    bool? IsFlagged,
    bool IsKept);

/// <summary>The constants without the anchors that drifted.</summary>
internal sealed record LinkShown(double Slope, double Intercept, int Anchors);

/// <summary>A common item that could not be an anchor.</summary>
internal sealed record AnchorLeftOut(string Item, string Reason);
