using Aieh.Api.Platform.Data;

namespace Aieh.Api.Candidates.Evidence;

/// <summary>
/// What a floor above does when something happens to a passport, in the transaction of it: with it or not at all. The passport is held, and
/// as the units of work are, each call may be repeated.
/// </summary>
internal interface IPassportObserver
{
    /// <summary>Its owner has started an attempt at a form that counts.</summary>
    Task AttemptStartedAsync(DbSession session, Guid passport, string assessment, DateTimeOffset now);

    /// <summary>Evidence about an assessment has been added.</summary>
    Task EvidenceRecordedAsync(DbSession session, Guid passport, string assessment, DateTimeOffset now);

    /// <summary>A verification that employers have asked for has been taken.</summary>
    Task VerificationTakenAsync(DbSession session, Guid passport, Guid attempt, DateTimeOffset now);

    /// <summary>Its owner has taken a grant back.</summary>
    Task GrantRevokedAsync(DbSession session, Guid grant, DateTimeOffset now);

    /// <summary>Its owner has erased it.</summary>
    Task ErasedAsync(DbSession session, Guid passport, DateTimeOffset now);
}
