using Aieh.Api.Pages.Shell;

namespace Aieh.Api.Pages.Reports;

// Public, because the compiler makes components public, and so must be what they are given.

/// <summary>A report as it is written on the page: words and numbers that need no further thought.</summary>
public sealed record ReportView
{
    /// <summary>The candidate's name, where the employer has given one; otherwise the employer's reference.</summary>
    public required string Candidate { get; init; }

    /// <summary>The employer's reference, where it is not the heading already.</summary>
    public string? Reference { get; init; }

    public required string Employer { get; init; }

    /// <summary>Null when the loop has none.</summary>
    public string? Role { get; init; }

    public required string Loop { get; init; }

    public required string State { get; init; }

    /// <summary>Completed or expired.</summary>
    public required string EndedHow { get; init; }

    public required PageTime EndedAt { get; init; }

    public required bool IsSufficient { get; init; }

    public required string Status { get; init; }

    /// <summary>Null when nothing that counts has been measured.</summary>
    public ReportScore? Readiness { get; init; }

    /// <summary>What is to be said of provisional figures; null where none is.</summary>
    public string? Provisional { get; init; }

    public required string Weights { get; init; }

    /// <summary>The scores on the scale; null when there is none.</summary>
    public FigureView? Picture { get; init; }

    public required IReadOnlyList<ReportAssessment> Assessments { get; init; }

    public required IReadOnlyList<ReportMissing> Missing { get; init; }

    /// <summary>Short tests under supervision that scores were compared with.</summary>
    public required IReadOnlyList<ReportVerification> Verifications { get; init; }

    /// <summary>Scores that the loop does not count.</summary>
    public required IReadOnlyList<ReportUncounted> Uncounted { get; init; }

    /// <summary>How the attempts were taken; null where it rests on none.</summary>
    public TakenAttempts? Taken { get; init; }

    /// <summary>From the lowest score to the highest.</summary>
    public required string Scale { get; init; }

    public required string ConfidenceLevel { get; init; }

    public required IReadOnlyList<ReportBand> Bands { get; init; }

    /// <summary>What whoever reads the figures should know.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    public required string AsOf { get; init; }

    public required string AgreedAt { get; init; }

    public required string LinkEndsAt { get; init; }

    public required string ScoringVersion { get; init; }
}

public sealed record ReportScore(string Score, string Interval, string StandardError, string Band);

/// <summary>An assessment with a score: what was measured, and what it adds.</summary>
public sealed record ReportAssessment
{
    public required string Title { get; init; }

    public required ReportScore Score { get; init; }

    public required PageTime ObservedAt { get; init; }

    public required PageTime RefreshDueAt { get; init; }

    public required string Freshness { get; init; }

    public required string Relevance { get; init; }

    public required string Share { get; init; }

    public required string Points { get; init; }

    /// <summary>Whether somebody watched, in words.</summary>
    public required string Watched { get; init; }

    /// <summary>Which help was allowed, and whether that was agreed to; empty where nothing was said of it.</summary>
    public required string Help { get; init; }
}

/// <summary>How attempts were taken, apart from all figures.</summary>
/// <param name="Status">How much stands out at the most, in words.</param>
/// <param name="Attempts">Those of which there is something to be told.</param>
public sealed record TakenAttempts(string Status, IReadOnlyList<TakenAttempt> Attempts);

public sealed record TakenAttempt
{
    public required string Title { get; init; }

    public required PageTime ObservedAt { get; init; }

    public required string Status { get; init; }

    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>In the candidate's words; null when nothing was said.</summary>
    public string? Statement { get; init; }

    /// <summary>What was decided, in words; null when nobody has reviewed it.</summary>
    public string? Review { get; init; }

    public string? Note { get; init; }
}

public sealed record ReportMissing(string Title, string Relevance, string Asked);

/// <summary>A verification with an outcome.</summary>
/// <param name="Followed">Whether a person has confirmed it, in words.</param>
public sealed record ReportVerification(string Title, string Outcome, string P, string Power, string Followed);

public sealed record ReportUncounted(string Title, string Score, string StandardError, string Why);

public sealed record ReportBand(string Name, string Range);
