using Aieh.Api.Platform.Data;

namespace Aieh.Api.Platform.Access;

/// <summary>
/// What is done to tenants and their keys, by the verb and over HTTP alike: each change in one transaction with its entry in the audit
/// trail of the tenant.
/// </summary>
internal static class ApiKeys
{
    /// <summary>The days that a key may last which ends by itself.</summary>
    public const int MostDays = 3650;

    public const int DefaultOverlapHours = 24;
    public const int MostOverlapHours = 8760;

    /// <summary>How the audit trail names who runs a verb.</summary>
    public const string Operator = "operator";

    public static bool IsLive(CredentialRow key, DateTimeOffset now) => key.RevokedAt is null && !(key.ExpiresAt <= now);

    /// <summary>A new key and its secret, which only this tells.</summary>
    public static (CredentialRow Key, string Secret) Make(
        Guid tenant, string? name, IEnumerable<string> scopes, DateTimeOffset now, DateTimeOffset? expiresAt)
    {
        var secret = SecretToken.Create(SecretToken.KeyPrefix);
        var key = new CredentialRow
        {
            Id = Guid.CreateVersion7(now),
            Kind = "key",
            SecretHash = SecretToken.Hash(secret),
            Hint = SecretToken.Hint(secret),
            TenantId = tenant,
            Name = name,
            Scopes = string.Join(' ', scopes.Distinct(StringComparer.Ordinal)),
            CreatedAt = now,
            ExpiresAt = expiresAt,
        };
        return (key, secret);
    }

    /// <summary>A key with the same tenant, name and scopes, that lasts as long as the old one was made for.</summary>
    public static (CredentialRow Key, string Secret) MakeSuccessor(CredentialRow old, DateTimeOffset now)
    {
        DateTimeOffset? end = old.ExpiresAt is { } expiry ? now + (expiry - old.CreatedAt) : null;
        return Make(old.TenantId!.Value, old.Name, old.Scopes.Split(' '), now, end);
    }

    /// <summary>When a key ends that has a successor: after the overlap, or before when it would have ended before.</summary>
    public static DateTimeOffset EndOf(CredentialRow old, DateTimeOffset overlapEnd) =>
        old.ExpiresAt is { } expiry && expiry < overlapEnd ? expiry : overlapEnd;

    /// <param name="session">A write.</param>
    /// <param name="tenant">The new tenant.</param>
    /// <param name="state">The tenant as the audit trail keeps it.</param>
    /// <param name="actor">Who makes it.</param>
    public static async Task AddTenantAsync(DbSession session, TenantRow tenant, TenantState state, string actor)
    {
        await CredentialStore.InsertTenantAsync(session, tenant);
        var entry = EntryOf(tenant.Id, "tenant.created", $"tenant:{tenant.Id}", actor, tenant.CreatedAt);
        await AuditTrail.AddAsync(session, entry with { AfterState = state.ToJson() });
    }

    public static async Task AddAsync(DbSession session, CredentialRow key, string actor)
    {
        await CredentialStore.InsertAsync(session, key);
        await AuditTrail.AddAsync(session, OfKey(key, "key.created", actor, key.CreatedAt) with { AfterState = KeyState.Of(key).ToJson() });
    }

    /// <summary>False when the old key has ended in the meantime; then nothing was done.</summary>
    public static async Task<bool> RotateAsync(
        DbSession session, CredentialRow old, CredentialRow successor, DateTimeOffset overlapEnd, string actor)
    {
        var now = successor.CreatedAt;
        if (!await CredentialStore.HoldLiveAsync(session, old.Id, now)) return false;

        await CredentialStore.ExpireAsync(session, old.Id, overlapEnd);
        await AddAsync(session, successor, actor);
        var ended = KeyState.Of(old with { ExpiresAt = EndOf(old, overlapEnd) }) with { Successor = successor.Id };
        await AuditTrail.AddAsync(
            session,
            OfKey(old, "key.rotated", actor, now) with { BeforeState = KeyState.Of(old).ToJson(), AfterState = ended.ToJson() });
        return true;
    }

    /// <summary>False when it had been revoked before.</summary>
    public static async Task<bool> RevokeAsync(DbSession session, CredentialRow key, DateTimeOffset now, string actor)
    {
        if (!await CredentialStore.RevokeAsync(session, key.Id, now)) return false;

        var revoked = KeyState.Of(key with { RevokedAt = now });
        await AuditTrail.AddAsync(
            session,
            OfKey(key, "key.revoked", actor, now) with { BeforeState = KeyState.Of(key).ToJson(), AfterState = revoked.ToJson() });
        return true;
    }

    private static AuditEntryRow OfKey(CredentialRow key, string action, string actor, DateTimeOffset now) =>
        EntryOf(key.TenantId!.Value, action, $"key:{key.Id}", actor, now);

    private static AuditEntryRow EntryOf(Guid tenant, string action, string subject, string actor, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        TenantId = tenant,
        OccurredAt = now,
        Actor = actor,
        Action = action,
        Subject = subject,
    };
}
