using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.HiringLoops;

/// <summary>Hiring loops as the floor below may use them.</summary>
internal sealed class HiringLoopBundles : IHiringLoopBundles
{
    public async Task<HiringLoopBundle?> FindAsync(DbSession session, Guid loop, Principal principal, Guid passport, DateTimeOffset asOf)
    {
        if (await HiringLoopStore.FindAsync(session, loop) is not { } found) return null;
        if (!await MayUseAsync(session, found, principal, passport)) return null;

        var version = (await HiringLoopStore.FindVersionAsOfAsync(session, loop, asOf))!;
        var definition = LoopDefinition.FromJson(version.Definition);
        return new HiringLoopBundle(
            definition.Role, version.Version, definition.ToBundle(), definition.CountsOnlySupervised,
            await VerificationStore.ListReplacingAsync(session, loop, passport, asOf));
    }

    private static async Task<bool> MayUseAsync(DbSession session, HiringLoopRow loop, Principal principal, Guid passport)
    {
        return principal.Kind switch
        {
            PrincipalKinds.Key => principal.TenantId == loop.TenantId,
            PrincipalKinds.Candidate => principal.PassportId == passport && await HasAcceptedAsync(),
            _ => false,
        };

        Task<bool> HasAcceptedAsync() => HiringLoopStore.HasAcceptedAsync(session, loop.Id, passport);
    }
}
