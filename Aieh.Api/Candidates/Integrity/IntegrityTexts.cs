using System.Globalization;
using Aieh.Scoring.Integrity;

namespace Aieh.Api.Candidates.Integrity;

/// <summary>Reasons in words that a candidate may read: what was seen, and never what it must mean.</summary>
internal static class IntegrityTexts
{
    public static ToldReason Of(IntegrityReason reason, TakenFigures figures, Comparison? comparison) => new()
    {
        Signal = reason.Signal,
        Status = reason.Status,
        Text = TextOf(reason.Signal, figures, comparison),
    };

    private static string TextOf(IntegritySignal signal, TakenFigures figures, Comparison? comparison) => signal switch
    {
        IntegritySignal.RapidGuessing => Text($"{figures.Rapid} of {figures.Timed} answers came faster than the question can be read."),
        IntegritySignal.PersonFit => "Hard questions were answered and easy ones missed more often than is usual with such a score.",
        IntegritySignal.AnswerSimilarity =>
            Text($"Among {comparison?.Compared} others somebody has given answers more like these than chance makes likely."),
        IntegritySignal.TabHidden => Text($"The page was left {figures.Hidden} times."),
        IntegritySignal.CopyOrPaste => Text($"Something was copied or pasted {figures.Pasted} times."),
        IntegritySignal.Reconnect => Text($"The connection was lost and came back {figures.Reconnected} times."),
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "A reason that has no words."),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
