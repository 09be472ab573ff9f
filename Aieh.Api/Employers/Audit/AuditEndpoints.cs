using System.Text.Json;
using Aieh.Api.Contract;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Audit;

internal static class AuditEndpoints
{
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.AddSingleton<AuditSealing>();
        return services.AddWireJson(AuditJson.Wire).AddMaintenanceTask<AuditSealing>("audit-sealing", sealing => sealing.RunAsync);
    }

    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1/audit-log").Tag("Audit", "Who has done what to the things of a tenant, and who has read a candidate's data.")
            .MapGet("/", ListAuditEntries).WithName("listAuditEntries").Access(PrincipalKinds.Key, Scopes.AuditRead)
            .QueryText("action", "Only entries of this action, as in `key.revoked`.")
            .QueryText("subject", "Only entries about this thing, kind and id, as in `passport:019e8256-f900-7a3e-8c1b-5b8f2d6a9e07`.")
            .QueryId("passport", "Only entries about the data of this passport: who saw it, by whichever way.")
            .QueryText("from", "Only entries of this moment or later.", "date-time")
            .QueryText("to", "Only entries before this moment.", "date-time")
            .Example(() => AuditExamples.Log).Problems(400, 401, 403);

    /// <summary>
    /// List what was done to the things of the key's tenant, and who has read a candidate's data, newest first. What takes another scope to
    /// be read takes it here too: entries about it are shown to keys that have it.
    /// </summary>
    internal static async Task<Results<Ok<AuditLogResponse>, ProblemHttpResult>> ListAuditEntries(
        string? action, string? subject, Guid? passport, string? from, string? to, int? limit, string? cursor,
        Principal principal, Db db, CancellationToken cancellationToken)
    {
        var (page, invalid) = Page.Read("audit-log", limit, cursor);
        if (invalid is not null) return invalid;
        var (first, malformedFrom) = Timestamp.Read("from", from);
        if (malformedFrom is not null) return malformedFrom;
        var (end, malformedTo) = Timestamp.Read("to", to);
        if (malformedTo is not null) return malformedTo;

        // Nothing comes before the least id: at the end itself there is nothing.
        var before = end is { } bound && bound <= page.Before.At ? new Cursor(bound, Guid.Empty) : page.Before;
        var filter = new AuditFilter
        {
            TenantId = principal.TenantId!.Value,
            Scopes = $" {string.Join(' ', principal.Scopes)} ",
            Action = action,
            Subject = subject,
            PassportId = passport,
            FromOccurredAt = first ?? DateTimeOffset.MinValue,
            BeforeOccurredAt = before.At,
            BeforeId = before.Id,
        };
        var rows = await db.ReadAsync(session => AuditStore.ListBeforeAsync(session, filter, page.Limit + 1), cancellationToken);
        var (items, next) = page.Cut(rows, row => new Cursor(row.OccurredAt, row.Id));
        return TypedResults.Ok(new AuditLogResponse { Items = [.. items.Select(Of)], Next = next });
    }

    /// <summary>Without the place in the chain: what it leaves out would tell of entries that are not shown.</summary>
    private static AuditEntryResponse Of(AuditEntryRow row) => new()
    {
        Id = row.Id,
        At = row.OccurredAt,
        Actor = row.Actor,
        Action = row.Action,
        Subject = row.Subject,
        Passport = row.PassportId,
        Before = StateOf(row.BeforeState),
        After = StateOf(row.AfterState),
    };

    private static JsonElement? StateOf(string? json) => json is null ? null : JsonElement.Parse(json);
}
