namespace Aieh.Api.Tools.Files;

/// <summary>An item that a calibration has no parameters of, and why.</summary>
internal sealed record ItemLeftOut(string Item, Scoring.Calibration.ItemStatus Status)
{
    /// <summary>Only of an item with a negative discrimination, and so are the other two.</summary>
    public double? A { get; init; }

    public double? StandardErrorOfA { get; init; }

    public IReadOnlyList<double>? Intercepts { get; init; }
}
