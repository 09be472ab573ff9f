using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Ats;

/// <summary>Changes of a connection, each with its entry in the audit trail.</summary>
internal static class AtsConnectionChange
{
    /// <summary>False when it has changed meanwhile, or another request has made one; then nothing was done.</summary>
    public static async Task<bool> TryWriteAsync(
        Db db, WebhookRow? before, WebhookRow after, string actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return await db.WriteAsync(WriteAsync, cancellationToken);
        }
        catch (Exception exception) when (db.Dialect.IsUniqueViolation(exception))
        {
            return false;
        }

        Task<bool> WriteAsync(DbSession session) => WriteChangeAsync(session, before, after, actor, now);
    }

    /// <summary>False when it has changed meanwhile.</summary>
    public static async Task<bool> WriteChangeAsync(
        DbSession session, WebhookRow? before, WebhookRow after, string actor, DateTimeOffset now)
    {
        if (after == before) return true;
        if (before is null) await AtsConnectionStore.InsertAsync(session, after);
        else if (!await AtsConnectionStore.UpdateAsync(session, after)) return false;

        // What was given up because it was disabled, or because of a key that is another one now.
        var mayHelp = before is not null && after.State == WebhookRow.Enabled
            && (before.State != WebhookRow.Enabled || before.Secret != after.Secret);
        if (mayHelp) await AtsConnectionStore.ReviveAsync(session, after.Id, now);
        await AuditTrail.AddAsync(session, AtsConnections.Audited(actor, before is null ? "created" : "updated", before, after, now));
        return true;
    }

    /// <summary>False when it has changed meanwhile.</summary>
    public static async Task<bool> DeleteAsync(DbSession session, WebhookRow row, string actor, DateTimeOffset now)
    {
        if (!await WebhookStore.DeleteAsync(session, row, now)) return false;

        await AuditTrail.AddAsync(session, AtsConnections.Audited(actor, "deleted", row, null, now));
        return true;
    }
}
