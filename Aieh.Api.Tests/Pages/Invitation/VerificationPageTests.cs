using Aieh.Api.Employers.Reports;
using Aieh.Api.Employers.Verifications;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Pages.Invitation;

/// <summary>A verification in a browser, from the invitation to the report.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class VerificationPageTests<TDatabase> : VisitorFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task Verification_ThatAnEmployerAsksFor_IsTakenAndToldAtTheInvitationAndInTheReport()
    {
        using var employer = await Employer.CreateAsync(App);
        var invitation = await employer.InviteAsync(await employer.CreateLoopAsync(new { assessments = new[] { Employer.Python } }));
        var accepted = await employer.AcceptAsync(invitation);
        await employer.TakeAsync(accepted.Token!, Employer.Python, right: 50);
        var path = $"/v1/invitations/{invitation.Id}/verifications";
        var asked = await employer.Client.PostAsync<VerificationResponse>(path, new { assessment = Employer.Python });
        Visitor.Cookies.Add("aieh-passport", accepted.Token!);

        var page = await Visitor.OpenAsync($"/invitation/{invitation.Id}");
        Assert.That(page.Text, Does.Contain("To confirm a score").And.Contain("without somebody who watches it says nothing"));
        var take = await Visitor.SubmitAsync(page, "Start the verification");
        Assert.That(take.Heading, Does.StartWith("Question 1 of at most 12"));
        var attempt = Guid.Parse(take.Address.Split('/', '?')[2]);
        using var candidate = App.Client(accepted.Token);
        await App.AnswerOneByOneAsync(candidate, attempt, Employer.Python, right: false);
        using var supervised = await employer.Client.SendAsync(HttpMethod.Post, $"/v1/attempts/{attempt}/supervision");
        var submitted = await Visitor.SubmitAsync(await Visitor.OpenAsync($"/take/{attempt}/review"), "Submit for scoring");

        Assert.That((submitted.Status, submitted.Heading), Is.EqualTo((200, "Your verification is submitted")));
        page = await Visitor.OpenAsync($"/invitation/{invitation.Id}");
        Assert.That(page.Text, Does.Contain("it does not go with your score. Of people whose score was earned, 1 in 100"));
        Assert.That(await ReportAsync(), Does.Contain("inconsistent with the score").And.Contain("no: nothing follows yet"));

        await employer.Client.PutAsync($"{path}/{asked.Id}/confirmation", new { });
        page = await Visitor.OpenAsync($"/invitation/{invitation.Id}");
        Assert.That(page.Text, Does.Contain("a person has confirmed that"));
        Assert.That(await ReportAsync(), Does.Contain("Not counted").And.Contain("its score counts instead"));

        async Task<string> ReportAsync()
        {
            var result = await employer.Client.GetAsync<InvitationResultResponse>($"/v1/invitations/{invitation.Id}/result");
            return (await Visitor.OpenAsync(result.ReportUrl!)).Text;
        }
    }
}
