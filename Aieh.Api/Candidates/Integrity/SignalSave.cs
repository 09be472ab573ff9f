using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Candidates.Integrity;

/// <summary>
/// Keeps what a browser tells of an attempt while it runs. As answers are, it is added in the transaction that has read what is there; what
/// is there already writes nothing.
/// </summary>
internal sealed class SignalSave(Db db, TimeProvider time)
{
    /// <summary>The problem; null when they are kept, now or before.</summary>
    public async Task<ProblemHttpResult?> RunAsync(
        AttemptRow attempt, IReadOnlyList<ClientSignal> signals, Preconditions conditions, CancellationToken cancellationToken)
    {
        var now = time.Now();
        if (AttemptView.RefusesAnswers(attempt, now) is { } refused) return refused;

        ProblemError[] faults = [.. ClientSignals.FaultsIn(signals, attempt)];
        if (faults.Length > 0) return Problems.Invalid("The signals cannot be read.", faults);
        if (conditions.Fail(AttemptView.TagOf(attempt, now))) return Problems.PreconditionFailed();
        // What nobody looks at is not collected.
        if (!attempt.HasIntegrity || signals.Count == 0) return null;

        var stored = await db.ReadAsync(session => IntegrityStore.FindAsync(session, attempt.Id), cancellationToken);
        if (ClientSignals.Add(stored?.Signals, signals, attempt.StartedAt) is null) return null;

        return await db.WriteAsync(AddAsync, cancellationToken);

        async Task<ProblemHttpResult?> AddAsync(DbSession session)
        {
            if (await AttemptStore.LockAsync(session, attempt.Id) is not { } held) return Problems.NotFound();
            if (AttemptView.RefusesAnswers(held, now) is { } closed) return closed;

            var known = await IntegrityStore.FindAsync(session, attempt.Id);
            var added = ClientSignals.Add(known?.Signals, signals, attempt.StartedAt);
            if (added is not null) await IntegrityStore.SaveSignalsAsync(session, attempt.Id, added);
            return null;
        }
    }
}
