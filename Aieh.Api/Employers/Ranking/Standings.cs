using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Platform.Data;
using Aieh.Scoring.Readiness;
using RoleBundle = Aieh.Scoring.Readiness.RoleBundle;

namespace Aieh.Api.Employers.Ranking;

/// <summary>
/// Where candidates stand in their loops: worked out when their evidence, their consent or the loop changes, and once a day besides,
/// because evidence ages. A ranking is read in this order, page by page.
/// </summary>
internal sealed class Standings(CatalogCache cache) : IHiringLoopObserver
{
    /// <summary>For so long a standing is good if nothing happens.</summary>
    private static readonly TimeSpan GoodFor = TimeSpan.FromDays(1);

    /// <summary>
    /// Works out where a candidate stands by the loop's current version and the passport's evidence, and writes it. For an invitation that
    /// is accepted and whose grant stands; in the transaction of what has changed it.
    /// </summary>
    public async Task WriteAsync(DbSession session, Guid invitation, Guid loop, Guid passport, DateTimeOffset now)
    {
        var (version, definition) = await HiringLoopStore.FindCurrentAsync(session, loop);
        var evidence = await EvidenceStore.ListMeasuresAsOfAsync(session, passport, now);
        var replacing = await VerificationStore.ListReplacingAsync(session, loop, passport, now);
        await SaveAsync(session, Of(invitation, loop, version, definition, definition.CountedIn(evidence, replacing), now));
    }

    /// <summary>
    /// Writes a standing so that no change of its loop is missed, whichever transaction commits first. A change marks the standings that it
    /// finds: for one that is there both wait for its row, for a new one they wait for the loop. The version is looked at after the wait.
    /// </summary>
    public static async Task SaveAsync(DbSession session, StandingRow standing)
    {
        if (await StandingStore.UpdateAsync(session, standing) == 0)
        {
            await HiringLoopStore.HoldAsync(session, standing.LoopId);
            await StandingStore.InsertAsync(session, standing);
        }

        var current = (await HiringLoopStore.FindAsync(session, standing.LoopId))!.Version;
        if (current != standing.LoopVersion) await StandingStore.UpdateAsync(session, standing with { StaleAt = standing.AsOf });
    }

    /// <summary>The candidate stands there no more: the grant has ended, or what it was for is gone.</summary>
    public static Task DeleteAsync(DbSession session, Guid invitation) => StandingStore.DeleteAsync(session, invitation);

    /// <summary>All candidates of the loop are to be ranked anew, which the next rounds of background work do.</summary>
    public Task ReweighedAsync(DbSession session, Guid loop, DateTimeOffset now) => StandingStore.MarkStaleAsync(session, loop, now);

    public StandingRow Of(
        Guid invitation, Guid loop, int version, LoopDefinition definition, CountedEvidence evidence, DateTimeOffset now)
    {
        var bundle = definition.ToBundle();
        var figures = ReadinessFigures.Of(bundle, cache.Current, evidence, now);
        return new StandingRow
        {
            InvitationId = invitation,
            LoopId = loop,
            LoopVersion = version,
            RankKey = RankKey.Of(figures),
            AsOf = now,
            StaleAt = now + GoodForOf(figures, bundle),
        };
    }

    /// <summary>Shorter than usual where the coverage falls below the minimum before: then the candidate moves to another group.</summary>
    private static TimeSpan GoodForOf(ReadinessFigures figures, RoleBundle bundle)
    {
        if (figures.Status != Candidates.Readiness.ReadinessStatus.Sufficient) return GoodFor;

        var halfLives = figures.Pools.ToDictionary(pool => pool.Assessment.Slug, pool => pool.Pillar.HalfLifeMonths.Value);
        FadingWeight[] weights =
        [
            .. figures.Result.Contributions.Select(part => new FadingWeight(part.Relevance * part.Currency, halfLives[part.Assessment])),
        ];
        return CoverageDecline.Until(weights, bundle, GoodFor) ?? GoodFor;
    }
}
