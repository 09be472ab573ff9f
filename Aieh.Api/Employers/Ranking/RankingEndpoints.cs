using Aieh.Api.Catalog.Documents;
using Aieh.Api.Contract;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Ranking;

internal static class RankingEndpoints
{
    public static IServiceCollection AddRanking(this IServiceCollection services) =>
        services.AddSingleton<Standings>()
            .AddSingleton<IHiringLoopObserver>(provider => provider.GetRequiredService<Standings>())
            .AddSingleton<PastRankings>()
            .AddSingleton<Rankings>()
            .AddSingleton<StandingSweep>()
            .AddWireJson(RankingJson.Wire)
            .AddMaintenanceTask<StandingSweep>("standings", sweep => sweep.RunAsync);

    public static void MapRanking(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1/hiring-loops/{id:guid}/candidates")
            .Tag("Ranking", "The candidates of a hiring loop by readiness, and which differences between them say nothing.")
            .MapGet("/", ListRankedCandidates).WithName("listRankedCandidates").Access(PrincipalKinds.Key, Scopes.ResultsRead)
            .Example(() => RankingExamples.Ranking).Problems(400, 401, 403, 404);

    /// <summary>
    /// List the candidates of a hiring loop by readiness: those who have accepted and whose permission stands. Who has enough evidence
    /// comes before who has too little, who has none last. Without asOf all pages are of the moment of the first one. With it the ranking
    /// is worked out for that moment, by the version of the loop and the evidence of then. Each candidate shown is a read of their data,
    /// which they can see.
    /// </summary>
    /// <param name="id">Id of the hiring loop.</param>
    internal static async Task<Results<Ok<RankingResponse>, ProblemHttpResult>> ListRankedCandidates(
        Guid id, string? asOf, int? limit, string? cursor, Principal principal, Rankings rankings, CatalogCache cache, AuditedReads reads,
        IRankingLinks links, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var (query, invalid) = RankingQuery.Read(id, asOf, limit, cursor, now);
        if (invalid is not null) return invalid;

        var tenant = principal.TenantId!.Value;
        var (refused, page) = await rankings.ReadAsync(id, tenant, query, now, cancellationToken);
        if (refused is not null) return refused;

        AuditedRead[] shown = [.. page.Rows.Select(row => ReadOf(row.Candidate))];
        await reads.NoteAsync(tenant, principal.Actor, shown, now, cancellationToken);
        return TypedResults.Ok(RankingViews.Of(id, page, query, cache.Current) with { RankingUrl = links.UrlOf(id, tenant, now) });
    }

    private static AuditedRead ReadOf(CandidateRow candidate) =>
        new("ranking.read", $"invitation:{candidate.InvitationId}", candidate.PassportId);
}
