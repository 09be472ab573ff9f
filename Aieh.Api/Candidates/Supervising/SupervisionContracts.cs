using Aieh.Api.Candidates.Evidence;

namespace Aieh.Api.Candidates.Supervising;

/// <summary>Whether somebody watches an attempt.</summary>
internal sealed record AttemptSupervisionResponse
{
    /// <summary>Id of the attempt.</summary>
    public required Guid Attempt { get; init; }

    /// <summary>Slug of the assessment.</summary>
    /// <example>python-fundamentals</example>
    public required string Assessment { get; init; }

    /// <summary>Supervised: a tenant says that somebody watches.</summary>
    public required Supervision Supervision { get; init; }

    /// <summary>Id of the tenant that says so.</summary>
    public required Guid SupervisedBy { get; init; }

    /// <summary>When it first said so; what was answered before was not watched.</summary>
    public required DateTimeOffset SupervisedAt { get; init; }
}
