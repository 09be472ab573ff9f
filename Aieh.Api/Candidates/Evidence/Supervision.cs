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
internal sealed record CountedEvidence(IReadOnlyList<EvidenceMeasureRow> Counted, IReadOnlyList<EvidenceMeasureRow> Unsupervised)
{
    public static CountedEvidence Of(IReadOnlyList<EvidenceMeasureRow> evidence, bool onlySupervised = false) => onlySupervised
        ? new CountedEvidence(
            [.. evidence.Where(row => row.SupervisedBy is not null)], [.. evidence.Where(row => row.SupervisedBy is null)])
        : new CountedEvidence(evidence, []);
}
