using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Supervising;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Pages.Take;

/// <summary>Agreeing to how a test is taken, and being watched, in a browser without scripts.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class SupervisionPageTests<TDatabase> : VisitorFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private Employer _employer = null!;
    private Guid _loop;

    [OneTimeSetUp]
    public async Task CreateEmployer()
    {
        _employer = await Employer.CreateAsync(App);
        _loop = await _employer.CreateLoopAsync(
            new { assessments = new[] { Employer.Sql }, minimumCoverage = 0.1, supervision = "required" });
    }

    [OneTimeTearDown]
    public void DisposeEmployer() => _employer.Dispose();

    /// <summary>From the invitation by way of a refusal to a report that says who was watched.</summary>
    [Test]
    public async Task Invitation_OfASupervisedLoop_IsCompletedOnceSomebodyWatches()
    {
        var (invitation, attempt) = await StartAsync();
        var review = await Visitor.OpenAsync($"/take/{attempt}/review");

        var refused = await Visitor.SubmitAsync(review, "Submit for scoring");
        Assert.That(refused.Address, Is.EqualTo($"/take/{attempt}/review?watch=needed"));
        Assert.That(refused.Text, Does.Contain("Nothing has been submitted.").And.Contain("What you answered is saved."));

        var named = (await _employer.GetAsync(invitation.Id)).Attempts!.Single().Id;
        await _employer.Client.PostAsync<AttemptSupervisionResponse>($"/v1/attempts/{named}/supervision", new { });
        var watched = await Visitor.OpenAsync(refused.Address);
        Assert.That(watched.Text, Does.Contain("says that somebody watches").And.Not.Contain("Nothing has been submitted."));
        var result = await Visitor.SubmitAsync(watched, "Submit for scoring");

        Assert.That(result.Address, Is.EqualTo($"/result/{attempt}"));
        Assert.That(result.Text, Does.Contain("Somebody watched").And.Contain("Help that was allowed: none. You agreed to keep to that."));
        Assert.That((await _employer.GetAsync(invitation.Id)).State, Is.EqualTo(InvitationState.Completed));
        var told = await _employer.Client.GetAsync<InvitationResultResponse>($"/v1/invitations/{invitation.Id}/result");
        var report = await Visitor.OpenAsync(told.ReportUrl!);
        Assert.That(report.Text, Does.Contain("How each was taken").And.Contain("none; the candidate agreed to that"));
        var passport = await Visitor.OpenAsync("/passport");
        Assert.That(passport.Text, Does.Contain("none; agreed to"));
    }

    [Test]
    public async Task Submission_AlthoughNobodyWatches_NeedsABoxAndGoesToThePassport()
    {
        var (invitation, attempt) = await StartAsync();
        var refused = await Visitor.SubmitAsync(await Visitor.OpenAsync($"/take/{attempt}/review"), "Submit for scoring");

        var result = await Visitor.SubmitAsync(refused, "Submit for scoring", ("unsupervised", "accept"));

        Assert.That(result.Address, Is.EqualTo($"/result/{attempt}"));
        Assert.That(result.Text, Does.Contain("Nobody watched"));
        Assert.That((await _employer.GetAsync(invitation.Id)).Remaining, Is.EqualTo(new[] { Employer.Sql }));
    }

    [TestCase("", TestName = "Start_WithoutTheBox_TellsToAgreeFirst")]
    [TestCase("of-last-year", TestName = "Start_WithOtherWords_TellsToAgreeFirst")]
    public async Task Start_WithoutAgreeing_TellsToAgreeFirst(string declared)
    {
        var (_, owner, token) = await App.CreatePassportAsync();
        using var _ = owner;
        Visitor.Cookies.Add("aieh-passport", token);
        var page = await Visitor.OpenAsync($"/tests/{Employer.Python}");
        Assert.That(page.Text, Does.Contain("I answer these questions by myself"));

        var answer = await Visitor.SubmitAsync(page, "Start the full form", ("declaration", declared));

        Assert.That((answer.Status, answer.Heading), Is.EqualTo((422, "Not started: first agree")));
    }

    private async Task<(InvitationResponse Invitation, Guid Attempt)> StartAsync()
    {
        var invitation = await _employer.InviteAsync(_loop);
        var accepted = await _employer.AcceptAsync(invitation);
        Visitor.Cookies.Add("aieh-passport", accepted.Token!);
        var page = await Visitor.OpenAsync($"/invitation/{invitation.Id}");
        Assert.That(page.Text, Does.Contain("counts only what somebody watches"));
        var take = await Visitor.SubmitAsync(page, "/take");
        var attempt = Guid.Parse(take.Address.Split('/', '?')[2]);
        using var candidate = App.Client(accepted.Token);
        var started = await candidate.GetAsync<AttemptResponse>($"/v1/attempts/{attempt}");
        await candidate.PutAsync(
            $"/v1/attempts/{attempt}/responses", new SaveResponsesRequest { Responses = App.Answers(started, 30) });
        return (invitation, attempt);
    }
}
