using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using RoleBundle = Aieh.Scoring.Readiness.RoleBundle;

namespace Aieh.Api.Employers.Ranking;

/// <summary>A candidate and what the evidence amounts to.</summary>
internal sealed record RankedRow(CandidateRow Candidate, ReadinessFigures Figures)
{
    public double Key { get; } = RankKey.Of(Figures);

    /// <summary>How the attempts were taken that are evidence; the order does not know it. Null of a past moment.</summary>
    public IntegritySummary? Integrity { get; init; }
}

/// <summary>A page before it is shown.</summary>
/// <param name="Version">The version of the hiring loop that weighs.</param>
/// <param name="Bundle">The bundle of that version.</param>
/// <param name="Rows">The candidates, in their exact order.</param>
/// <param name="Next">The place that the next page goes on from, without its tier; null on the last page.</param>
internal sealed record RankingPage(int Version, RoleBundle Bundle, IReadOnlyList<RankedRow> Rows, RankingPlace? Next);

/// <summary>
/// Reads rankings. The current one follows the standings, so that a page costs what is on it, however many candidates there are; its
/// figures are worked out for the moment, and the page is ordered by them. From page to page the order is that of standings, which are at
/// most a day old. The ranking of a named moment is worked out whole, once.
/// </summary>
internal sealed class Rankings(Db db, CatalogCache cache, PastRankings past)
{
    public async Task<(ProblemHttpResult? Refused, RankingPage Page)> ReadAsync(
        Guid loop, Guid tenant, RankingQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (refused, version) = await db.ReadAsync(session => FindVersionAsync(session, loop, tenant, query), cancellationToken);
        if (version is null) return (refused, default!);

        var basis = new RankingBasis(
            loop, version.Version, LoopDefinition.FromJson(version.Definition), cache.Current, query.AsOf, now);
        if (!query.IsPast) return (null, await db.ReadAsync(session => ReadCurrentAsync(session, basis, query), cancellationToken));

        var order = await past.OrderOfAsync(basis, cancellationToken);
        return (null, await db.ReadAsync(session => ReadPastAsync(session, basis, query, order), cancellationToken));
    }

    private static async Task<(ProblemHttpResult? Refused, HiringLoopVersionRow? Version)> FindVersionAsync(
        DbSession session, Guid loop, Guid tenant, RankingQuery query)
    {
        if (await HiringLoopStore.FindAsync(session, loop) is not { } found || found.TenantId != tenant) return (Problems.NotFound(), null);
        if (query.After is null && query.IsPast) return (null, await HiringLoopStore.FindVersionAsOfAsync(session, loop, query.AsOf));

        var number = query.After?.Version ?? found.Version;
        if (await HiringLoopStore.FindVersionAsync(session, loop, number) is not { } version) return (Page.RefuseCursor(), null);
        if (query.IsPast || number == found.Version) return (null, version);

        // The standings follow other weights by now: the page would repeat some candidates and pass over others.
        var (_, current) = await HiringLoopStore.FindCurrentAsync(session, loop);
        return LoopDefinition.FromJson(version.Definition).WeighsAs(current)
            ? (null, version)
            : (Problems.InvalidParameter("cursor", "The hiring loop weighs otherwise since the page before. Start anew."), null);
    }

    private static async Task<RankingPage> ReadCurrentAsync(DbSession session, RankingBasis basis, RankingQuery query)
    {
        var (rankKey, invitation) = query.After is { } after ? (after.RankKey, after.Invitation) : (double.MinValue, Guid.Empty);
        var found = await RankingStore.ListAfterAsync(session, basis.Loop, rankKey, invitation, basis.Now, query.Limit + 1);
        var page = found.Take(query.Limit).ToList();
        var next = found.Count > query.Limit
            ? basis.Place with { RankKey = page[^1].RankKey, Invitation = page[^1].InvitationId }
            : null;
        var rows = await WithIntegrityAsync(session, basis, await RankAsync(session, basis, page));
        return new RankingPage(basis.Version, basis.Bundle, rows, next);
    }

    private static async Task<RankingPage> ReadPastAsync(
        DbSession session, RankingBasis basis, RankingQuery query, IReadOnlyList<Guid> order)
    {
        var before = query.After?.Before ?? 0;
        var page = new List<CandidateRow>();
        foreach (var invitation in order.Skip(before).Take(query.Limit))
        {
            if (await RankingStore.FindAsync(session, invitation, basis.Now) is { } candidate) page.Add(candidate);
        }

        var end = before + query.Limit;
        var next = end < order.Count ? basis.Place with { Before = end } : null;
        return new RankingPage(basis.Version, basis.Bundle, await RankAsync(session, basis, page), next);
    }

    /// <summary>The candidates in their exact order; ties by id, so that the order is always the same.</summary>
    private static async Task<IReadOnlyList<RankedRow>> RankAsync(
        DbSession session, RankingBasis basis, IReadOnlyList<CandidateRow> candidates)
    {
        var rows = new List<RankedRow>(candidates.Count);
        var replacing = await basis.ReplacingAsync(session);
        foreach (var candidate in candidates)
        {
            var evidence = await EvidenceStore.ListMeasuresAsOfAsync(session, candidate.PassportId, basis.AsOf);
            rows.Add(new RankedRow(candidate, basis.FiguresOf(evidence, [.. replacing[candidate.PassportId]])));
        }

        return [.. rows.OrderBy(row => row.Key).ThenBy(row => row.Candidate.InvitationId)];
    }

    /// <summary>
    /// The rows in their order, with how the attempts were taken of those who have a result: before, there is nothing to be asked about.
    /// Of a past moment nothing is told: what is asked today was not known then.
    /// </summary>
    private static async Task<IReadOnlyList<RankedRow>> WithIntegrityAsync(
        DbSession session, RankingBasis basis, IReadOnlyList<RankedRow> ranked)
    {
        var weighed = basis.Bundle.Entries.Where(entry => entry.Relevance > 0).Select(entry => entry.Assessment).ToHashSet();
        var rows = new List<RankedRow>(ranked.Count);
        foreach (var row in ranked)
        {
            var candidate = row.Candidate;
            if (!RankingViews.IsOver(candidate, basis.Now) || !IntegrityViews.IsAgreedIn(candidate.ConsentVersion))
            {
                rows.Add(row);
                continue;
            }

            var taken = await ReviewStore.ListShownAsync(session, candidate.InvitationId, candidate.PassportId, basis.AsOf);
            var shown = IntegrityViews.CountedIn(taken, weighed, basis.Definition.CountsOnlySupervised);
            rows.Add(row with { Integrity = IntegrityViews.SummaryOf(shown) });
        }

        return rows;
    }
}

/// <summary>What a ranking is worked out from.</summary>
internal sealed record RankingBasis(
    Guid Loop, int Version, LoopDefinition Definition, CatalogSnapshot Catalog, DateTimeOffset AsOf, DateTimeOffset Now)
{
    public RoleBundle Bundle { get; } = Definition.ToBundle();

    /// <summary>A place in it.</summary>
    public RankingPlace Place => new() { AsOf = AsOf, Version = Version };

    /// <summary>What confirmed verifications put in the place of unsupervised scores, by passport.</summary>
    public async Task<ILookup<Guid, EvidenceMeasureRow>> ReplacingAsync(DbSession session)
    {
        var rows = await VerificationStore.ListReplacingOfLoopAsync(session, Loop, AsOf);
        return rows.ToLookup(row => row.PassportId, row => row.ToMeasure());
    }

    public ReadinessFigures FiguresOf(IReadOnlyList<EvidenceMeasureRow> evidence, IReadOnlyList<EvidenceMeasureRow> replacing) =>
        ReadinessFigures.Of(Bundle, Catalog, Definition.CountedIn(evidence, replacing), AsOf);
}
