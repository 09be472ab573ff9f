using Aieh.Api.Employers.Ranking;

namespace Aieh.Api.Employers.Reports;

/// <summary>What a link to a ranking says.</summary>
internal readonly record struct RankingLink(Guid Loop, Guid Tenant, DateTimeOffset ExpiresAt);

/// <summary>Links to rankings, each of one hiring loop.</summary>
internal sealed class RankingLinks(PageLinks links) : IRankingLinks
{
    public string? UrlOf(Guid loop, Guid tenant, DateTimeOffset now) => links.UrlOf(LinkedPage.Ranking, [loop, tenant], now);

    /// <summary>Null when it is no link of this service's. One that has ended is read too.</summary>
    public RankingLink? Read(string token) =>
        links.Read(LinkedPage.Ranking, token, count: 2) is { } said ? new RankingLink(said.Ids[0], said.Ids[1], said.ExpiresAt) : null;
}
