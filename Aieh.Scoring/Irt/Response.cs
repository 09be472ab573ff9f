namespace Aieh.Scoring.Irt;

/// <summary>How responses are coded: one category per item of a form, 0..m, in the order of the form.</summary>
public static class Response
{
    /// <summary>The code of an item that was not administered, −1; estimators ignore it.</summary>
    /// <remarks>An item that was shown and left unanswered is not this: a timed fixed form scores it as category 0.</remarks>
    public const int NotAdministered = -1;
}

/// <summary>How many of the served items were answered, and how many of each kind were not.</summary>
/// <param name="Answered">Answered items.</param>
/// <param name="Omitted">Unanswered items served before the last answered one.</param>
/// <param name="NotReached">Unanswered items served after the last answered one.</param>
public readonly record struct ResponseCounts(int Answered, int Omitted, int NotReached)
{
    /// <summary>Counts answered, omitted and not reached items.</summary>
    /// <param name="answered">One flag per served item, in the order served: whether it was answered.</param>
    /// <returns>The three counts; they sum to the number of served items. With no answer at all every item is not reached.</returns>
    /// <remarks>
    /// The distinction is that of [Lord1980]: an omitted item was passed over, a not-reached item lies beyond the last answer.
    /// </remarks>
    public static ResponseCounts Of(ReadOnlySpan<bool> answered)
    {
        var reached = answered.LastIndexOf(true) + 1;
        var answers = answered.Count(true);
        return new ResponseCounts(answers, reached - answers, answered.Length - reached);
    }
}
