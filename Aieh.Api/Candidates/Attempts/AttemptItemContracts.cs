namespace Aieh.Api.Candidates.Attempts;

/// <summary>An item as the candidate sees it.</summary>
internal sealed record AttemptItem
{
    /// <summary>Id of the item.</summary>
    /// <example>py-ds-001</example>
    public required string Item { get; init; }

    /// <summary>The question, as inline CommonMark.</summary>
    public required string Stem { get; init; }

    /// <summary>Code that the question is about; absent when there is none.</summary>
    public AttemptItemCode? Code { get; init; }

    /// <summary>
    /// What the code shows, in words, for assistive technology; show it to screen readers only. Absent when the code can be read aloud.
    /// </summary>
    /// <example>A row of three squares, the last one filled.</example>
    public string? Spoken { get; init; }

    /// <summary>The options to choose one from.</summary>
    public required IReadOnlyList<AttemptItemOption> Options { get; init; }
}

/// <summary>Code with its language, for highlighting.</summary>
internal sealed record AttemptItemCode
{
    /// <summary>Language of the code.</summary>
    /// <example>python</example>
    public required string Language { get; init; }

    /// <summary>Version of the language that the answer holds for.</summary>
    /// <example>3.11</example>
    public required string Version { get; init; }

    /// <summary>The code.</summary>
    public required string Text { get; init; }
}

/// <summary>One option of an item.</summary>
internal sealed record AttemptItemOption
{
    /// <summary>Id of the option within its item.</summary>
    /// <example>b</example>
    public required string Option { get; init; }

    /// <summary>The option's text, as inline CommonMark.</summary>
    public required string Text { get; init; }
}

/// <summary>The item to answer next.</summary>
internal sealed record NextItemResponse
{
    /// <summary>Id of the attempt.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whether nothing is left to answer, so that the attempt is to be submitted.</summary>
    /// <example>false</example>
    public required bool Complete { get; init; }

    /// <summary>The item, without its key; absent when the attempt is complete.</summary>
    public AttemptItem? Item { get; init; }

    /// <summary>How many items have an answer.</summary>
    /// <example>7</example>
    public required int AnsweredCount { get; init; }

    /// <summary>Answers without which an adaptive attempt gets no score; absent for the other forms.</summary>
    /// <example>12</example>
    public int? MinimumCount { get; init; }

    /// <summary>How many items the form has; of an adaptive form, the most that are asked.</summary>
    /// <example>20</example>
    public required int ItemCount { get; init; }

    /// <summary>Until when answers are taken.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The server's clock, to count down from.</summary>
    public required DateTimeOffset ServerTime { get; init; }
}
