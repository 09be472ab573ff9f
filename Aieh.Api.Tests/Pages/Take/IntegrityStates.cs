using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Employers.Integrity;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Tests.Employers.Integrity;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Pages.Take;

/// <summary>An attempt of which there is something to be asked, with all that candidates and employers are shown of it.</summary>
internal static class IntegrityStates
{
    public static async Task<PageAddress> ResultAsync(PageStates states)
    {
        var (_, attempt, token) = await MakeAsync(states);
        return new PageAddress($"/result/{attempt}", ("aieh-passport", token));
    }

    public static async Task<PageAddress> PassportAsync(PageStates states) =>
        new("/passport", ("aieh-passport", (await MakeAsync(states)).Token));

    public static async Task<PageAddress> ReportAsync(PageStates states)
    {
        var (result, _, _) = await MakeAsync(states);
        return new PageAddress(result.ReportUrl!);
    }

    public static async Task<PageAddress> RankingAsync(PageStates states)
    {
        var (result, _, _) = await MakeAsync(states);
        var employer = await states.EmployerAsync();
        var ranking = await employer.Client.GetAsync<RankingResponse>($"/v1/hiring-loops/{result.HiringLoop}/candidates");
        return new PageAddress(ranking.RankingUrl!);
    }

    private static async Task<(InvitationResultResponse Result, Guid Attempt, string Token)> MakeAsync(PageStates states)
    {
        var employer = await states.EmployerAsync();
        var loop = await employer.CreateLoopAsync(new { assessments = new[] { Employer.Python } });
        var accepted = await employer.AcceptAsync(await employer.InviteAsync(loop, new { reference = "application-4712" }));
        var attempt = await employer.TakeAsync(accepted.Token!, Employer.Python, right: 30);
        await states.App.JudgeAsync(attempt.Id, TakenAttempts.Medium with { Hidden = 5, Pasted = 2 });
        using var candidate = states.App.Client(accepted.Token);
        await candidate.PostAsync<StatementResponse>($"/v1/attempts/{attempt.Id}/statement", new { text = "It was loud.\nVery." });
        var path = $"/v1/invitations/{accepted.Invitation.Id}";
        var integrity = await employer.Client.GetAsync<InvitationIntegrityResponse>($"{path}/integrity");
        await employer.Client.PutAsync(
            $"{path}/integrity/{integrity.Items[0].Evidence}/review",
            new ReviewRequest { Outcome = ReviewOutcome.Cleared, Note = "The statement explains it." });
        return (await employer.Client.GetAsync<InvitationResultResponse>($"{path}/result"), attempt.Id, accepted.Token!);
    }
}
