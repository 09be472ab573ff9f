namespace Aieh.Api.Employers.Ranking;

/// <summary>Links to rankings as pages for people, which are made in a room above.</summary>
internal interface IRankingLinks
{
    /// <summary>A new link; null where the service shows no pages, or has nothing to seal with.</summary>
    string? UrlOf(Guid loop, Guid tenant, DateTimeOffset now);
}
