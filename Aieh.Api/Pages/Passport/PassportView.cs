using Aieh.Api.Pages.Shell;

namespace Aieh.Api.Pages.Passport;

// Public, because the compiler makes components public, and so must be what they are given.

/// <summary>A score and how sure it is.</summary>
/// <param name="Band">The band's name, or how probable each is.</param>
/// <param name="IsProvisional">Whether it rests on an author's judgement.</param>
public sealed record ScoreView(string Score, string Interval, string StandardError, string Band, bool IsProvisional);

/// <summary>A pillar of the passport with evidence.</summary>
public sealed record PillarView(string Name, string Weight, string Score, string StandardError, string Currency);

/// <summary>An assessment with evidence that counts.</summary>
public sealed record AssessmentView
{
    public required string Slug { get; init; }

    public required string Title { get; init; }

    public required string Pillar { get; init; }

    public required ScoreView Score { get; init; }

    /// <summary>In words.</summary>
    public required string Freshness { get; init; }

    /// <summary>How much of the weight is left.</summary>
    public required string Currency { get; init; }

    public required PageTime ObservedAt { get; init; }

    public required PageTime RefreshDueAt { get; init; }

    public required string Pieces { get; init; }

    /// <summary>Whether somebody watched, in words.</summary>
    public required string Watched { get; init; }

    /// <summary>Which help was allowed, and whether that was agreed to; null where nothing was said of it.</summary>
    public string? Help { get; init; }

    public required FigureView Curve { get; init; }
}

/// <summary>What a free sample indicates.</summary>
public sealed record SampleView(string Title, string Score, string Interval, PageTime ObservedAt);

/// <summary>An assessment worth taking, and what can be done about it now.</summary>
public sealed record StepView
{
    public required string Slug { get; init; }

    public required string Title { get; init; }

    /// <summary>In words.</summary>
    public required string Reason { get; init; }

    /// <summary>Where an attempt goes on that was started; null when none is open.</summary>
    public string? OpenAttempt { get; init; }

    /// <summary>The forms that can be started now.</summary>
    public required IReadOnlyList<string> Forms { get; init; }

    /// <summary>From when it can be taken again; null when it can be now, or cannot be at all yet.</summary>
    public PageTime? EligibleAt { get; init; }

    /// <summary>What it would add to the coverage of a role; null where no role is meant.</summary>
    public string? Gain { get; init; }
}

public sealed record InvitationView(string Path, string Employer, string? Role, string State, PageTime OpenUntil, bool IsOpen);

/// <summary>How an attempt was taken.</summary>
/// <param name="Path">Where it is read why.</param>
/// <param name="Status">How much stands out, in words.</param>
public sealed record TakenView(string Path, string Title, PageTime ObservedAt, string Status, bool IsReviewed);

/// <summary>The passport as its owner sees it.</summary>
public sealed record PassportView
{
    public required PageTime CreatedAt { get; init; }

    public required PageTime AsOf { get; init; }

    /// <summary>From the lowest score to the highest.</summary>
    public required string Scale { get; init; }

    public required ScoresView Scores { get; init; }

    public required IReadOnlyList<StepView> Steps { get; init; }

    public required IReadOnlyList<InvitationView> Invitations { get; init; }

    /// <summary>How its attempts were taken that count, the newest first.</summary>
    public required IReadOnlyList<TakenView> Taken { get; init; }

    /// <summary>The roles that there is readiness for.</summary>
    public required IReadOnlyList<PageLink> Roles { get; init; }
}

/// <summary>What is in a passport, for its owner and for whom it is shown to.</summary>
public sealed record ScoresView
{
    /// <summary>Null while nothing counts.</summary>
    public ScoreView? Composite { get; init; }

    /// <summary>The share of the pillars' weight that current evidence covers.</summary>
    public string? Coverage { get; init; }

    public FigureView? Picture { get; init; }

    public FigureView? Bands { get; init; }

    public required IReadOnlyList<PillarView> Pillars { get; init; }

    public required IReadOnlyList<string> MissingPillars { get; init; }

    public required IReadOnlyList<AssessmentView> Assessments { get; init; }

    public required IReadOnlyList<SampleView> Samples { get; init; }
}
