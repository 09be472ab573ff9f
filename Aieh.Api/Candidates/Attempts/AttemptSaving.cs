using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Candidates.Attempts;

/// <summary>
/// Saves a scored attempt that was taken without a passport in one. The retake windows are kept as if it had been started with the
/// passport: they bound how much of a form comes into one, and attempts without a passport, which nobody counts, would be the way around
/// them. What counts is when it was started, not when it is saved, so that nobody loses a result by waiting. As it may lie before starts
/// that the passport has made since, these are asked as well: had it been theirs in time, one of them might have been refused.
/// </summary>
internal sealed class AttemptSaving(
    Db db, CatalogCache cache, AssembledForms forms, ScoreReports reports, AttemptEvidence evidence, IOptions<PassportOptions> options,
    TimeProvider time)
{
    /// <summary>Why it is not saved; null when it is, now or before.</summary>
    public async Task<ProblemHttpResult?> RunAsync(
        AttemptRow scored, Guid passport, Preconditions conditions, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var order = ItemResponses.ReadOrder(scored.ItemOrder);
        var form = await forms.OfAsync(scored, order, cancellationToken);
        var saved = scored with { PassportId = passport };
        var report = reports.Of(saved, form);
        var (categories, _) = AttemptEvidence.OutcomeOf(saved, form, order, saved.Responses);
        var parameterShare = evidence.ParameterShareOf(saved, form, categories);
        return await db.WriteAsync(SaveAsync, cancellationToken);

        async Task<ProblemHttpResult?> SaveAsync(DbSession session)
        {
            if (!await PassportLock.TakeAsync(session, passport)) return Problems.PassportErased();
            if (await AttemptStore.LockAsync(session, scored.Id) is not { } attempt) return Problems.NotFound();
            if (attempt.PassportId == passport) return null;
            if (attempt.PassportId is not null) return AlreadySaved();
            if (await RefusesAsync(session, attempt, passport, now) is { } refused) return refused;
            if (conditions.Fail(AttemptView.TagOf(attempt, now))) return Problems.PreconditionFailed();
            if (!await SavedAttemptStore.SaveAsync(session, attempt.Id, passport)) return AlreadySaved();

            await evidence.WriteAsync(session, saved, report, parameterShare, now);
            return null;
        }
    }

    private async Task<ProblemHttpResult?> RefusesAsync(DbSession session, AttemptRow attempt, Guid passport, DateTimeOffset now)
    {
        var most = options.Value.MostEvidence;
        if (await EvidenceStore.CountAsync(session, passport) >= most) return Problems.LimitReached(most, "pieces of evidence");

        var form = cache.Current.Assessments.GetValueOrDefault(attempt.Assessment)?.Forms
            .FirstOrDefault(each => FormSlugs.Of(each.Kind) == attempt.Form);
        var windows = form?.RetakeWindows.Value ?? [];
        var since = attempt.StartedAt - RetakePolicy.Reach(windows);
        var rows = await SavedAttemptStore.ListStartsSinceAsync(session, passport, attempt, since);
        DateTimeOffset[] starts = [.. rows.Select(start => start.StartedAt)];
        return RetakePolicy.HasRoomFor(windows, starts, attempt.StartedAt)
            ? null
            : Problems.RetakeNotYetEligible(RetakePolicy.NextEligibleAt(windows, starts, now) ?? now);
    }

    private static ProblemHttpResult AlreadySaved() =>
        Problems.Of(Problems.AttemptAlreadySavedKind, "It is saved once; the passport that has it keeps it.");
}
