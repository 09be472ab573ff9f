using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Candidates.Attempts;

/// <summary>
/// Merges answers into an attempt. The attempt is locked and read again in the transaction that writes it: however many save at once, each
/// adds to what the others have saved, and none is turned away.
/// </summary>
internal sealed class ResponseSave(Db db, AssembledForms forms, TimeProvider time)
{
    public async Task<Results<Tagged<SavedResponsesResponse>, ProblemHttpResult>> RunAsync(
        AttemptRow attempt, SaveResponsesRequest request, Preconditions conditions, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var form = await forms.OfAsync(attempt, ItemResponses.ReadOrder(attempt.ItemOrder), cancellationToken);
        var save = Merge(attempt, request.Responses, form, conditions, now);
        // A repeated save writes nothing.
        if (save.IsNew)
        {
            save = await db.WriteAsync(
                session => MergeLockedAsync(session, attempt, request.Responses, form, conditions, now), cancellationToken);
        }

        if (save.Refused is { } refused) return refused;

        var saved = save.Attempt;
        // An adaptive form shows another item after each answer.
        if (save.IsNew && saved.Adaptive is not null)
            Telemetry.Exposure.Add(1, new("assessment", saved.Assessment), new("form", saved.Form));

        return new Tagged<SavedResponsesResponse>(AttemptView.Saved(saved, now), AttemptView.TagOf(saved, now));
    }

    private static async Task<Save> MergeLockedAsync(
        DbSession session, AttemptRow seen, IReadOnlyList<ItemResponse> incoming, AssembledForm form, Preconditions conditions,
        DateTimeOffset now)
    {
        if (await AttemptStore.LockAsync(session, seen.Id) is not { } attempt) return new Save(seen, Problems.NotFound());

        var save = Merge(attempt, incoming, form, conditions, now);
        if (save.IsNew) await AttemptStore.SaveResponsesAsync(session, save.Attempt);
        return save;
    }

    private static Save Merge(
        AttemptRow attempt, IReadOnlyList<ItemResponse> incoming, AssembledForm form, Preconditions conditions, DateTimeOffset now)
    {
        if (AttemptView.RefusesAnswers(attempt, now) is { } refused) return new Save(attempt, refused);

        var order = ItemResponses.ReadOrder(attempt.ItemOrder);
        var (responses, errors) = AdaptivePlan.Of(attempt)?.Merge(attempt, incoming, order, form)
            ?? ItemResponses.Merge(attempt.Responses, incoming, order, form);
        if (errors.Count > 0) return new Save(attempt, Problems.ResponsesRefused(errors));
        if (conditions.Fail(AttemptView.TagOf(attempt, now))) return new Save(attempt, Problems.PreconditionFailed());
        if (responses == attempt.Responses) return new Save(attempt);

        // Of an adaptive form the order is saved too: the item that was asked stands behind those given.
        var merged = attempt with
        {
            Responses = responses,
            ItemOrder = ItemResponses.WriteOrder(order),
            Times = ItemTimes.Of(attempt).After(attempt, responses, incoming, order, now).ToJson(),
            Version = attempt.Version + 1,
        };
        return new Save(merged) { IsNew = true };
    }

    /// <summary>The attempt with the answers in it, or the reason why it does not take them.</summary>
    private sealed record Save(AttemptRow Attempt, ProblemHttpResult? Refused = null)
    {
        /// <summary>False when the answers change nothing.</summary>
        public bool IsNew { get; init; }
    }
}
