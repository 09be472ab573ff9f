using Aieh.Api.Contract;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Candidates.Passports;

internal static class AccessLogEndpoints
{
    public static void MapAccessLog(this RouteGroupBuilder passports) =>
        passports.MapGet("/{id:guid}/access-log", ListAccesses).WithName("listAccesses").Access(PrincipalKinds.Candidate)
            .Example(() => PassportExamples.AccessLog).Problems(400, 401, 403, 404, 410);

    /// <summary>
    /// List which tenants have read a passport, newest first. Its owner's own reads are not in it, nor those by a public link, of which
    /// nobody knows who opens them. Whoever opens the link to a report reads for the tenant that was given it.
    /// </summary>
    /// <param name="id">Id of the passport.</param>
    internal static async Task<Results<Ok<AccessLogResponse>, ProblemHttpResult>> ListAccesses(
        Guid id, int? limit, string? cursor, Principal principal, Db db, TimeProvider time, CancellationToken cancellationToken)
    {
        var (page, invalid) = Page.Read("access-log", limit, cursor);
        if (invalid is not null) return invalid;

        var (refused, rows) = await PassportAccess.ReadAsync(
            db, id, principal, GrantScope.Evidence, time.Now(),
            (session, _) => AccessLogStore.ListBeforeAsync(session, id, page),
            cancellationToken);
        if (refused is not null) return refused;

        var (items, next) = page.Cut(rows, row => new Cursor(row.OccurredAt, row.Id));
        return TypedResults.Ok(new AccessLogResponse { Items = [.. items.Select(Of)], Next = next });
    }

    private static AccessResponse Of(AccessRow row) => new()
    {
        At = row.OccurredAt,
        Action = row.Action,
        Tenant = new AccessingTenant { Id = row.TenantId, Name = row.TenantName },
    };
}
