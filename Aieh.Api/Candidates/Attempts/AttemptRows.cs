namespace Aieh.Api.Candidates.Attempts;

/// <summary>
/// An attempt as stored. Score columns are null until it is scored; an open attempt whose time is over may still read 'in-progress'.
/// </summary>
internal sealed record AttemptRow
{
    public Guid Id { get; init; }
    public Guid? PassportId { get; init; }
    public string Assessment { get; init; } = "";
    public string Form { get; init; } = "";
    public string State { get; init; } = "";
    public string ItemsHash { get; init; } = "";
    public string CalibrationHash { get; init; } = "";

    /// <summary>Item ids in the order served, separated by spaces.</summary>
    public string ItemOrder { get; init; } = "";

    /// <summary>The answers, as <see cref="ItemResponses"/> writes them.</summary>
    public string Responses { get; init; } = "";

    /// <summary>Seed and rules of an adaptive attempt, as <see cref="AdaptivePlan"/> writes them; null for every other form.</summary>
    public string? Adaptive { get; init; }

    /// <summary>The tenant that says that somebody watches; null while nobody says so.</summary>
    public Guid? SupervisedBy { get; init; }

    public DateTimeOffset? SupervisedAt { get; init; }

    /// <summary>Which help the form allowed when it was started; null where nothing was said of it.</summary>
    public string? AiPolicy { get; init; }

    public string? AiPolicyVersion { get; init; }

    /// <summary>When the person agreed to that; null where nobody has.</summary>
    public DateTimeOffset? AgreedAt { get; init; }

    public int Version { get; init; }
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The form's own limit; null for attempts that were started before it was kept.</summary>
    public int? TimeLimitSeconds { get; init; }

    public DateTimeOffset? SubmittedAt { get; init; }
    public double? Theta { get; init; }
    public double? SeTheta { get; init; }
    public double? Score { get; init; }
    public double? SeScore { get; init; }
    public int? AnsweredCount { get; init; }
    public int? OmittedCount { get; init; }
    public int? NotReachedCount { get; init; }
    public string? ScoringVersion { get; init; }

    /// <summary>How long its items took, as <see cref="ItemTimes"/> writes it; null before an answer is saved.</summary>
    public string? Times { get; init; }

    /// <summary>Since when its integrity is to be worked out; null when it is not.</summary>
    public DateTimeOffset? IntegrityDueAt { get; init; }

    /// <summary>
    /// Whether how it is taken is anybody's concern: it counts, in somebody's passport. Of others nothing is collected but times.
    /// </summary>
    public bool HasIntegrity => PassportId is not null && FormSlugs.Counts(Form);
}

/// <summary>An attempt that is running.</summary>
internal sealed record OpenAttemptRow
{
    public Guid Id { get; init; }
    public string Assessment { get; init; } = "";
    public string Form { get; init; } = "";
    public Guid? SupervisedBy { get; init; }
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public int? TimeLimitSeconds { get; init; }
}

/// <summary>When an attempt was started, for the retake policy.</summary>
internal sealed record AttemptStartRow
{
    public Guid Id { get; init; }
    public string Assessment { get; init; } = "";
    public string State { get; init; } = "";
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Not submitted, and its time is not over.</summary>
    public bool IsOpenAt(DateTimeOffset now) => State == "in-progress" && ExpiresAt > now;
}
