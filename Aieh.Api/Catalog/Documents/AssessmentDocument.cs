namespace Aieh.Api.Catalog.Documents;

internal sealed record AssessmentDocument
{
    public required string Slug { get; init; }

    public required string Title { get; init; }

    public required string Summary { get; init; }

    /// <summary>Slug of the pillar, which also gives the half-life.</summary>
    public required string Pillar { get; init; }

    public required AssessmentMethod Method { get; init; }

    public required ItemUnit ItemUnit { get; init; }

    public required IReadOnlyList<AssessmentForm> Forms { get; init; }
}

/// <summary>How an assessment measures.</summary>
internal enum AssessmentMethod
{
    MultipleChoiceKnowledge,
    AppliedJudgement,
    SituationalJudgement,
    Reasoning,
}

/// <summary>What one item of an assessment is.</summary>
internal enum ItemUnit
{
    Question,
    Scenario,
}

/// <summary>
/// The free sample; the full form; or the adaptive form, which chooses each item by the answers before it. The last two count as assessed
/// evidence. A verification is in no document: it is made for one attempt, which an employer wants to see confirmed.
/// </summary>
internal enum FormKind
{
    Sample,
    Full,
    Adaptive,
    Verification,
}

/// <summary>Whether a form can be taken now.</summary>
internal enum FormAvailability
{
    Available,
    Planned,
}

internal sealed record AssessmentForm
{
    public required FormKind Kind { get; init; }

    public required FormAvailability Availability { get; init; }

    public required string AvailabilityNote { get; init; }

    /// <summary>Of an adaptive form, the most items that are given.</summary>
    public required Sourced<int> ItemCount { get; init; }

    /// <summary>What a candidate is told to expect, if AIEH publishes it; the limit is longer.</summary>
    public Sourced<int>? ExpectedSeconds { get; init; }

    public required Sourced<int> TimeLimitSeconds { get; init; }

    /// <summary>All windows hold at once; an empty list means that the form may be retaken freely.</summary>
    public required Sourced<IReadOnlyList<RetakeWindow>> RetakeWindows { get; init; }

    /// <summary>Which help is allowed; null where nothing is said of it.</summary>
    public Sourced<AiPolicy>? AiPolicy { get; init; }

    /// <summary>What whoever takes it says of how it is taken; with <see cref="AiPolicy"/> or not at all.</summary>
    public Sourced<string>? HonourStatement { get; init; }

    /// <summary>What the form is meant to be made of; only the lint reads it.</summary>
    public Sourced<FormBlueprint>? Blueprint { get; init; }

    /// <summary>
    /// Item ids in form order, of an adaptive form those it chooses from; null while they are not written. A planned form may have them,
    /// and offers none.
    /// </summary>
    public required IReadOnlyList<string>? Items { get; init; }

    /// <summary>Of an adaptive form, and only of it: how it chooses and when it ends.</summary>
    public AdaptiveRules? Adaptive { get; init; }
}

internal sealed record FormBlueprint
{
    /// <summary>Share of the items, from 0 to 1, by topic.</summary>
    public required IReadOnlyDictionary<string, double> Topics { get; init; }

    /// <summary>How far a topic's share may be from its target.</summary>
    public required double Tolerance { get; init; }

    public required DifficultyRange Difficulty { get; init; }
}

/// <summary>In logits; both ends belong to it.</summary>
internal sealed record DifficultyRange
{
    public required double Minimum { get; init; }

    public required double Maximum { get; init; }
}

/// <summary>At most <see cref="Attempts"/> started attempts in any <see cref="Days"/> consecutive days.</summary>
internal sealed record RetakeWindow
{
    public required int Attempts { get; init; }

    public required int Days { get; init; }
}
