using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Readiness;

namespace Aieh.Api.Candidates.Readiness;

/// <summary>How a hiring loop weighs assessments, for its role or, where that is null, for none.</summary>
internal sealed record HiringLoopBundle(string? Role, int Version, RoleBundle Bundle);

/// <summary>The bundles of hiring loops, which are known on a floor above.</summary>
internal interface IHiringLoopBundles
{
    /// <summary>
    /// The bundle that a loop had at a moment, to look at a passport by: for the loop's tenant, and for the passport's owner after an
    /// invitation of it was accepted; null for everybody else, as where there is no such loop.
    /// </summary>
    Task<HiringLoopBundle?> FindAsync(DbSession session, Guid loop, Principal principal, Guid passport, DateTimeOffset asOf);
}
