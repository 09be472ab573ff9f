namespace Aieh.Api.Employers.Impact;

/// <summary>All that was worked out of a sample, as it is kept: what is asked for later is told from here.</summary>
internal sealed record ReleasedFigures
{
    public required int People { get; init; }

    /// <summary>Null when it could not be told beside what was asked for.</summary>
    public ImpactFigures? Scoring { get; init; }

    /// <summary>One for each cut that can be told.</summary>
    public required IReadOnlyList<ImpactFigures> Selections { get; init; }
}

/// <summary>A release as the audit trail keeps it.</summary>
internal sealed record ReleaseState
{
    public required int People { get; init; }
}
