using Aieh.Api.Candidates.Evidence;

namespace Aieh.Api.Employers.Invitations;

internal static class InvitationEndpoints
{
    public static IServiceCollection AddInvitations(this IServiceCollection services) =>
        services.AddSingleton<IPassportObserver, InvitationObserver>();
}
