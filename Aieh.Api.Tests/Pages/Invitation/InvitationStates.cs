using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Pages.Invitation;

/// <summary>Invitations in the states in which their page looks different.</summary>
internal static class InvitationStates
{
    public static async Task<PageAddress> InvitedAsync(PageStates states)
    {
        var employer = await states.EmployerAsync();
        var invitation = await employer.InviteAsync(await employer.CreateLoopAsync());
        return new PageAddress($"/invitation/{invitation.Id}", ("aieh-invitation", invitation.Token!));
    }

    public static async Task<PageAddress> AcceptedAsync(PageStates states)
    {
        var employer = await states.EmployerAsync();
        var invitation = await employer.InviteAsync(await employer.CreateLoopAsync());
        var accepted = await employer.AcceptAsync(invitation);
        return new PageAddress($"/invitation/{invitation.Id}", ("aieh-passport", accepted.Token!));
    }

    public static async Task<PageAddress> SupervisedAsync(PageStates states)
    {
        var employer = await states.EmployerAsync();
        var invitation = await employer.InviteAsync(await employer.CreateLoopAsync(new { supervision = "required" }));
        var accepted = await employer.AcceptAsync(invitation);
        return new PageAddress($"/invitation/{invitation.Id}", ("aieh-passport", accepted.Token!));
    }

    public static async Task<PageAddress> CompletedAsync(PageStates states)
    {
        var employer = await states.EmployerAsync();
        var (passport, owner, token) = await states.App.CreatePassportAsync();
        using var _ = owner;
        foreach (var assessment in (string[])[Employer.Python, Employer.Sql])
        {
            await states.App.AddEvidenceAsync(passport, assessment, 650, states.App.Clock.GetUtcNow().AddDays(-30));
        }

        var invitation = await employer.InviteAsync(await employer.CreateLoopAsync());
        await employer.AcceptAsync(invitation, token);
        return new PageAddress($"/invitation/{invitation.Id}", ("aieh-passport", token));
    }
}
