using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Tests.Employers;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Pages;

/// <summary>
/// Brings a service into the states in which pages are to be seen. Each is made once and visited many times, beside all others: so none
/// moves the clock.
/// </summary>
internal sealed class PageStates(AiehApplication app) : IDisposable
{
    private readonly Dictionary<string, PageAddress> _made = [];
    private Employer? _employer;

    /// <summary>Where a page is found, in a state that is made when it is first asked for.</summary>
    public async Task<PageAddress> AddressOfAsync(KnownPage page)
    {
        if (_made.TryGetValue(page.Name, out var address)) return address;

        return _made[page.Name] = await page.MakeAsync(this);
    }

    public async Task<PageAddress> ReportAsync()
    {
        var (result, _) = await CompleteAsync([Employer.Python, Employer.Sql]);
        return new PageAddress(result.ReportUrl!);
    }

    public async Task<PageAddress> InsufficientReportAsync()
    {
        var (result, _) = await CompleteAsync([Employer.Python]);
        return new PageAddress(result.ReportUrl!);
    }

    public async Task<PageAddress> WithdrawnReportAsync()
    {
        var (result, accepted) = await CompleteAsync([Employer.Python, Employer.Sql]);
        using var owner = app.Client(accepted.Token);
        var grant = $"/v1/passports/{accepted.Passport}/grants/{accepted.Invitation.Grant}";
        using var withdrawn = await owner.SendAsync(HttpMethod.Delete, grant);
        withdrawn.EnsureSuccessStatusCode();
        return new PageAddress(result.ReportUrl!);
    }

    /// <summary>Of an invitation that is not completed, for which the link is made by whoever tells an employer's system of it.</summary>
    public async Task<PageAddress> OpenReportAsync()
    {
        var employer = await EmployerAsync();
        var invitation = await employer.InviteAsync(await employer.CreateLoopAsync());
        await employer.AcceptAsync(invitation);
        var row = await app.Db.ReadAsync(session => InvitationStore.FindAsync(session, invitation.Id), CancellationToken.None);
        return new PageAddress(app.Services.GetRequiredService<ReportLinks>().UrlOf(row!, app.Clock.GetUtcNow())!);
    }

    /// <summary>In tiers, with too little evidence, and with none.</summary>
    public async Task<PageAddress> RankingAsync()
    {
        var employer = await EmployerAsync();
        var loop = await employer.CreateLoopAsync(new { minimumCoverage = 0.4 });
        int[][] scores = [[760, 740], [610, 620], [600, 600], [700], []];
        foreach (var (place, each) in scores.Index())
        {
            var (passport, owner, _) = await app.CreatePassportAsync();
            owner.Dispose();
            foreach (var (assessment, score) in new[] { Employer.Python, Employer.Sql }.Zip(each))
            {
                await app.AddEvidenceAsync(passport, assessment, score, app.Clock.GetUtcNow());
            }

            await app.AcceptAsync(employer.Tenant, loop, passport, place == 0 ? null : $"application-{place}");
        }

        return RankingOf(loop);
    }

    public async Task<PageAddress> EmptyRankingAsync() => RankingOf(await (await EmployerAsync()).CreateLoopAsync());

    public void Dispose() => _employer?.Dispose();

    private PageAddress RankingOf(Guid loop) =>
        new(app.Services.GetRequiredService<RankingLinks>().UrlOf(loop, _employer!.Tenant, app.Clock.GetUtcNow())!);

    /// <summary>A candidate who has taken all that a loop asks for.</summary>
    private async Task<(InvitationResultResponse Result, AcceptedInvitationResponse Accepted)> CompleteAsync(string[] assessments)
    {
        var employer = await EmployerAsync();
        var weights = new Dictionary<string, double> { ["communication"] = 0 };
        var candidate = new { name = "Robin Example" };
        var loop = await employer.CreateLoopAsync(new { assessments, weights });
        var invitation = await employer.InviteAsync(loop, new { reference = "application-4711", candidate });
        var accepted = await employer.AcceptAsync(invitation);
        foreach (var assessment in assessments) await employer.TakeAsync(accepted.Token!, assessment, right: 30);
        var result = await employer.Client.GetAsync<InvitationResultResponse>($"/v1/invitations/{invitation.Id}/result");
        return (result, accepted);
    }

    private async Task<Employer> EmployerAsync() => _employer ??= await Employer.CreateAsync(app);
}
