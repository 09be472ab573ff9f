namespace Aieh.Scoring;

/// <summary>The version of the scoring arithmetic; every stored score carries it.</summary>
/// <remarks>Changes whenever any result of this library changes by more than rounding.</remarks>
public static class ScoringVersion
{
    /// <summary>The version this assembly computes: "2.0.0".</summary>
    public const string Current = "2.0.0";
}
