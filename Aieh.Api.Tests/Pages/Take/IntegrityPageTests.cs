using System.Text.Json.Nodes;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.Integrity;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Tests.Employers.Integrity;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Pages.Take;

/// <summary>How an attempt was taken, on the pages of the candidate and of the employer.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class IntegrityPageTests<TDatabase> : VisitorFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Nothing = "Nothing stands out.";
    private const string Much = "Much stands out.";
    private const string Rapid = "50 of 50 answers came faster than the question can be read.";
    private const string NobodyRejected = "rejects nobody by itself";

    [Test]
    public async Task Candidate_ReadsWhyStatesAndReadsTheOutcome_AndTheReportShowsIt()
    {
        using var employer = await Employer.CreateAsync(App);
        var loop = await employer.CreateLoopAsync(new { assessments = new[] { Employer.Python } });
        var accepted = await employer.AcceptAsync(await employer.InviteAsync(loop));
        Visitor.Cookies.Add("aieh-passport", accepted.Token!);
        var attempt = await employer.TakeAsync(accepted.Token!, Employer.Python, right: 30);
        var pending = await Visitor.OpenAsync($"/result/{attempt.Id}");
        await App.Services.GetRequiredService<IntegritySweep>().RunAsync(CancellationToken.None);

        var passport = await Visitor.OpenAsync("/passport");
        var result = await Visitor.OpenAsync($"/result/{attempt.Id}");
        var stated = await Visitor.SubmitAsync(result, "Say it", ("text", "It was loud.\nVery."));
        var invitation = $"/v1/invitations/{accepted.Invitation.Id}";
        var before = await ReportAsync(employer, invitation);
        var evidence = (await employer.Client.GetAsync<InvitationIntegrityResponse>($"{invitation}/integrity")).Items.Single().Evidence;
        await employer.Client.PutAsync(
            $"{invitation}/integrity/{evidence}/review", new ReviewRequest { Outcome = ReviewOutcome.Cleared, Note = "Explained." });
        var after = await ReportAsync(employer, invitation);
        var told = await Visitor.OpenAsync($"/result/{attempt.Id}");
        var ranking = await employer.Client.GetAsync<JsonObject>($"/v1/hiring-loops/{loop}/candidates");
        var row = await Visitor.OpenAsync((string)ranking["rankingUrl"]!);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(pending.Text, Does.Contain("This is worked out in the next minutes."));
            Assert.That(passport.Text, Does.Contain(Much).And.Contain(NobodyRejected));
            Assert.That(result.Text, Does.Contain(Much).And.Contain(Rapid).And.Contain(NobodyRejected));
            Assert.That(stated.Text, Does.Contain("It was loud.").And.Contain("Very."));
            Assert.That(before.Text, Does.Contain(Much).And.Contain(Rapid).And.Contain("It was loud."));
            Assert.That(before.Text, Does.Contain(NobodyRejected).And.Not.Contain("Reviewed"));
            Assert.That(after.Text, Does.Contain("Reviewed: nothing was wrong.").And.Contain("Explained."));
            Assert.That(told.Text, Does.Contain("nothing was wrong.").And.Contain("Explained."));
            Assert.That(row.Text, Does.Contain("Much stands out. Reviewed: nothing was wrong.").And.Contain(NobodyRejected));
        }
    }

    [Test]
    public async Task Statement_OfNoWords_IsToldAndLeadsBack()
    {
        var (attempt, _) = await TakeAsync();
        var page = await Visitor.OpenAsync($"/result/{attempt}");
        var refused = await Visitor.SubmitAsync(page, "Say it", ("text", "  "));

        Assert.That((refused.Status, refused.Heading), Is.EqualTo((400, "The request does not have the documented shape.")));
        Assert.That(refused.Root.Descendants("a").Select(link => (string?)link.Attribute("href")), Does.Contain($"/result/{attempt}"));
    }

    [Test]
    public async Task Report_WhereNothingStandsOut_SaysSoAndNoMore()
    {
        using var employer = await Employer.CreateAsync(App);
        var loop = await employer.CreateLoopAsync(new { assessments = new[] { Employer.Python } });
        var accepted = await employer.AcceptAsync(await employer.InviteAsync(loop));
        var attempt = await employer.TakeAsync(accepted.Token!, Employer.Python, right: 30);
        await App.JudgeAsync(attempt.Id, new TakenFigures { Timed = 50, RapidP = 1, FitP = 0.5 });

        Assert.That((await ReportAsync(employer, $"/v1/invitations/{accepted.Invitation.Id}")).Text, Does.Contain(Nothing));
    }

    [Test]
    public async Task Result_OfASample_SaysNothingOfIt()
    {
        var (_, owner, token) = await App.CreatePassportAsync();
        using var taker = owner;
        var attempt = await owner.PostAsync<AttemptResponse>(
            "/v1/attempts", new CreateAttemptRequest { Assessment = Employer.Python, Form = FormKind.Sample });
        await owner.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", "{}", $"{attempt.Id}");
        Visitor.Cookies.Add("aieh-passport", token);

        Assert.That((await Visitor.OpenAsync($"/result/{attempt.Id}")).Text, Does.Not.Contain("How you took it"));
    }

    /// <summary>Before anything is started, wherever it is started.</summary>
    [Test]
    public async Task WhatIsCollected_IsToldBeforeTheStart()
    {
        var (_, owner, token) = await App.CreatePassportAsync();
        owner.Dispose();
        using var employer = await Employer.CreateAsync(App);
        var invitation = await employer.InviteAsync(await employer.CreateLoopAsync());
        Visitor.Cookies.Add("aieh-passport", token);
        foreach (var address in (string[])["/tests/python-fundamentals", "/passport", $"/invitation/{invitation.Token}"])
        {
            var page = await Visitor.OpenAsync(address);
            Assert.That(page.Text.ToLowerInvariant(), Does.Contain("how long each answer takes").And.Contain("copied or pasted"), address);
        }
    }

    /// <summary>What the script sends of what happens, as it comes.</summary>
    [Test]
    public async Task Signals_OfThePage_AreTheApis()
    {
        var (_, owner, token) = await App.CreatePassportAsync();
        using var taker = owner;
        var attempt = await owner.PostAsync<AttemptResponse>(
            "/v1/attempts", new CreateAttemptRequest { Assessment = Employer.Python, Form = FormKind.Full });
        Visitor.Cookies.Add("aieh-passport", token);
        var page = await Visitor.OpenAsync($"/take/{attempt.Id}");
        using var sent = await PostAsync("""{"signals":[{"kind":"copy","at":"2026-06-01T09:00:05Z"}]}""");
        using var broken = await PostAsync("""{"signals":[{"kind":"unheard"}]}""");

        var kept = (await owner.GetAsync<AttemptIntegrityResponse>($"/v1/attempts/{attempt.Id}/integrity")).Signals;
        Assert.That(((int)sent.StatusCode, (int)broken.StatusCode), Is.EqualTo((204, 400)));
        Assert.That(kept.Select(signal => signal.Kind), Is.EqualTo(new[] { SignalKind.Copy }));

        Task<HttpResponseMessage> PostAsync(string signals)
        {
            var form = page.Root.Descendants("input").First(each => (string?)each.Attribute("name") == "form-token");
            return Visitor.PostAsync(
                $"/take/{attempt.Id}/signals", [new("form-token", (string)form.Attribute("value")!), new("signals", signals)]);
        }
    }

    private async Task<(Guid Attempt, string Token)> TakeAsync()
    {
        var (_, owner, token) = await App.CreatePassportAsync();
        owner.Dispose();
        using var employer = await Employer.CreateAsync(App);
        var attempt = await employer.TakeAsync(token, Employer.Python);
        Visitor.Cookies.Add("aieh-passport", token);
        return (attempt.Id, token);
    }

    private async Task<VisitedPage> ReportAsync(Employer employer, string invitation)
    {
        var result = await employer.Client.GetAsync<InvitationResultResponse>($"{invitation}/result");
        return await Visitor.OpenAsync(result.ReportUrl!);
    }
}
