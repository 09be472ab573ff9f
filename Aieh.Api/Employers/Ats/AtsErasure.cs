using Aieh.Api.Employers.Invitations;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Ats;

/// <summary>An order that is known by its candidate's address forgets it with the passport.</summary>
internal sealed class AtsErasure : IInvitationErasure
{
    public Task ForgetAsync(DbSession session, Guid invitation) => AtsOrderStore.ForgetAddressAsync(session, invitation);
}
