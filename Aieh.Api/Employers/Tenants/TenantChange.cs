using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Tenants;

/// <summary>
/// A change of a tenant's name or settings, with its entry in the audit trail. Each makes a new version of the settings, also of the name.
/// </summary>
/// <param name="Before">What it is made on.</param>
/// <param name="After">What it makes; equal to <paramref name="Before"/> when nothing changes.</param>
/// <param name="At">When.</param>
internal sealed record TenantChange(TenantDetailRow Before, TenantDetailRow After, DateTimeOffset At)
{
    public static TenantChange Of(TenantDetailRow before, CreateTenantRequest request, DateTimeOffset now)
    {
        var settings = TenantRules.SettingsOf(request);
        var after = before with
        {
            Name = request.Name,
            RetentionMonths = settings.RetentionMonths,
            ReturnOrigins = ReturnOrigins.Join(settings.ReturnOrigins),
            Version = (before.Version ?? 0) + 1,
        };
        var changes = StateOf(after).ToJson() != StateOf(before).ToJson();
        return new TenantChange(before, changes ? after : before, now);
    }

    public static TenantState StateOf(TenantDetailRow row)
    {
        var settings = TenantSettings.Of(row);
        return new TenantState { Name = row.Name, RetentionMonths = settings.RetentionMonths, ReturnOrigins = settings.ReturnOrigins };
    }

    /// <summary>The problem that keeps the tenant as it is; null when it is as it should be.</summary>
    public async Task<ProblemHttpResult?> WriteAsync(Db db, string actor, CancellationToken cancellationToken)
    {
        if (After == Before) return null;

        try
        {
            var written = await db.WriteAsync(session => TryWriteAsync(session, actor), cancellationToken);
            return written ? null : Problems.PreconditionFailed();
        }
        catch (Exception exception) when (db.Dialect.IsUniqueViolation(exception))
        {
            // Another tenant has the name, or another request has written the first settings at the same time.
            var namesake = await db.ReadAsync(session => CredentialStore.FindTenantByNameAsync(session, After.Name), cancellationToken);
            return namesake is { } taken && taken.Id != Before.Id ? TenantEndpoints.NameTaken() : Problems.PreconditionFailed();
        }
    }

    /// <summary>False when the tenant is not any more what the change was made on; then nothing was done.</summary>
    private async Task<bool> TryWriteAsync(DbSession session, string actor)
    {
        if (!await TenantStore.SaveSettingsAsync(session, Before.Id, TenantSettings.Of(After), After.Version!.Value, At)) return false;
        if (After.Name != Before.Name) await TenantStore.RenameAsync(session, Before.Id, After.Name);

        await AuditTrail.AddAsync(session, new AuditEntryRow
        {
            Id = Guid.CreateVersion7(At),
            TenantId = Before.Id,
            OccurredAt = At,
            Actor = actor,
            Action = "tenant.changed",
            Subject = $"tenant:{Before.Id}",
            BeforeState = StateOf(Before).ToJson(),
            AfterState = StateOf(After).ToJson(),
        });
        return true;
    }
}
