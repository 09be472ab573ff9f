using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Platform.Data;
using Aieh.Scoring.Evidence;

namespace Aieh.Api.Employers.Invitations;

/// <summary>What an invitation still asks for.</summary>
internal sealed class InvitationProgress(CatalogCache cache) : ISupervisionDemands
{
    public async Task<bool> AreOpenAsync(DbSession session, Guid passport, string assessment, DateTimeOffset now)
    {
        foreach (var invitation in await InvitationStore.ListByPassportAsync(session, passport))
        {
            var waits = invitation.GrantId is not null && invitation.IsOpenAt(now) && invitation.RemainingSlugs.Contains(assessment);
            if (waits && await CountsOnlySupervisedAsync(session, invitation)) return true;
        }

        return false;
    }

    private static async Task<bool> CountsOnlySupervisedAsync(DbSession session, InvitationRow invitation)
    {
        var loop = await HiringLoopStore.GetDefinitionAsync(session, invitation.LoopId, invitation.LoopVersion);
        return loop.CountsOnlySupervised;
    }

    /// <summary>The assessments that a loop asks for, can be taken, and have no evidence that counts and is current enough.</summary>
    public IReadOnlyList<string> RemainingOf(LoopDefinition loop, IReadOnlyList<EvidenceMeasureRow> evidence, DateTimeOffset now)
    {
        var catalog = cache.Current;
        var current = PooledEvidence.Of(catalog, loop.CountedIn(evidence).Counted, now, PooledEvidence.Selection.Counting)
            .Where(pool => pool.Ability.Currency >= loop.MinimumCurrency)
            .Select(pool => pool.Assessment.Slug);
        return [.. loop.AskedOf(catalog).Except(current)];
    }

    /// <summary>
    /// What is left of an accepted invitation. What was covered once stays so: nobody is asked again because time has passed; and whoever
    /// has taken what was asked for, watched where that is asked for, has done so, however little the answers say.
    /// </summary>
    public IReadOnlyList<string> StillRemainingOf(
        InvitationRow accepted, LoopDefinition loop, IReadOnlyList<EvidenceMeasureRow> evidence, DateTimeOffset now)
    {
        var taken = loop.CountedIn(evidence).Counted
            .Where(row => PooledEvidence.KindOf(row.Kind) == EvidenceKind.Assessed && row.ObservedAt >= accepted.AcceptedAt)
            .Select(row => row.Assessment);
        return [.. accepted.RemainingSlugs.Intersect(RemainingOf(loop, evidence, now)).Except(taken)];
    }
}
