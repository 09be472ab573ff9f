using Aieh.Api.Employers.Invitations;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Impact;

/// <summary>Where somebody stood in a sample is forgotten with the passport; that they were one of so many is not.</summary>
internal sealed class ImpactErasure : IInvitationErasure
{
    public Task ForgetAsync(DbSession session, Guid invitation) => ImpactStore.DeleteMemberAsync(session, invitation);
}
