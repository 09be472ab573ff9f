using System.Globalization;

namespace Aieh.Api.Candidates.Integrity;

/// <summary>Reasons in words that a candidate may read: what was seen, and never what it must mean.</summary>
internal static class IntegrityTexts
{
    public static IntegrityReason Of(StoredReason reason) => new() { Kind = reason.Kind, Text = TextOf(reason) };

    private static string TextOf(StoredReason reason) => reason.Kind switch
    {
        IntegrityReasonKind.RapidGuessing => Text($"{reason.Count} of {reason.Of} answers came faster than the question can be read."),
        IntegrityReasonKind.UnusualAnswers =>
            "Easy questions were missed and hard ones answered more often than is usual for such a score.",
        IntegrityReasonKind.SimilarAnswers =>
            Text($"The answers are more like those of {reason.Count} other attempts, out of {reason.Of}, than chance makes likely."),
        IntegrityReasonKind.ClientSignals => Text($"The page was left, or something was copied or pasted, {reason.Count} times."),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason.Kind, "A reason that has no words."),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
