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
    public async Task<Results<Ok<SavedResponsesResponse>, ProblemHttpResult>> RunAsync(
        AttemptRow attempt, SaveResponsesRequest request, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var form = await forms.OfAsync(attempt, ItemResponses.ReadOrder(attempt.ItemOrder), cancellationToken);
        var (merged, refused) = Merge(attempt, request.Responses, form, now);
        if (refused is not null) return refused;

        // A repeated save writes nothing.
        return merged == attempt
            ? TypedResults.Ok(AttemptView.Saved(attempt, now))
            : await db.WriteAsync(session => MergeLockedAsync(session, attempt.Id, request.Responses, form, now), cancellationToken);
    }

    private static async Task<Results<Ok<SavedResponsesResponse>, ProblemHttpResult>> MergeLockedAsync(
        DbSession session, Guid id, IReadOnlyList<ItemResponse> incoming, AssembledForm form, DateTimeOffset now)
    {
        if (await AttemptStore.LockAsync(session, id) is not { } attempt) return Problems.NotFound();

        var (merged, refused) = Merge(attempt, incoming, form, now);
        if (refused is not null) return refused;

        if (merged != attempt) await AttemptStore.SaveResponsesAsync(session, merged);
        return TypedResults.Ok(AttemptView.Saved(merged, now));
    }

    /// <summary>The attempt with the answers in it, itself when they change nothing; or why it does not take them.</summary>
    private static (AttemptRow Merged, ProblemHttpResult? Refused) Merge(
        AttemptRow attempt, IReadOnlyList<ItemResponse> incoming, AssembledForm form, DateTimeOffset now)
    {
        if (AttemptView.RefusesAnswers(attempt, now) is { } refused) return (attempt, refused);

        var order = ItemResponses.ReadOrder(attempt.ItemOrder);
        var (responses, errors) = AdaptivePlan.Of(attempt)?.Merge(attempt, incoming, order, form)
            ?? ItemResponses.Merge(attempt.Responses, incoming, order, form);
        if (errors.Count > 0) return (attempt, Problems.ResponsesRefused(errors));

        // Of an adaptive form the order is saved too: the item that was asked stands behind those given.
        return responses == attempt.Responses
            ? (attempt, null)
            : (attempt with { Responses = responses, ItemOrder = ItemResponses.WriteOrder(order) }, null);
    }
}
