using System.Globalization;
using System.Text.Json;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Scoring.Impact;

namespace Aieh.Api.Employers.Impact;

/// <summary>The figures of a loop that are told now.</summary>
/// <param name="Sample">The candidates as they stand now; nobody is told of them but by a release.</param>
/// <param name="Release">The latest figures; null while there are too few people for any.</param>
internal sealed record CurrentImpact(ImpactSample Sample, ImpactReleaseRow? Release);

/// <summary>
/// An employer knows who has which score, and can ask today and tomorrow, before and after a candidate has come, gone or been weighed
/// otherwise. So figures are worked out of a sample once, are kept, and are told again until another sample can be told beside all the
/// former ones: each two sets of people whose groups were counted differ by nobody or by at least ten. A new one is made when a tenth of
/// the sample has changed, so that what is kept stays in proportion. What this keeps safe and what not: docs/methodology.md, section 14.
/// </summary>
internal sealed class ImpactReleases(Db db, CatalogCache cache, ImpactSamples samples) : IDisposable
{
    /// <summary>Both sides of a score are sets that are told.</summary>
    public const int SmallestSample = 2 * ToldSets.SmallestDifference;

    // One at a time: each reads as much as is in the loop.
    private readonly SemaphoreSlim _working = new(1);

    /// <summary>The scores that can be asked for: where bands begin. Others would let people be told apart by asking for many.</summary>
    public IReadOnlyList<int> Cuts => [.. cache.Current.Methodology.Bands.Skip(1).Select(band => band.From.Value)];

    public void Dispose() => _working.Dispose();

    /// <summary>Null when the tenant has no such loop.</summary>
    public async Task<CurrentImpact?> ReadAsync(
        Guid loop, Guid tenant, int? cut, string actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await _working.WaitAsync(cancellationToken);
        try
        {
            if (await samples.ReadAsync(loop, tenant, now, cancellationToken) is not { } sample) return null;

            var former = await db.ReadAsync(session => ImpactStore.ListReleasesAsync(session, loop), cancellationToken);
            if (await DivideAsync(sample, former, cut, cancellationToken) is not { } divided)
            {
                return new CurrentImpact(sample, former.Count > 0 ? former[0] : null);
            }

            return new CurrentImpact(sample, await SaveAsync(sample, divided, former, tenant, actor, cancellationToken));
        }
        finally
        {
            _working.Release();
        }
    }

    /// <summary>The thresholds of a new release, with the median; null when none is to be made.</summary>
    private async Task<(int[] Thresholds, double Median)?> DivideAsync(
        ImpactSample sample, IReadOnlyList<ImpactReleaseRow> former, int? cut, CancellationToken cancellationToken)
    {
        if (sample.People.Count < SmallestSample) return null;

        int[] scores = [.. sample.People.Select(person => person.Score).Order()];
        var median = (scores[(scores.Length - 1) / 2] + scores[scores.Length / 2]) / 2.0;
        // What is asked for goes first, then the scoring rates: fewer than ten may lie between the two.
        int[] wanted = [.. cut is { } asked ? [asked] : Array.Empty<int>(), Above(median), .. Cuts];
        int[] thresholds = [.. ToldSets.Thresholds(scores, wanted)];
        if (thresholds.Length == 0) return null;

        foreach (var (place, release) in former.Index())
        {
            var members = await db.ReadAsync(session => ImpactStore.ListMembersAsync(session, release.Id), cancellationToken);
            if (place == 0 && ChangedSince(release, members, sample) < LeastChange(sample)) return null;
            if (!ToldSets.AreApart(CrossOf(release, members, sample, thresholds))) return null;
        }

        return (thresholds, median);
    }

    /// <summary>Scores are whole points: more than the median is at least the next one.</summary>
    public static int Above(double median) => (int)Math.Floor(median) + 1;

    private static int LeastChange(ImpactSample sample) => Math.Max(ToldSets.SmallestDifference, sample.People.Count / 10);

    /// <summary>How many people have come, gone, or stand elsewhere among the release's own thresholds.</summary>
    private static int ChangedSince(ImpactReleaseRow release, IReadOnlyList<ImpactMemberRow> members, ImpactSample sample)
    {
        var cross = CrossOf(release, members, sample, NumbersIn(release.Thresholds));
        var changed = 0;
        for (var i = 0; i < cross.GetLength(0); i++)
        {
            for (var j = 0; j < cross.GetLength(1); j++) changed += i == j ? 0 : cross[i, j];
        }

        return changed;
    }

    /// <summary>People by their place in the release and in the sample now; first, who is not in it.</summary>
    private static int[,] CrossOf(
        ImpactReleaseRow release, IReadOnlyList<ImpactMemberRow> members, ImpactSample sample, ReadOnlySpan<int> thresholds)
    {
        var then = members.ToDictionary(member => member.PassportId, member => member.Place);
        // Of who has erased the passport since, or was kept for long enough, no place is known; of how many, it is.
        int[] gone = [.. NumbersIn(release.PlaceCounts)];
        foreach (var member in members) gone[member.Place]--;
        var cross = new int[gone.Length + 1, thresholds.Length + 2];
        foreach (var person in sample.People)
        {
            var before = then.Remove(person.Passport, out var place) ? place + 1 : 0;
            cross[before, ToldSets.PlaceOf(person.Score, thresholds) + 1]++;
        }

        foreach (var place in then.Values) cross[place + 1, 0]++;
        foreach (var (place, count) in gone.Index()) cross[place + 1, 0] += count;
        return cross;
    }

    private async Task<ImpactReleaseRow> SaveAsync(
        ImpactSample sample, (int[] Thresholds, double Median) divided, IReadOnlyList<ImpactReleaseRow> former, Guid tenant, string actor,
        CancellationToken cancellationToken)
    {
        var thresholds = divided.Thresholds;
        var places = sample.People.Select(person => (Person: person, Place: ToldSets.PlaceOf(person.Score, thresholds))).ToList();
        var release = new ImpactReleaseRow
        {
            Id = Guid.CreateVersion7(sample.TakenAt),
            LoopId = sample.Loop,
            LoopVersion = sample.Version,
            TakenAt = sample.TakenAt,
            Thresholds = TextOf(thresholds),
            PlaceCounts = TextOf(Enumerable.Range(0, thresholds.Length + 1).Select(place => places.Count(each => each.Place == place))),
            Figures = JsonSerializer.Serialize(FiguresOf(sample, divided), ImpactJson.Wire.ReleasedFigures),
        };
        var entry = new AuditEntryRow
        {
            Id = Guid.CreateVersion7(sample.TakenAt),
            TenantId = tenant,
            OccurredAt = sample.TakenAt,
            Actor = actor,
            Action = "impact.released",
            Subject = $"hiring-loop:{sample.Loop}",
            AfterState = JsonSerializer.Serialize(new ReleaseState { People = sample.People.Count }, ImpactJson.Wire.ReleaseState),
        };
        return await db.WriteAsync(WriteAsync, cancellationToken);

        async Task<ImpactReleaseRow> WriteAsync(DbSession session)
        {
            // Another replica may have told others meanwhile, which these were not held beside: then those are told.
            await HiringLoopStore.HoldAsync(session, sample.Loop);
            var known = await ImpactStore.ListReleasesAsync(session, sample.Loop);
            if (known.Count != former.Count) return known[0];

            await ImpactStore.InsertReleaseAsync(session, release);
            foreach (var (person, place) in places)
            {
                var member = new ImpactMemberRow
                {
                    ReleaseId = release.Id,
                    PassportId = person.Passport,
                    InvitationId = person.Invitation,
                    Place = place,
                };
                await ImpactStore.InsertMemberAsync(session, member);
            }

            await AuditTrail.AddAsync(session, entry);
            return release;
        }
    }

    private ReleasedFigures FiguresOf(ImpactSample sample, (int[] Thresholds, double Median) divided)
    {
        var maker = new ImpactFiguresMaker(sample.People);
        var above = Above(divided.Median);
        return new ReleasedFigures
        {
            People = sample.People.Count,
            Scoring = divided.Thresholds.Contains(above) ? maker.Of(divided.Median, score => score >= above) : null,
            Selections = [.. Cuts.Intersect(divided.Thresholds).Select(cut => maker.Of(cut, score => score >= cut))],
        };
    }

    private static string TextOf(IEnumerable<int> numbers) =>
        string.Join(' ', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));

    private static int[] NumbersIn(string text) => [.. text.Split(' ').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
}
