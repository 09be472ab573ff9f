namespace Aieh.Api.Employers.Invitations;

/// <summary>An invitation as stored; one whose time is over may still read open.</summary>
internal sealed record InvitationRow
{
    public Guid Id { get; init; }
    public Guid TenantId { get; init; }
    public Guid LoopId { get; init; }
    public int LoopVersion { get; init; }
    public string? Reference { get; init; }
    public string State { get; init; } = "";

    /// <summary>Slugs of what is still to be taken, separated by spaces.</summary>
    public string Remaining { get; init; } = "";

    public Guid? PassportId { get; init; }
    public Guid? GrantId { get; init; }
    public string? ConsentVersion { get; init; }

    /// <summary>For how many months after its end the candidate has agreed to be seen; null before it is accepted.</summary>
    public int? RetentionMonths { get; init; }

    public string? CandidateName { get; init; }
    public string? CandidateEmail { get; init; }
    public string? ReturnUrl { get; init; }

    /// <summary>The connection to the applicant tracking system that has ordered it; its events go there too.</summary>
    public Guid? EndpointId { get; init; }

    public int Version { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? AcceptedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public DateTimeOffset? RetainUntil { get; init; }

    public bool IsOpenAt(DateTimeOffset now) => EndedAt is null && ExpiresAt > now;

    /// <summary>When it ended, written or not; null while it is open.</summary>
    public DateTimeOffset? EndAt(DateTimeOffset now) => EndedAt ?? (ExpiresAt <= now ? ExpiresAt : null);

    public IReadOnlyList<string> RemainingSlugs => Remaining.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
