using Aieh.Api.Candidates.Attempts;
using Aieh.Scoring.Integrity;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Candidates.Integrity;

/// <summary>Works out what is to be found in one attempt: pure, of its answers, their times and the signals.</summary>
internal static class AttemptFigures
{
    /// <summary>From so many answers on a mean time is measured, and no longer an author's judgement.</summary>
    public const int EnoughAnswers = 100;

    /// <param name="attempt">The attempt, scored.</param>
    /// <param name="form">Its form.</param>
    /// <param name="signals">What the browser has told.</param>
    /// <param name="measured">How long answers to the assessment's items have taken, by item.</param>
    public static TakenFigures Of(
        AttemptRow attempt, AssembledForm form, IReadOnlyList<ClientSignal> signals, IReadOnlyDictionary<string, ItemTimeRow> measured)
    {
        var order = ItemResponses.ReadOrder(attempt.ItemOrder);
        int[] answered =
            [.. Enumerable.Range(0, order.Length).Where(place => ItemResponses.OptionAt(attempt.Responses, place) is not null)];
        var effort = EffortOf(attempt, form, order, answered, measured);
        return new TakenFigures
        {
            Timed = effort?.Timed ?? 0,
            Rapid = effort?.Rapid ?? 0,
            RapidP = effort?.PValue,
            FitP = FitOf(attempt, form, order, answered).PValue,
            Hidden = signals.Count(signal => signal.Kind == SignalKind.TabHidden),
            Pasted = signals.Count(signal => signal.Kind is SignalKind.Copy or SignalKind.Paste),
            Reconnected = signals.Count(signal => signal.Kind == SignalKind.Reconnect),
        };
    }

    /// <summary>Null where no answer has a time. Where one mean is an author's, the model allows for it on all items.</summary>
    private static EffortResult? EffortOf(
        AttemptRow attempt, AssembledForm form, string[] order, int[] answered, IReadOnlyDictionary<string, ItemTimeRow> measured)
    {
        if (attempt.Times is null || answered.Length == 0) return null;

        var times = ItemTimes.Of(attempt);
        var isMeasured = answered.All(place => measured.GetValueOrDefault(order[place])?.Answers >= EnoughAnswers);
        TimedAnswer[] timed =
        [
            .. answered.Select(place => new TimedAnswer(
                times.SecondsOf(place),
                isMeasured ? measured[order[place]].MeanSeconds : form.Find(order[place])!.EstimatedSeconds)),
        ];
        return ResponseTimeEffort.Evaluate(timed, isMeasured ? ResponseTimeModel.Measured : ResponseTimeModel.Judged);
    }

    /// <summary>Of the answers that were given: what was left out says how much time there was.</summary>
    private static PersonFitProbability FitOf(AttemptRow attempt, AssembledForm form, string[] order, int[] answered)
    {
        var categories = form.Categories(attempt.Responses, order);
        var responses = new int[form.Count];
        Array.Fill(responses, Response.NotAdministered);
        foreach (var index in answered.Select(place => form.IndexOf(order[place]))) responses[index] = categories[index];
        return PersonFitBootstrap.Evaluate(form.Test, responses, BitConverter.ToUInt64(attempt.Id.ToByteArray()));
    }
}
