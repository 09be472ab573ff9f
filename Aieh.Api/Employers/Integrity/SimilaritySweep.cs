using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;
using Aieh.Scoring.Integrity;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Employers.Integrity;

/// <summary>
/// Compares the answers of candidates with those of others of the same employer, of one form in one version: each attempt once with each,
/// when it comes to the others. What is kept is how like the most alike pair is, of each alone; who the other is, is not. Of honest people
/// no more than a status's rate reach it, by this and all else together, with however many they are compared.
/// </summary>
internal sealed class SimilaritySweep(Db db, SimilarityPools pools, IOptions<IntegrityOptions> options, TimeProvider time)
{
    internal const int BatchSize = 20;

    /// <summary>Bounds one round; what remains is for the next.</summary>
    private const int MaxBatches = 20;

    /// <summary>Smaller ones are this: a database knows none below 1e-307.</summary>
    private const double LeastP = 1e-300;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.Value.MostCompared == 0) return;

        for (var batch = 0; batch < MaxBatches; batch++)
        {
            var now = time.Now();
            var due = await db.ReadAsync(session => SimilarityStore.ListDueAsync(session, now, BatchSize), cancellationToken);
            var isMoving = false;
            foreach (var invitation in due) isMoving |= await CompareAsync(invitation, now, cancellationToken);
            if (due.Count < BatchSize || !isMoving) return;
        }
    }

    /// <summary>False when something is left, because others compare attempts of the tenant too.</summary>
    private async Task<bool> CompareAsync(DueComparisonRow due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var attempt in await db.ReadAsync(session => ListUncomparedAsync(session, due), cancellationToken))
        {
            if (!await CompareAsync(due, attempt, now, cancellationToken)) return false;
        }

        await db.WriteAsync(session => SimilarityStore.DoneAsync(session, due), cancellationToken);
        return true;
    }

    /// <summary>Of what the loop weighs: the rest is not shown to the employer.</summary>
    private static async Task<IReadOnlyList<AttemptRow>> ListUncomparedAsync(DbSession session, DueComparisonRow due)
    {
        var loop = await HiringLoopStore.GetDefinitionAsync(session, due.LoopId, due.LoopVersion);
        var attempts = new List<AttemptRow>();
        foreach (var id in await SimilarityStore.ListUncomparedAsync(session, due))
        {
            if (await AttemptStore.FindAsync(session, id) is not { Theta: not null } attempt) continue;
            if (loop.Bundle.Any(entry => entry.Assessment == attempt.Assessment && entry.Relevance > 0)) attempts.Add(attempt);
        }

        return attempts;
    }

    private async Task<bool> CompareAsync(
        DueComparisonRow due, AttemptRow attempt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var key = SimilarityPools.PoolOf(attempt);
        var pool = await pools.OfAsync(attempt, cancellationToken);
        var (count, twin, others) = await db.ReadAsync(ReadAsync, cancellationToken);
        var own = new ComparedRow
        {
            InvitationId = due.Id,
            AttemptId = attempt.Id,
            TenantId = due.TenantId,
            Pool = key,
            Method = Judgement.Method,
            ComparedAt = now,
        };
        // For another invitation of the tenant it has been compared: not once more with the same ones.
        var (mine, changed) = twin is not null
            ? (own with { Compared = twin.Compared, SmallestP = twin.SmallestP }, [])
            : Compared(pool, attempt, own, others, cancellationToken);
        return await db.WriteAsync(SaveAsync, cancellationToken);

        async Task<(int, ComparedRow?, IReadOnlyList<PooledAttemptRow>)> ReadAsync(DbSession session) =>
            (await SimilarityStore.CountPoolAsync(session, due.TenantId, key),
                await SimilarityStore.FindOfTenantAsync(session, attempt.Id, due.TenantId),
                await SimilarityStore.ListPoolAsync(session, due.TenantId, key, due.PassportId, options.Value.MostCompared));

        async Task<bool> SaveAsync(DbSession session)
        {
            // The permission may have been taken back meanwhile: then nothing is kept.
            if (await InvitationStore.FindAsync(session, due.Id) is not { } read) return true;
            if (await InvitationStore.HoldWithPassportAsync(session, read) is not { GrantId: not null }) return true;

            await SimilarityStore.HoldTenantAsync(session, due.TenantId);
            // Somebody has been added since: the pair would be missed. The attempt itself may be gone.
            if (await SimilarityStore.CountPoolAsync(session, due.TenantId, key) != count) return false;
            if (await AttemptStore.FindAsync(session, attempt.Id) is null) return true;

            await SimilarityStore.InsertAsync(session, mine);
            foreach (var other in changed) await SimilarityStore.UpdateAsync(session, other);
            return true;
        }
    }

    private static (ComparedRow Own, IReadOnlyList<PooledAttemptRow> Others) Compared(
        SimilarityPool pool, AttemptRow attempt, ComparedRow own, IReadOnlyList<PooledAttemptRow> rows, CancellationToken cancellationToken)
    {
        // One attempt may be there for several invitations, and one person with several attempts.
        ILookup<Guid, PooledAttemptRow> others = rows.ToLookup(row => row.AttemptId);
        PooledAttemptRow[] first = [.. others.Select(same => same.First())];
        AnswerSheet[] sheets =
        [
            .. first.Select(row => pool.SheetOf(row.ItemOrder, row.Responses, row.Theta)),
            pool.SheetOf(attempt.ItemOrder, attempt.Responses, attempt.Theta!.Value),
        ];
        var screen = AnswerSimilarity.Screen(
            pool.Bank, sheets, IntegrityRules.Standard.LowRate, first: first.Length, cancellationToken);
        var changed = new List<PooledAttemptRow>();
        var compared = 0;
        for (var i = 0; i < first.Length; i++)
        {
            if (SharedBy(sheets[i], sheets[^1]) < AnswerSimilarity.FewestShared) continue;

            compared++;
            // With the one that has come, each of the others is in one pair.
            changed.AddRange(others[first[i].AttemptId].Select(row => row with
            {
                Compared = row.Compared + 1,
                SmallestP = Least(row.SmallestP, screen.PValues[i]),
            }));
        }

        var smallest = compared == 0 ? (double?)null : Least(null, screen.PValues[^1] / compared);
        return (own with { Compared = compared, SmallestP = smallest }, changed);
    }

    private static double Least(double? known, double p) => Math.Max(Math.Min(known ?? 1, p), LeastP);

    private static int SharedBy(AnswerSheet one, AnswerSheet other) =>
        one.Options.Zip(other.Options).Count(pair => pair.First != AnswerSheet.NoAnswer && pair.Second != AnswerSheet.NoAnswer);
}
