using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Candidates.Attempts;

/// <summary>What to take: an assessment and one of its forms.</summary>
internal sealed record CreateAttemptRequest
{
    /// <summary>Slug of the assessment.</summary>
    /// <example>python-fundamentals</example>
    public required string Assessment { get; init; }

    /// <summary>
    /// The free sample, or a form that counts as assessed evidence: the full one, or the adaptive one, whose items come one by one. Or the
    /// verification that an employer has asked for, which counts for that employer alone.
    /// </summary>
    /// <example>sample</example>
    public required FormKind Form { get; init; }

    /// <summary>
    /// What the person has agreed to; left out where nobody has been asked. The form's aiPolicy says what that is: show it before the
    /// attempt.
    /// </summary>
    public AttemptDeclarationRequest? Declaration { get; init; }
}

/// <summary>What whoever takes a form has agreed to: to take it within the help that is allowed, and the honour statement.</summary>
internal sealed record AttemptDeclarationRequest
{
    /// <summary>Version of the form's aiPolicy that the person has read.</summary>
    /// <example>5f0c1b7a92de</example>
    public required string Policy { get; init; }
}

/// <summary>One answer: an item and the chosen option.</summary>
internal sealed record ItemResponse
{
    /// <summary>Id of the item, as served with the attempt.</summary>
    /// <example>py-ds-001</example>
    public required string Item { get; init; }

    /// <summary>Id of the chosen option.</summary>
    /// <example>b</example>
    public required string Option { get; init; }

    /// <summary>
    /// Of an answer that is sent: for how many seconds the item has been before the candidate until now, in all, as far as the sender
    /// knows. Never needed, and never told with an answer.
    /// </summary>
    /// <example>41.5</example>
    [Range(0, ItemTimes.MostSeconds)]
    public double? Seconds { get; init; }
}

/// <summary>Where to save an attempt.</summary>
internal sealed record SaveAttemptRequest
{
    /// <summary>Token of the passport.</summary>
    /// <example>aieh_cand_…</example>
    public required string Passport { get; init; }
}

/// <summary>Answers to keep. They are merged: an item answered before takes the new option, other items keep theirs.</summary>
internal sealed record SaveResponsesRequest : IJsonOnDeserialized
{
    /// <summary>The answers, at most one for each item.</summary>
    public required IReadOnlyList<ItemResponse> Responses { get; init; }

    void IJsonOnDeserialized.OnDeserialized() => WireJson.RefuseNulls(Responses, "responses");
}

/// <summary>A submission, with last answers if there are any that were not saved yet.</summary>
internal sealed record SubmitAttemptRequest : IJsonOnDeserialized
{
    /// <summary>Last answers, merged before scoring; leave out when everything has been saved.</summary>
    public IReadOnlyList<ItemResponse>? Responses { get; init; }

    /// <summary>
    /// True to have an attempt scored that nobody watches although a hiring loop asks for a supervised score: it goes to the passport, and
    /// the loop goes on waiting.
    /// </summary>
    /// <example>false</example>
    public bool? AcceptUnsupervised { get; init; }

    void IJsonOnDeserialized.OnDeserialized() => WireJson.RefuseNulls(Responses ?? [], "responses");
}

/// <summary>Where an attempt stands.</summary>
internal enum AttemptState
{
    InProgress,
    Scored,
    Expired,
    Cancelled,
}

/// <summary>An attempt at one form of an assessment.</summary>
internal sealed record AttemptResponse
{
    /// <summary>Id of the attempt.</summary>
    public required Guid Id { get; init; }

    /// <summary>Slug of the assessment.</summary>
    /// <example>python-fundamentals</example>
    public required string Assessment { get; init; }

    /// <summary>The form being taken.</summary>
    public required FormKind Form { get; init; }

    /// <summary>Where the attempt stands now.</summary>
    public required AttemptState State { get; init; }

    /// <summary>The passport that the score will belong to; absent for an anonymous attempt.</summary>
    public Guid? Passport { get; init; }

    /// <summary>When the attempt started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Until when answers are taken.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The server's clock, to count down from.</summary>
    public required DateTimeOffset ServerTime { get; init; }

    /// <summary>When it was submitted; absent before.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>Whether a tenant says that somebody watches.</summary>
    public required Supervision Supervision { get; init; }

    /// <summary>Id of the tenant that says so; absent while nobody does.</summary>
    public Guid? SupervisedBy { get; init; }

    /// <summary>When that tenant said so; absent while nobody does.</summary>
    public DateTimeOffset? SupervisedAt { get; init; }

    /// <summary>Which help is allowed, and whether the person has agreed to keep to it; absent where the form says nothing of it.</summary>
    public AgreedAiPolicy? AiPolicy { get; init; }

    /// <summary>How many items the form has; of an adaptive form, the most that are asked.</summary>
    /// <example>5</example>
    public required int ItemCount { get; init; }

    /// <summary>The answers saved so far, in the order of the items.</summary>
    public required IReadOnlyList<ItemResponse> Responses { get; init; }

    /// <summary>
    /// The items in this attempt's own order, without keys; empty once the attempt is no longer in progress, and for an adaptive form,
    /// whose items come from /next.
    /// </summary>
    public required IReadOnlyList<AttemptItem> Items { get; init; }

    /// <summary>
    /// The attempt's bearer token, shown once, when the attempt was started without a passport; it is absent everywhere else.
    /// </summary>
    /// <example>aieh_att_…</example>
    public string? Token { get; init; }
}

/// <summary>What has been saved, after a save.</summary>
internal sealed record SavedResponsesResponse
{
    /// <summary>Id of the attempt.</summary>
    public required Guid Id { get; init; }

    /// <summary>How many items have an answer now.</summary>
    /// <example>3</example>
    public required int AnsweredCount { get; init; }

    /// <summary>How many items the form has; of an adaptive form, the most that are asked.</summary>
    /// <example>5</example>
    public required int ItemCount { get; init; }

    /// <summary>Until when answers are taken.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The server's clock, to count down from.</summary>
    public required DateTimeOffset ServerTime { get; init; }
}
