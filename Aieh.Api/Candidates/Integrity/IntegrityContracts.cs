using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Aieh.Scoring.Integrity;

namespace Aieh.Api.Candidates.Integrity;

/// <summary>What somebody has decided who has looked: nothing was wrong, something was, or it cannot be said.</summary>
internal enum ReviewOutcome
{
    Cleared,
    Confirmed,
    Undecided,
}

/// <summary>Why an attempt has its status, in words that the candidate reads too.</summary>
internal sealed record ToldReason
{
    /// <summary>What it is about.</summary>
    public required IntegritySignal Signal { get; init; }

    /// <summary>What it amounts to.</summary>
    public required IntegrityStatus Status { get; init; }

    /// <summary>In words.</summary>
    /// <example>12 of 50 answers came faster than the question can be read.</example>
    public required string Text { get; init; }
}

/// <summary>What the candidate says about an attempt, to whoever reviews it.</summary>
internal sealed record StateRequest
{
    /// <summary>1 to 2000 characters. It takes the place of what was said before.</summary>
    /// <example>The fire alarm went off, and I answered the last questions in a hurry.</example>
    [StringLength(CandidateStatements.MostCharacters, MinimumLength = 1)]
    public required string Text { get; init; }
}

/// <summary>What the candidate has said about an attempt.</summary>
internal sealed record StatementResponse
{
    /// <summary>In the candidate's words.</summary>
    /// <example>The fire alarm went off, and I answered the last questions in a hurry.</example>
    public required string Text { get; init; }

    /// <summary>When it was said.</summary>
    public required DateTimeOffset StatedAt { get; init; }
}

/// <summary>A review, as the candidate is told of it.</summary>
internal sealed record ToldReview
{
    /// <summary>Who has reviewed.</summary>
    /// <example>Example Ltd</example>
    public required string Employer { get; init; }

    /// <summary>What was decided.</summary>
    public required ReviewOutcome Outcome { get; init; }

    /// <summary>Why, in the reviewer's words; absent when nothing was noted.</summary>
    /// <example>The statement explains it.</example>
    public string? Note { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset ReviewedAt { get; init; }
}

/// <summary>
/// How an attempt was taken, apart from its score, as its owner sees it: all that was collected and all that was made of it. Nothing in it
/// changes a score, a readiness or an order of candidates, and nothing in it rejects anybody by itself.
/// </summary>
internal sealed record AttemptIntegrityResponse
{
    /// <summary>Id of the attempt.</summary>
    public required Guid Attempt { get; init; }

    /// <summary>Slug of the assessment.</summary>
    /// <example>python-fundamentals</example>
    public required string Assessment { get; init; }

    /// <summary>
    /// How much there is to be asked. Absent until it is worked out, within minutes of the submission; of samples, of which nothing is
    /// collected but times, it never is.
    /// </summary>
    public IntegrityStatus? Status { get; init; }

    /// <summary>Why.</summary>
    public required IReadOnlyList<ToldReason> Reasons { get; init; }

    /// <summary>Version of the method by which it was worked out.</summary>
    /// <example>1</example>
    public string? Method { get; init; }

    /// <summary>When it was worked out.</summary>
    public DateTimeOffset? JudgedAt { get; init; }

    /// <summary>What the browser has told, in the order of its times.</summary>
    public required IReadOnlyList<ClientSignal> Signals { get; init; }

    /// <summary>How long the answered items took, in the order served.</summary>
    public required IReadOnlyList<ItemTime> Items { get; init; }

    /// <summary>What the candidate has said; absent when nothing.</summary>
    public StatementResponse? Statement { get; init; }

    /// <summary>What people have decided who were shown the attempt.</summary>
    public required IReadOnlyList<ToldReview> Reviews { get; init; }
}

/// <summary>Of an attempt in a passport, how it was taken.</summary>
internal sealed record PassportAttemptIntegrity
{
    /// <summary>Id of the attempt.</summary>
    public required Guid Attempt { get; init; }

    /// <summary>Slug of the assessment.</summary>
    /// <example>python-fundamentals</example>
    public required string Assessment { get; init; }

    /// <summary>The day it was taken.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>How much there is to be asked; absent until it is worked out.</summary>
    public IntegrityStatus? Status { get; init; }

    /// <summary>Whether the candidate has said something.</summary>
    public required bool Stated { get; init; }

    /// <summary>How many employers have reviewed it.</summary>
    /// <example>1</example>
    public required int Reviews { get; init; }
}

/// <summary>A page of how a passport's attempts were taken.</summary>
internal sealed record PassportIntegrityResponse
{
    /// <summary>Those that count as evidence, oldest first.</summary>
    public required IReadOnlyList<PassportAttemptIntegrity> Items { get; init; }

    /// <summary>Cursor of the next page; null on the last one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Next { get; init; }
}

/// <summary>
/// How a candidate's attempts were taken, in short: beside figures, never in them. An order of candidates does not go by it, and it rejects
/// nobody by itself.
/// </summary>
internal sealed record IntegritySummary
{
    /// <summary>The highest status of an attempt that is shown; absent while none is worked out.</summary>
    public IntegrityStatus? Status { get; init; }

    /// <summary>What was decided about that attempt; absent when nobody has reviewed it.</summary>
    public ReviewOutcome? Review { get; init; }
}
