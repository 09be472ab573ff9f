using Aieh.Api.Pages.Shell;
using Microsoft.AspNetCore.Components;

namespace Aieh.Api.Pages.Take;

/// <summary>Until when there is time, for people and for the script, which counts down from the server's clock.</summary>
public sealed record TakeClock(PageTime ExpiresAt, string ServerTime, string Left);

/// <summary>Markup of an item that is safe to be shown.</summary>
/// <param name="Id">Its id, sent back with the answer.</param>
/// <param name="Stem">The question.</param>
/// <param name="Code">What the question is about; null when there is nothing.</param>
/// <param name="Spoken">What the code shows, in words, in place of it for who hears it; null when it can be read aloud.</param>
public sealed record TakeItem(string Id, MarkupString Stem, MarkupString? Code, string? Spoken, IReadOnlyList<TakeOption> Options);

public sealed record TakeOption(string Id, MarkupString Text, bool IsChosen);

/// <summary>An item in the overview.</summary>
public sealed record TakePlace(int Number, bool IsAnswered, bool IsFlagged, bool IsCurrent);

/// <summary>One item of an attempt.</summary>
public sealed record TakeView
{
    public required Guid Attempt { get; init; }
    public required string Title { get; init; }
    public required TakeItem Item { get; init; }

    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    public required int Count { get; init; }
    public required TakeClock Clock { get; init; }

    /// <summary>Whether the items come one by one, and answers are final.</summary>
    public required bool IsAdaptive { get; init; }

    /// <summary>Whether the script tells what happens besides answers: it counts for something.</summary>
    public required bool SendsSignals { get; init; }

    public bool IsFlagged { get; init; }

    /// <summary>Of an adaptive form that may be ended: there are enough answers for a score.</summary>
    public bool MayEnd { get; init; }

    public IReadOnlyList<TakePlace> Places { get; init; } = [];
}

/// <summary>The attempt before it is submitted.</summary>
public sealed record ReviewView
{
    public required Guid Attempt { get; init; }
    public required string Title { get; init; }
    public required TakeClock Clock { get; init; }
    public required int Answered { get; init; }
    public required int Count { get; init; }
    public required bool IsAdaptive { get; init; }

    /// <summary>As on the page of an item.</summary>
    public required bool SendsSignals { get; init; }

    /// <summary>Whether somebody is said to watch.</summary>
    public required bool IsWatched { get; init; }

    /// <summary>Whether it was not taken because nobody watches.</summary>
    public required bool IsRefused { get; init; }

    /// <summary>Empty for an adaptive form.</summary>
    public required IReadOnlyList<TakePlace> Places { get; init; }
}

/// <summary>An attempt whose time is over, and that has not been submitted.</summary>
public sealed record TimeOverView(Guid Attempt, string Title, int Answered, int Count);
