using Aieh.Api.Platform.Data;

namespace Aieh.Api.Candidates.Evidence;

/// <summary>
/// Whether somebody watched the person. Unsupervised: as far as is known, nobody did. Supervised: a tenant says that it did. Only what is
/// supervised may be called certified.
/// </summary>
internal enum Supervision
{
    Unsupervised,
    Supervised,
}

/// <summary>Whether somebody watched while the pieces of a score were made: all of them, some, or none.</summary>
internal enum PooledSupervision
{
    Unsupervised,
    Partly,
    Supervised,
}

/// <summary>Whether somebody has to watch, which is known on a floor above.</summary>
internal interface ISupervisionDemands
{
    /// <summary>
    /// Whether an employer that the passport's owner has agreed to be assessed by counts only a supervised score in this assessment, and
    /// still waits for it.
    /// </summary>
    Task<bool> AreOpenAsync(DbSession session, Guid passport, string assessment, DateTimeOffset now);
}

/// <summary>A passport's evidence as an employer counts it.</summary>
/// <param name="Counted">What counts.</param>
/// <param name="Unsupervised">What does not, because nobody watched and the employer asks for that.</param>
/// <param name="Replaced">What does not, because a verification that a person has confirmed takes its place.</param>
internal sealed record CountedEvidence(
    IReadOnlyList<EvidenceMeasureRow> Counted, IReadOnlyList<EvidenceMeasureRow> Unsupervised, IReadOnlyList<EvidenceMeasureRow> Replaced)
{
    /// <param name="evidence">The passport's.</param>
    /// <param name="onlySupervised">Whether only what somebody watched counts.</param>
    /// <param name="replacing">What verifications have measured that take the place of what nobody watched.</param>
    public static CountedEvidence Of(
        IReadOnlyList<EvidenceMeasureRow> evidence, bool onlySupervised = false, IReadOnlyList<EvidenceMeasureRow>? replacing = null)
    {
        if (onlySupervised)
        {
            var unsupervised = evidence.Where(row => row.SupervisedBy is null);
            return new CountedEvidence([.. evidence.Where(row => row.SupervisedBy is not null)], [.. unsupervised], []);
        }

        if (replacing is not { Count: > 0 }) return new CountedEvidence(evidence, [], []);

        return new CountedEvidence(
            [.. evidence.Where(row => !IsReplaced(row)), .. replacing], [], [.. evidence.Where(IsReplaced)]);

        // Another provider's result is not what was verified.
        bool IsReplaced(EvidenceMeasureRow row) => row is { SupervisedBy: null, TenantId: null, Kind: "assessed" }
            && replacing.Any(each => each.Assessment == row.Assessment);
    }
}
