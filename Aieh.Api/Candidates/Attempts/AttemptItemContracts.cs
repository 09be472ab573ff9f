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
