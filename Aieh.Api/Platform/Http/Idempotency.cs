using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json.Serialization.Metadata;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Platform.Http;

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

    /// <summary>
    /// Loads what the request needs, decides on it with <paramref name="plan"/>, and commits what was decided, all under the request's key;
    /// or replays what the key has already produced.
    /// </summary>
    public async Task<IResult> RunAsync<TRequest, TLoaded>(
        HttpContext context,
        TRequest request,
        JsonTypeInfo<TRequest> requestType,
        Func<DbSession, Task<TLoaded>> load,
        Func<TLoaded, ValueTask<Plan>> plan)
    {
        var principal = Principal.Of(context);
        var (key, refused) = IdempotencyKey.Read(context, principal);
        if (refused is not null) return refused;
        var conditions = new Preconditions(context);
        if (key is null) return await RunOnceAsync(null, principal.PassportId, load, PlanIfConditionsHoldAsync, context.RequestAborted);

        var scope = IdempotencyScope.Of(context, principal, key, request, requestType);
        var deadline = time.Now() + WaitForRunning;

        // Whoever enters the key first runs; the others wait for it to leave, and try to enter again.
        while (true)
        {
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var running = _running.GetOrAdd(scope.Id, mine);
            if (running == mine)
            {
                try
                {
                    return await RunOnceAsync(
                        scope, principal.PassportId, load, PlanIfConditionsHoldAsync, context.RequestAborted);
                }
                finally
                {
                    _running.TryRemove(scope.Id, out _);
                    mine.SetResult();
                }
            }

            if (!await EndsInTimeAsync(running.Task, deadline, context.RequestAborted)) return StoredResult.InUse();
        }

        async ValueTask<Plan> PlanIfConditionsHoldAsync(TLoaded loaded) => conditions.Guard(await plan(loaded));
    }

    private async Task<bool> EndsInTimeAsync(Task running, DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        var wait = deadline - time.Now();
        if (wait < TimeSpan.Zero) wait = TimeSpan.Zero;
        try
        {
            await running.WaitAsync(wait, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task<IResult> RunOnceAsync<TLoaded>(
        IdempotencyScope? scope,
        Guid? passport,
        Func<DbSession, Task<TLoaded>> load,
        Func<TLoaded, ValueTask<Plan>> plan,
        CancellationToken cancellationToken)
    {
        IdempotencyRecord? stored = null;
        for (var round = 0; round < MaxPlans; round++)
        {
            if (round > 1) await Resilience.PauseAsync(round, cancellationToken);

            // The key is not looked up first: nearly every request is the first with its key, and inserting the key's row tells.
            var planned = await plan(await db.ReadAsync(load, cancellationToken));
            var isKept = planned.Write is not null || (scope is not null && planned.IsFinal);
            if (isKept)
            {
                var result = await TryCommitAsync(scope, passport, planned, hasExpired: stored is not null, cancellationToken);
                if (result is not null) return result;
            }

            if (scope is not null)
            {
                stored = await FindAsync(scope, cancellationToken);
                if (IsLive(stored)) return Replay(scope, stored);
            }

            if (!isKept) return new StoredResult(planned.Outcome, Replayed: false);
        }

        return Problems.Of(Problems.BusyKind, "Nothing was done. Repeat the request, with the same Idempotency-Key.");
    }

    /// <summary>Null when nothing was written, because the key has been used before or what the plan was made on has changed.</summary>
    private async Task<IResult?> TryCommitAsync(
        IdempotencyScope? scope, Guid? passport, Plan planned, bool hasExpired, CancellationToken cancellationToken)
    {
        var record = scope is null ? null : RecordOf(scope, planned.Outcome, time.Now());
        try
        {
            var ending = await db.WriteAsync(
                session => PlanCommit.RunAsync(session, passport, record, hasExpired, planned), cancellationToken);
            // A refusal was right when it was made, and there is no passport any more to keep it under.
            var isRefused = ending == PlanCommit.Ending.PassportIsGone && planned.Write is null;
            if (isRefused) return new StoredResult(planned.Outcome, Replayed: false);
            if (ending != PlanCommit.Ending.Written) return null;
        }
        catch (Exception exception) when (exception is PlanCommit.StalePlanException || db.Dialect.IsUniqueViolation(exception))
        {
            // Rolled back whole, the key row too. Either another replica has finished under this key, or what the plan was made on has
            // changed.
            return null;
        }
        catch (Exception exception) when (scope is not null && db.Dialect.IsLockTimeout(exception))
        {
            // Another replica holds the key's row.
            return StoredResult.InUse();
        }
        catch (Exception exception) when (scope is not null && db.Dialect.IsUnavailable(exception))
        {
            // A client that repeats because its first answer was lost needs no write.
            var stored = await FindAsync(scope, cancellationToken);
            if (IsLive(stored)) return Replay(scope, stored);
            throw;
        }

        planned.Committed?.Invoke();
        return new StoredResult(planned.Outcome, Replayed: false);
    }

    private Task<IdempotencyRecord?> FindAsync(IdempotencyScope scope, CancellationToken cancellationToken) =>
        db.ReadAsync(session => IdempotencyStore.FindAsync(session, scope.Principal, scope.KeyHash), cancellationToken);

    private bool IsLive([NotNullWhen(true)] IdempotencyRecord? stored) => stored is not null && stored.ExpiresAt > time.Now();

    private IdempotencyRecord RecordOf(IdempotencyScope scope, Outcome outcome, DateTimeOffset now) => new()
    {
        KeyHash = scope.KeyHash,
        Principal = scope.Principal,
        Fingerprint = scope.Fingerprint,
        Status = outcome.Status,
        Location = outcome.Location,
        ContentType = outcome.ContentType,
        Body = scope.Seal(outcome.Body),
        CreatedAt = now,
        ExpiresAt = now + options.Value.KeptFor(outcome),
    };

    private IResult Replay(IdempotencyScope scope, IdempotencyRecord stored)
    {
        if (!CryptographicOperations.FixedTimeEquals(stored.Fingerprint, scope.Fingerprint))
        {
            return Problems.Of(
                Problems.IdempotencyKeyReusedKind, "The key was used with another path or body. Use a new key for a new request.");
        }

        Telemetry.IdempotencyReplays.Add(1);
        var body = ServerTime.RenewIn(scope.Open(stored.Body), time.Now());
        var outcome = new Outcome(stored.Status, stored.Location, stored.ContentType, body);
        return new StoredResult(outcome, Replayed: true);
    }
}
