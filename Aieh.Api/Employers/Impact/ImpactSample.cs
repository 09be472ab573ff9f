using Aieh.Api.Candidates.SelfIdentification;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Impact;

/// <summary>Somebody whose readiness the ranking shows.</summary>
/// <param name="Passport">Whose. Who accepts a second invitation of a loop is the same person.</param>
/// <param name="Invitation">By which they are a candidate now.</param>
/// <param name="Score">Readiness as it is told.</param>
/// <param name="Said">What is known of their groups; nothing where there are no answers.</param>
internal readonly record struct SampledPerson(Guid Passport, Guid Invitation, int Score, GroupAnswers Said);

/// <summary>The candidates of a loop as they stand now.</summary>
/// <param name="Loop">The loop.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Version">The version that weighs.</param>
/// <param name="TakenAt">When.</param>
/// <param name="People">Those with a score, also where evidence is too little to be relied on: an employer sees it.</param>
internal sealed record ImpactSample(Guid Loop, string Name, int Version, DateTimeOffset TakenAt, IReadOnlyList<SampledPerson> People);

/// <summary>Reads samples: who has accepted, whose permission stands, and by whose evidence there is a score.</summary>
internal sealed class ImpactSamples(Db db, CatalogCache cache, SealedAnswers answers)
{
    /// <summary>Candidates read at a time.</summary>
    private const int BatchSize = 500;

    /// <summary>Null when the tenant has no such loop.</summary>
    public async Task<ImpactSample?> ReadAsync(Guid loop, Guid tenant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var read = await db.ReadAsync(session => ReadAsync(session, loop, tenant, now), cancellationToken);
        if (read is not var (name, basis, people, said)) return null;

        // Opened outside of the unit of work, which the key ring may need for itself.
        var opened = said.ToDictionary(row => row.InvitationId, row => answers.Open(row.PassportId, row.Answers) ?? default);
        return new ImpactSample(
            loop, name, basis.Version, now,
            [.. people.Select(each => new SampledPerson(
                each.Row.PassportId, each.Row.Id, each.Score, opened.GetValueOrDefault(each.Row.Id)))]);
    }

    private async Task<(string, RankingBasis, List<(AcceptedRow Row, int Score)>, List<CandidateAnswersRow>)?> ReadAsync(
        DbSession session, Guid loop, Guid tenant, DateTimeOffset now)
    {
        if (await HiringLoopStore.FindAsync(session, loop) is not { } found || found.TenantId != tenant) return null;

        var (version, definition) = await HiringLoopStore.FindCurrentAsync(session, loop);
        var basis = new RankingBasis(loop, version, definition, cache.Current, now, now);
        var (people, said) = (new List<(AcceptedRow, int)>(), new List<CandidateAnswersRow>());
        var replacing = await basis.ReplacingAsync(session);
        AcceptedRow? last = null;
        while (true)
        {
            var batch = await RankingStore.ListAcceptedAfterAsync(session, loop, now, last, now, BatchSize);
            if (batch.Count > 0)
            {
                var (first, end) = (batch[0].CreatedAt, batch[^1].CreatedAt);
                people.AddRange(ScoresOf(batch, basis, await RankingStore.ListEvidenceAsync(session, loop, first, end, now), replacing));
                // At the same moment others may have been made, which are in the batch before or behind: each is counted once.
                var ids = batch.Select(row => row.Id).ToHashSet();
                var rows = await ImpactStore.ListAnswersAsync(session, loop, first, end);
                said.AddRange(rows.Where(row => ids.Contains(row.InvitationId)));
                last = batch[^1];
            }

            if (batch.Count < BatchSize) return (definition.Name, basis, people, said);
        }
    }

    private static IEnumerable<(AcceptedRow, int)> ScoresOf(
        IReadOnlyList<AcceptedRow> batch, RankingBasis basis, IReadOnlyList<PassportMeasureRow> evidence,
        ILookup<Guid, EvidenceMeasureRow> replacing)
    {
        var scale = ScoringRules.Of(basis.Catalog).Scale;
        var measures = evidence.ToLookup(row => row.PassportId, row => row.ToMeasure());
        foreach (var row in batch)
        {
            if (basis.FiguresOf([.. measures[row.PassportId]], [.. replacing[row.PassportId]]).Result.Readiness is { } readiness)
            {
                yield return (row, scale.Report(readiness.Score));
            }
        }
    }
}
