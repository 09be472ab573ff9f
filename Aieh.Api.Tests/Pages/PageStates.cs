using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.SelfIdentification;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.Impact;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Employers.Verifications;
using Aieh.Api.Tests.Employers;
using Aieh.Api.Tests.Employers.Impact;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Pages;

/// <summary>
/// Brings a service into the states in which pages are to be seen. Each is made once and visited many times, beside all others: so none
/// moves the clock.
/// </summary>
internal sealed class PageStates(AiehApplication app) : IDisposable
{
    private const string PassportCookie = "aieh-passport";

    private readonly Dictionary<string, PageAddress> _made = [];
    private Employer? _employer;

    public AiehApplication App => app;

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

    /// <summary>In a loop that counts supervised scores alone, of somebody who has others besides.</summary>
    public async Task<PageAddress> SupervisedReportAsync()
    {
        var (passport, token) = await WatchedAsync();
        var employer = await EmployerAsync();
        await app.AddEvidenceAsync(passport, Employer.Sql, 610, app.Clock.GetUtcNow());
        var invitation = await employer.InviteAsync(
            await employer.CreateLoopAsync(new { assessments = new[] { Employer.Python }, supervision = "required" }));
        await employer.AcceptAsync(invitation, token);
        var result = await employer.Client.GetAsync<InvitationResultResponse>($"/v1/invitations/{invitation.Id}/result");
        return new PageAddress(result.ReportUrl!);
    }

    public async Task<PageAddress> SupervisedPassportAsync() => new("/passport", (PassportCookie, (await WatchedAsync()).Token));

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

    /// <summary>A page of a passport with something of everything.</summary>
    public async Task<PageAddress> PassportAsync(string path) => new(path, (PassportCookie, (await PassportAsync()).Token));

    public async Task<PageAddress> EmptyPassportAsync(string path)
    {
        var (_, owner, token) = await app.CreatePassportAsync();
        owner.Dispose();
        return new PageAddress(path, (PassportCookie, token));
    }

    /// <summary>The link to a passport, opened where there is another.</summary>
    public async Task<PageAddress> AnotherPassportAsync()
    {
        var (_, owner, token) = await app.CreatePassportAsync();
        owner.Dispose();
        return await PassportAsync("/passport/" + token);
    }

    public async Task<PageAddress> SharedPassportAsync(bool isRevoked)
    {
        var (passport, token) = await PassportAsync();
        using var owner = app.Client(token);
        var grants = $"/v1/passports/{passport}/grants";
        var request = new CreateGrantRequest
        {
            Kind = GrantKind.Link,
            Scope = GrantScope.Evidence,
            ExpiresAt = app.Clock.GetUtcNow().AddDays(30),
        };
        var link = await owner.PostAsync<GrantResponse>(grants, request);
        if (isRevoked)
        {
            using var revoked = await owner.SendAsync(HttpMethod.Delete, $"{grants}/{link.Id}");
            revoked.EnsureSuccessStatusCode();
        }

        return new PageAddress("/p/" + link.Token);
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

    /// <summary>Groups above and below four fifths, small ones, and the unknown; or nobody.</summary>
    public async Task<PageAddress> ImpactAsync(bool isEmpty)
    {
        var employer = await EmployerAsync();
        var loop = await employer.CreateLoopAsync(new { minimumCoverage = 0.2 });
        var crowd = new Crowd(app, employer.Tenant, loop);
        if (!isEmpty)
        {
            await crowd.AddAsync(24, 700, Sex.Male, RaceEthnicity.White);
            await crowd.AddAsync(16, 560, Sex.Male, RaceEthnicity.White);
            await crowd.AddAsync(11, 700, Sex.Female, RaceEthnicity.White);
            await crowd.AddAsync(19, 560, Sex.Female, RaceEthnicity.BlackOrAfricanAmerican);
            await crowd.AddAsync(12, 700, Sex.Male, RaceEthnicity.Asian);
            await crowd.AddAsync(3, 560, Sex.Female, RaceEthnicity.NativeHawaiianOrPacificIslander);
            await crowd.AddAsync(15, 560);
        }

        var url = app.Services.GetRequiredService<ImpactLinks>().UrlOf(loop, employer.Tenant, app.Clock.GetUtcNow())!;
        return new PageAddress(url + "?cut=650");
    }

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

    /// <summary>Fresh and aging evidence, a sample, an invitation, a link, somebody who has looked, more time.</summary>
    private async Task<(Guid Id, string Token)> PassportAsync()
    {
        var (passport, owner, token) = await app.CreatePassportAsync();
        using var candidate = owner;
        var now = app.Clock.GetUtcNow();
        await app.AddEvidenceAsync(passport, Employer.Python, 650, now.AddDays(-30));
        await app.AddEvidenceAsync(passport, "communication", 540, now.AddDays(-800));
        await app.AddEvidenceAsync(passport, "cognitive-reasoning", 600, now.AddDays(-2), kind: "indicative");
        var employer = await EmployerAsync();
        await employer.AcceptAsync(await employer.InviteAsync(await employer.CreateLoopAsync()), token);
        var (tenant, reader, _) = await app.CreateKeyAsync("passports:read");
        using var looking = reader;
        var path = $"/v1/passports/{passport}";
        await owner.PostAsync<GrantResponse>(
            path + "/grants", new CreateGrantRequest { Kind = GrantKind.Tenant, Tenant = tenant, Scope = GrantScope.Evidence });
        await owner.PostAsync<GrantResponse>(
            path + "/grants", new CreateGrantRequest { Kind = GrantKind.Link, Scope = GrantScope.Passport });
        using (await reader.SendAsync(HttpMethod.Get, path)) { }
        await owner.PutAsync(path + "/accommodation", new { timeMultiplier = 1.5 });
        await owner.PutAsync(path + "/self-identification", new { consent = SelfIdentificationText.Version, sex = "female" });
        return (passport, token);
    }

    /// <summary>A passport with a score that somebody watched, taken as it was agreed, and another that nobody did.</summary>
    private async Task<(Guid Id, string Token)> WatchedAsync()
    {
        var employer = await EmployerAsync();
        var (passport, owner, token) = await app.CreatePassportAsync();
        using var candidate = owner;
        await candidate.PostAsync<GrantResponse>(
            $"/v1/passports/{passport}/grants",
            new CreateGrantRequest { Kind = GrantKind.Tenant, Tenant = employer.Tenant, Scope = GrantScope.Passport });
        await app.AddEvidenceAsync(passport, Employer.Python, 560, app.Clock.GetUtcNow().AddDays(-100));
        var attempt = await candidate.PostAsync<AttemptResponse>("/v1/attempts", new CreateAttemptRequest
        {
            Assessment = Employer.Python,
            Form = FormKind.Full,
            Declaration = new AttemptDeclarationRequest { Policy = app.PolicyOf(Employer.Python, FormKind.Full) },
        });
        using var supervised = await employer.Client.SendAsync(HttpMethod.Post, $"/v1/attempts/{attempt.Id}/supervision");
        supervised.EnsureSuccessStatusCode();
        await employer.SubmitAsync(candidate, attempt, right: 30);
        return (passport, token);
    }

    /// <summary>The page of an invitation whose employer asks for a verification.</summary>
    public async Task<PageAddress> VerificationAsync()
    {
        var (invitation, token, _) = await AskForVerificationAsync();
        return new PageAddress($"/invitation/{invitation}", (PassportCookie, token));
    }

    public async Task<PageAddress> VerifiedInvitationAsync()
    {
        var (invitation, token, _) = await VerifyAsync();
        return new PageAddress($"/invitation/{invitation}", (PassportCookie, token));
    }

    public async Task<PageAddress> VerifiedResultAsync()
    {
        var (_, token, attempt) = await VerifyAsync();
        return new PageAddress($"/result/{attempt}", (PassportCookie, token));
    }

    public async Task<PageAddress> VerifiedReportAsync()
    {
        var (invitation, _, _) = await VerifyAsync();
        var employer = await EmployerAsync();
        var result = await employer.Client.GetAsync<InvitationResultResponse>($"/v1/invitations/{invitation}/result");
        return new PageAddress(result.ReportUrl!);
    }

    private async Task<(Guid Invitation, string Token, Guid Verification)> AskForVerificationAsync()
    {
        var employer = await EmployerAsync();
        var invitation = await employer.InviteAsync(await employer.CreateLoopAsync(new { assessments = new[] { Employer.Python } }));
        var accepted = await employer.AcceptAsync(invitation);
        await employer.TakeAsync(accepted.Token!, Employer.Python, right: 50);
        var path = $"/v1/invitations/{invitation.Id}/verifications";
        var asked = await employer.Client.PostAsync<VerificationResponse>(path, new { assessment = Employer.Python });
        return (invitation.Id, accepted.Token!, asked.Id);
    }

    /// <summary>One that was taken, inconsistent and confirmed.</summary>
    private async Task<(Guid Invitation, string Token, Guid Attempt)> VerifyAsync()
    {
        var employer = await EmployerAsync();
        var (invitation, token, verification) = await AskForVerificationAsync();
        using var candidate = app.Client(token);
        var attempt = await candidate.PostAsync<AttemptResponse>(
            "/v1/attempts", new CreateAttemptRequest { Assessment = Employer.Python, Form = FormKind.Verification });
        await app.AnswerOneByOneAsync(candidate, attempt.Id, Employer.Python, right: false);
        using var supervised = await employer.Client.SendAsync(HttpMethod.Post, $"/v1/attempts/{attempt.Id}/supervision");
        supervised.EnsureSuccessStatusCode();
        await candidate.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", new { }, $"{attempt.Id}");
        await employer.Client.PutAsync($"/v1/invitations/{invitation}/verifications/{verification}/confirmation", new { });
        return (invitation, token, attempt.Id);
    }

    public async Task<Employer> EmployerAsync() => _employer ??= await Employer.CreateAsync(app);
}
