using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Serialization.Metadata;
using Aieh.Api.Data;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Http;

/// <summary>
/// Runs an unsafe request once for each Idempotency-Key. The key row, the work and the stored response are one database transaction, so a
/// crash at any instant leaves all of it or nothing. In one process, requests with the same key queue on <see cref="_running"/>; between
/// replicas, they queue on the key row's unique index.
/// </summary>
internal sealed class Idempotency(Db db, IOptions<IdempotencyOptions> options, TimeProvider time)
{
    /// <summary>How often a plan is made anew because another request changed the attempt between reading and writing.</summary>
    private const int MaxPlans = 5;

    private static readonly TimeSpan WaitForRunning = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _running = new();

    /// <summary>Runs <paramref name="plan"/> under the request's key, or replays what the key has already produced.</summary>
    public async Task<IResult> RunAsync<TRequest>(
        HttpContext context, TRequest request, JsonTypeInfo<TRequest> requestType, bool required, Func<CancellationToken, Task<Plan>> plan)
    {
        var principal = Principal.Of(context);
        var (key, refused) = IdempotencyKey.Read(context.Request, principal, required);
        if (refused is not null) return refused;
        if (key is null) return await PlanAndWriteAsync(plan, null, context.RequestAborted) ?? Problems.Of(Problems.BusyKind, "Repeat the request.");

        var scope = IdempotencyScope.Of(context, principal, key, request, requestType);
        return await QueueAsync(scope, plan, context.RequestAborted);
    }

    private async Task<IResult> QueueAsync(IdempotencyScope scope, Func<CancellationToken, Task<Plan>> plan, CancellationToken cancellationToken)
    {
        var deadline = time.Now() + WaitForRunning;
        while (true)
        {
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var running = _running.GetOrAdd(scope.Id, mine);
            if (running == mine)
            {
                try
                {
                    return await RunOnceAsync(scope, plan, cancellationToken);
                }
                finally
                {
                    _running.TryRemove(scope.Id, out _);
                    mine.SetResult();
                }
            }

            try
            {
                var wait = deadline - time.Now();
                await running.Task.WaitAsync(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                return StoredResult.InUse();
            }
        }
    }

    private async Task<IResult> RunOnceAsync(IdempotencyScope scope, Func<CancellationToken, Task<Plan>> plan, CancellationToken cancellationToken)
    {
        var stored = await db.ReadAsync(session => IdempotencyStore.FindAsync(session, scope.KeyHash), cancellationToken);
        if (stored is not null && stored.ExpiresAt > time.Now()) return Replay(scope, stored);

        try
        {
            return await PlanAndWriteAsync(plan, scope, cancellationToken) ?? Problems.Of(Problems.BusyKind, "Repeat the request with the same Idempotency-Key.");
        }
        catch (Exception exception) when (db.Dialect.IsUniqueViolation(exception))
        {
            // Another replica finished first under this key; any other unique violation is a fault of ours and is thrown on.
            stored = await db.ReadAsync(session => IdempotencyStore.FindAsync(session, scope.KeyHash), cancellationToken);
            if (stored is null) throw;
            return Replay(scope, stored);
        }
        catch (Exception exception) when (db.Dialect.IsLockTimeout(exception))
        {
            return StoredResult.InUse();
        }
    }

    private async Task<IResult?> PlanAndWriteAsync(Func<CancellationToken, Task<Plan>> plan, IdempotencyScope? scope, CancellationToken cancellationToken)
    {
        for (var round = 0; round < MaxPlans; round++)
        {
            var (outcome, write, committed) = await plan(cancellationToken);
            if (scope is null && write is null) return new StoredResult(outcome, Replayed: false);

            try
            {
                await db.WriteAsync(
                    async session =>
                    {
                        if (scope is not null) await InsertAsync(session, scope, outcome);
                        return write is null || await write(session) ? true : throw new StalePlanException();
                    },
                    cancellationToken);
                committed?.Invoke();
                return new StoredResult(outcome, Replayed: false);
            }
            catch (StalePlanException)
            {
                // Rolled back whole, the key row too: read again and decide again.
            }
        }

        return null;
    }

    private async Task InsertAsync(DbSession session, IdempotencyScope scope, Outcome outcome)
    {
        var now = time.Now();
        await IdempotencyStore.DeleteExpiredKeyAsync(session, scope.KeyHash, now);
        await IdempotencyStore.InsertAsync(session, new IdempotencyRecord
        {
            KeyHash = scope.KeyHash,
            Principal = scope.Principal,
            Fingerprint = scope.Fingerprint,
            Status = outcome.Status,
            Location = outcome.Location,
            ContentType = outcome.ContentType,
            Body = scope.Seal(outcome.Body),
            CreatedAt = now,
            ExpiresAt = now.AddDays(options.Value.KeyDays),
        });
    }

    private static IResult Replay(IdempotencyScope scope, IdempotencyRecord stored)
    {
        if (!CryptographicOperations.FixedTimeEquals(stored.Fingerprint, scope.Fingerprint))
        {
            return Problems.Of(Problems.IdempotencyKeyReusedKind, "The key was used with another path or body. Use a new key for a new request.");
        }

        Telemetry.IdempotencyReplays.Add(1);
        return new StoredResult(new Outcome(stored.Status, stored.Location, stored.ContentType, scope.Open(stored.Body)), Replayed: true);
    }

    /// <summary>Thrown inside the transaction to roll it back when its plan no longer fits the database.</summary>
    private sealed class StalePlanException : Exception;
}

/// <summary>
/// What a request will answer, and the writes that make it true; the writes return false when what they were planned on has changed. They
/// can run more than once, so what must happen once, such as counting, is for <see cref="Committed"/>.
/// </summary>
internal sealed record Plan(Outcome Outcome, Func<DbSession, Task<bool>>? Write = null, Action? Committed = null);
