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

/// <summary>Who says that a piece of evidence was supervised, and since when.</summary>
internal sealed record SupervisionRow
{
    public Guid SupervisedBy { get; init; }
    public DateTimeOffset SupervisedAt { get; init; }
}
