using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Pages.Passport;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.SharedPassport;

/// <summary>Makes what others see of a passport of what the API says to the holder of the link.</summary>
internal sealed class SharedViewMaker(
    CatalogCache cache, ScoreViewMaker scores, ReadinessViewMaker readinessViews, IStringLocalizer<PassportWords> words)
{
    /// <param name="passport">The passport.</param>
    /// <param name="readiness">For each role that there is readiness for.</param>
    /// <param name="evidence">Its history; null where the link does not show it.</param>
    /// <param name="expiresAt">When the link ends.</param>
    public SharedView Of(
        PassportResponse passport, IReadOnlyList<ReadinessResponse> readiness, IReadOnlyList<EvidenceResponse>? evidence,
        DateTimeOffset? expiresAt) => new()
    {
        AsOf = Written.Day(passport.AsOf),
        Until = expiresAt is { } at ? PassportText.Minute(at) : null,
        Scale = scores.Scale,
        Scores = scores.Of(passport),
        Readiness = [.. readiness.Select(ReadinessOf)],
        Evidence = evidence is null ? null : [.. evidence.Select(each => HistoryView.Of(each, scores, words))],
        Notes = Written.Notes(cache.Current.Methodology),
        ScoringVersion = passport.ScoringVersion,
    };

    private RoleReadinessView ReadinessOf(ReadinessResponse readiness)
    {
        var figures = readinessViews.FiguresOf(readiness);
        return new RoleReadinessView(scores.RoleTitleOf(readiness.Role!), figures.Score, figures.Coverage, figures.Status);
    }
}
