using Aieh.Scoring.Calibration;

namespace Aieh.Api.Tools.Files;

/// <summary>An item that a calibration could not estimate.</summary>
/// <param name="Status">Null where the file does not say why.</param>
internal sealed record ItemLeftOut(string Item, ItemStatus? Status)
{
    /// <summary>Only of an item with a negative discrimination, and so are the other two.</summary>
    public double? A { get; init; }

    public double? StandardErrorOfA { get; init; }

    /// <summary>−a·b of each threshold.</summary>
    public IReadOnlyList<double>? Intercepts { get; init; }

    /// <summary>With the scaling constant in the discrimination, and so in the intercepts.</summary>
    public ItemLeftOut Scaled(double d) => Moved(1 / d, 0) with { Intercepts = Intercepts?.Select(intercept => d * intercept).ToArray() };

    /// <summary>On the scale θ_base = slope·θ + intercept, where a·θ + d is the same for everybody: a/A and d − B·a/A.</summary>
    public ItemLeftOut Moved(double slope, double intercept) => this with
    {
        A = A / slope,
        StandardErrorOfA = StandardErrorOfA / slope,
        Intercepts = Intercepts?.Select(before => before - intercept * (A ?? 0) / slope).ToArray(),
    };
}
