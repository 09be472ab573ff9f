using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Readiness;

namespace Aieh.Api.Candidates.Readiness;

/// <summary>How a hiring loop weighs assessments.</summary>
/// <param name="Role">Its role; null where it is for none.</param>
/// <param name="Version">The version that weighs.</param>
/// <param name="Bundle">The bundle of that version.</param>
/// <param name="OnlySupervised">Whether only what somebody has watched counts.</param>
/// <param name="Replacing">What takes the place of the passport's unsupervised scores.</param>
internal sealed record HiringLoopBundle(
    string? Role, int Version, RoleBundle Bundle, bool OnlySupervised, IReadOnlyList<EvidenceMeasureRow> Replacing);

/// <summary>The bundles of hiring loops, which are known on a floor above.</summary>
internal interface IHiringLoopBundles
{
    /// <summary>
    /// The bundle that a loop had at a moment, to look at a passport by: for the loop's tenant, and for the passport's owner after an
    /// invitation of it was accepted; null for everybody else, as where there is no such loop.
    /// </summary>
    Task<HiringLoopBundle?> FindAsync(DbSession session, Guid loop, Principal principal, Guid passport, DateTimeOffset asOf);
}
