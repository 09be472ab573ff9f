using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Pages.Reports;

internal static class LoopEndpoints
{
    public const string Path = "/loops/";

    /// <summary>Who reads by a link: the link does not tell.</summary>
    private const string Reader = "ranking-link";

    /// <summary>As many as the API gives at once.</summary>
    private const int PageSize = 200;

    public static void MapLoop(this IEndpointRouteBuilder routes) => routes.MapPage(Path + "{token}", GetLoop);

    /// <summary>
    /// The candidates of one loop, for whoever holds the link: the API's ranking, as the tenant itself is shown it, and written down as a
    /// read of each candidate's data.
    /// </summary>
    internal static async Task<IResult> GetLoop(
        string token, string? cursor, Db db, RankingLinks links, Rankings rankings, CatalogCache cache, AuditedReads reads, LoopViews views,
        ReportMessages messages, TimeProvider time, CancellationToken cancellationToken)
    {
        if (links.Read(token) is not { } link) return messages.UnknownRanking();
        if (link.ExpiresAt <= time.Now()) return messages.EndedRanking();

        // The page shows the present: a place in a ranking of the past was not given by it.
        if (cursor is not null && RankingPlace.Parse(link.Loop, cursor) is not { Before: null }) return messages.EndedPage(Path + token);

        var reader = new Principal { Kind = PrincipalKinds.Link, Id = Reader, TenantId = link.Tenant };
        var result = await RankingEndpoints.ListRankedCandidates(
            link.Loop, null, PageSize, cursor, reader, rankings, cache, reads, links, time, cancellationToken);
        var answer = Answer<RankingResponse>.Of(result, RankingJson.Wire.RankingResponse);
        if (answer.Value is not { } ranking)
        {
            return answer.Is(Problems.NotFoundKind) ? messages.EndedRanking() : messages.EndedPage(Path + token);
        }

        var (employer, loop) = await db.ReadAsync(LoadAsync, cancellationToken);
        var after = cursor is null ? null : RankingPlace.Parse(link.Loop, cursor);
        return PageResult.Of<LoopPage>(views.Of(ranking, loop, employer, link, Path + token, after));

        async Task<(string Employer, LoopDefinition Loop)> LoadAsync(DbSession session) => (
            (await CredentialStore.FindTenantAsync(session, link.Tenant))!.Name,
            await HiringLoopStore.GetDefinitionAsync(session, link.Loop, ranking.HiringLoopVersion));
    }
}
