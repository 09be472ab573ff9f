using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Invitations;

/// <summary>What a room above forgets of an invitation when its candidate erases the passport, in the transaction of that.</summary>
internal interface IInvitationErasure
{
    Task ForgetAsync(DbSession session, Guid invitation);
}
