using Aieh.Api.Pages.Shell;

namespace Aieh.Api.Pages.Reports;

// Public, because the compiler makes components public, and so must be what they are given.

/// <summary>A page of a hiring loop's ranking as it is written: words and numbers that need no further thought.</summary>
public sealed record LoopView
{
    /// <summary>The loop's name.</summary>
    public required string Name { get; init; }

    /// <summary>The loop with its version.</summary>
    public required string Loop { get; init; }

    public required string Employer { get; init; }

    /// <summary>Null when the loop has none.</summary>
    public string? Role { get; init; }

    public required PageTime AsOf { get; init; }

    public required string ConfidenceLevel { get; init; }

    /// <summary>Who has enough evidence.</summary>
    public required IReadOnlyList<LoopTier> Tiers { get; init; }

    public required IReadOnlyList<LoopCandidate> TooLittle { get; init; }

    public required IReadOnlyList<LoopCandidate> None { get; init; }

    /// <summary>The coverage from which evidence is enough.</summary>
    public required string MinimumCoverage { get; init; }

    /// <summary>The scores on the scale; null when there is none.</summary>
    public FigureView? Picture { get; init; }

    /// <summary>Whether any score is; of such no band is named.</summary>
    public required bool IsProvisional { get; init; }

    /// <summary>Whether anything stands out in how anybody took the tests.</summary>
    public required bool HasTaken { get; init; }

    /// <summary>Whether a band is named of any.</summary>
    public required bool HasBands { get; init; }

    /// <summary>From the lowest score to the highest.</summary>
    public required string Scale { get; init; }

    /// <summary>Address of the first page; null on it.</summary>
    public string? First { get; init; }

    /// <summary>Address of the next page; null on the last one.</summary>
    public string? Next { get; init; }

    public required string LinkEndsAt { get; init; }

    public bool IsEmpty => Tiers.Count == 0 && TooLittle.Count == 0 && None.Count == 0;
}

/// <summary>Candidates whom their figures do not tell apart.</summary>
public sealed record LoopTier(string Label, IReadOnlyList<LoopCandidate> Candidates);

public sealed record LoopCandidate
{
    /// <summary>The name, where the employer has given one; otherwise the employer's reference.</summary>
    public required string Name { get; init; }

    /// <summary>The employer's reference, where it is not the name already.</summary>
    public string? Reference { get; init; }

    /// <summary>Empty without evidence, as the interval and the band are.</summary>
    public required string Score { get; init; }

    public required string Interval { get; init; }

    public required string Band { get; init; }

    /// <summary>How much of what counts is measured.</summary>
    public required string Covered { get; init; }

    /// <summary>Whether somebody watched while the scores were made, and what does not count because nobody did.</summary>
    public required string Watched { get; init; }

    public required string State { get; init; }

    /// <summary>How much stands out in how the attempts were taken, and what was decided; null where nothing does.</summary>
    public string? Taken { get; init; }
}
