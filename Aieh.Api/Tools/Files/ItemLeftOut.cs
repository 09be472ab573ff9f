using Aieh.Scoring.Calibration;

namespace Aieh.Api.Tools.Files;

/// <summary>An item that a calibration could not estimate.</summary>
/// <param name="Status">Null after a linking, which does not ask why.</param>
internal sealed record ItemLeftOut(string Item, ItemStatus? Status)
{
    /// <summary>Only of an item with a negative discrimination, and so are the other two.</summary>
    public double? A { get; init; }

    public double? StandardErrorOfA { get; init; }

    public IReadOnlyList<double>? Intercepts { get; init; }
}
