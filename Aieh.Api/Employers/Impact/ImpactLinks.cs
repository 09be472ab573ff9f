using Aieh.Api.Employers.Reports;

namespace Aieh.Api.Employers.Impact;

/// <summary>What a link to the figures of a loop says.</summary>
internal readonly record struct ImpactLink(Guid Loop, Guid Tenant, DateTimeOffset ExpiresAt);

/// <summary>Links to what selection does to groups, each of one hiring loop.</summary>
internal sealed class ImpactLinks(PageLinks links)
{
    public string? UrlOf(Guid loop, Guid tenant, DateTimeOffset now) => links.UrlOf(LinkedPage.Impact, [loop, tenant], now);

    /// <summary>Null when it is no link of this service's. One that has ended is read too.</summary>
    public ImpactLink? Read(string token) =>
        links.Read(LinkedPage.Impact, token, count: 2) is { } said ? new ImpactLink(said.Ids[0], said.Ids[1], said.ExpiresAt) : null;
}
