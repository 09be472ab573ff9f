using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Candidates.Integrity;

/// <summary>
/// Works out what is to be found in attempts that have been scored. They are read before the transaction, and one that another replica has
/// worked out meanwhile is left: so several may do it at once, and each attempt is counted once among the times of its items.
/// </summary>
internal sealed class IntegritySweep(Db db, AssembledForms forms, TimeProvider time)
{
    internal const int BatchSize = 20;

    /// <summary>Bounds one round; what remains is for the next.</summary>
    private const int MaxBatches = 50;

    /// <summary>What cannot be worked out keeps nobody else waiting, and is tried again then.</summary>
    private static readonly TimeSpan Postponement = TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var failures = new List<Exception>();
        for (var batch = 0; batch < MaxBatches; batch++)
        {
            var now = time.Now();
            var due = await db.ReadAsync(session => IntegrityStore.ListDueAsync(session, now, BatchSize), cancellationToken);
            foreach (var attempt in due)
            {
                try
                {
                    await JudgeAsync(attempt, now, cancellationToken);
                }
                catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
                {
                    failures.Add(exception);
                    await db.WriteAsync(
                        session => IntegrityStore.PostponeAsync(session, attempt, now + Postponement), cancellationToken);
                }
            }

            if (due.Count < BatchSize) break;
        }

        if (failures.Count > 0) throw new AggregateException("How some attempts were taken could not be worked out.", failures);
    }

    private async Task JudgeAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await db.ReadAsync(session => AttemptStore.FindAsync(session, id), cancellationToken) is not { } attempt) return;

        var form = await forms.OfAsync(attempt, ItemResponses.ReadOrder(attempt.ItemOrder), cancellationToken);
        var (told, measured) = await db.ReadAsync(ReadAsync, cancellationToken);
        var figures = AttemptFigures.Of(attempt, form, ClientSignals.Read(told?.Signals, attempt.StartedAt), measured);
        try
        {
            await db.WriteAsync(SaveAsync, cancellationToken);
        }
        catch (Exception exception) when (db.Dialect.IsUniqueViolation(exception))
        {
            // Another replica was the first with an answer to one of its items at the same moment: the next round finds it there.
        }

        async Task<(AttemptIntegrityRow?, IReadOnlyDictionary<string, ItemTimeRow>)> ReadAsync(DbSession session) =>
            (await IntegrityStore.FindAsync(session, id), await ItemTimeStore.ListAsync(session, attempt.Assessment));

        async Task<bool> SaveAsync(DbSession session)
        {
            if (!await IntegrityStore.TakeDueAsync(session, id)) return false;

            await IntegrityStore.SaveFiguresAsync(session, id, figures, now);
            await ItemTimeStore.AddAsync(session, attempt);
            return true;
        }
    }
}
