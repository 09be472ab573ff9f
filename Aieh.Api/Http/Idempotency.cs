using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Serialization.Metadata;
using Aieh.Api.Data;
using Microsoft.AspNetCore.Http.HttpResults;
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

    /// <summary>
    /// Loads what the request needs, decides on it with <paramref name="plan"/>, and commits what was decided, all under the request's key; or
    /// replays what the key has already produced.
    /// </summary>
    public async Task<IResult> RunAsync<TRequest, TLoaded>(
        HttpContext context, TRequest request, JsonTypeInfo<TRequest> requestType, bool required, Func<DbSession, Task<TLoaded>> load, Func<TLoaded, ValueTask<Plan>> plan)
    {
        var principal = Principal.Of(context);
        var (key, refused) = IdempotencyKey.Read(context.Request, principal, required);
        if (refused is not null) return refused;
        if (key is null) return await RunOnceAsync(null, load, plan, context.RequestAborted);

        var scope = IdempotencyScope.Of(context, principal, key, request, requestType);
        var deadline = time.Now() + WaitForRunning;
        while (true)
        {
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var running = _running.GetOrAdd(scope.Id, mine);
            if (running == mine)
            {
                try
                {
                    return await RunOnceAsync(scope, load, plan, context.RequestAborted);
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
                await running.Task.WaitAsync(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time, context.RequestAborted);
            }
            catch (TimeoutException)
            {
                return StoredResult.InUse();
            }
        }
    }

    private async Task<IResult> RunOnceAsync<TLoaded>(
        IdempotencyScope? scope, Func<DbSession, Task<TLoaded>> load, Func<TLoaded, ValueTask<Plan>> plan, CancellationToken cancellationToken)
    {
        for (var round = 0; round < MaxPlans; round++)
        {
            var (stored, loaded) = await db.ReadAsync(
                async session => (scope is null ? null : await IdempotencyStore.FindAsync(session, scope.Principal, scope.KeyHash), await load(session)), cancellationToken);
            if (stored is not null && stored.ExpiresAt > time.Now()) return Replay(scope!, stored);

            var planned = await plan(loaded);
            if (planned.Write is null && (scope is null || !planned.IsFinal)) return new StoredResult(planned.Outcome, Replayed: false);

            try
            {
                await db.WriteAsync(session => CommitAsync(session, scope, hasExpired: stored is not null, planned), cancellationToken);
                planned.Committed?.Invoke();
                return new StoredResult(planned.Outcome, Replayed: false);
            }
            catch (Exception exception) when (exception is StalePlanException || db.Dialect.IsUniqueViolation(exception))
            {
                // Rolled back whole, the key row too. Either another replica has finished under this key, and the next round replays it, or what
                // the plan was made on has changed, and the next round plans anew.
            }
            catch (Exception exception) when (scope is not null && db.Dialect.IsLockTimeout(exception))
            {
                // Another replica holds the key's row.
                return StoredResult.InUse();
            }
        }

        return Problems.Of(Problems.BusyKind, "Nothing was done. Repeat the request, with the same Idempotency-Key.");
    }

    private async Task<bool> CommitAsync(DbSession session, IdempotencyScope? scope, bool hasExpired, Plan planned)
    {
        if (scope is not null)
        {
            var now = time.Now();
            if (hasExpired) await IdempotencyStore.DeleteExpiredKeyAsync(session, scope.Principal, scope.KeyHash, now);
            await IdempotencyStore.InsertAsync(session, RecordOf(scope, planned.Outcome, now));
        }

        return planned.Write is null || await planned.Write(session) ? true : throw new StalePlanException();
    }

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
        ExpiresAt = now.AddDays(options.Value.KeyDays),
    };

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
internal sealed record Plan(Outcome Outcome, Func<DbSession, Task<bool>>? Write = null, Action? Committed = null)
{
    /// <summary>Whether the key keeps this answer. A final refusal is kept like a success; one that says nothing about the request is not.</summary>
    public bool IsFinal { get; private init; } = true;

    public static Plan Refuse(ProblemHttpResult problem) => new(Outcome.Of(problem));

    public static Plan RefuseWithoutKeeping(ProblemHttpResult problem) => new(Outcome.Of(problem)) { IsFinal = false };
}
