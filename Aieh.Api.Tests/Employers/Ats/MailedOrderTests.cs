using System.Text.Json.Nodes;
using Aieh.Api.Employers.Ats;
using Aieh.Api.Employers.Greenhouse;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Tests.Employers.Mail;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.Ats;

/// <summary>Whom an applicant tracking system has sent a test, hears of it from us.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class MailedOrderTests<TDatabase> : MailFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task Order_TakesItsLinkToTheCandidate_Once()
    {
        var (email, tail) = (NewAddress(), Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N"));
        var send = new GreenhouseSendTestRequest
        {
            PartnerTestId = TestsOnOffer.IdOf(Employer.Tenant, Employer.Python).ToString(),
            Candidate = new GreenhouseCandidate { FirstName = "Robin", LastName = "Example", Email = email },
            Url = $"https://app.greenhouse.io/integrations/testing_partners/take_home_tests/{tail}",
        };

        var order = await Employer.Client.PostAsync<GreenhouseSendTestResponse>("/ats/greenhouse/send_test", send);
        await Employer.Client.PostAsync<GreenhouseSendTestResponse>("/ats/greenhouse/send_test", send);
        var mail = (await ArrivedAsync(email)).Single();
        var start = mail.TextBody!.IndexOf(Address + "/invitation/", StringComparison.Ordinal) + Address.Length + "/invitation/".Length;
        using var candidate = App.Client(mail.TextBody[start..].Split()[0]);
        var invitation = await candidate.GetAsync<CurrentInvitationResponse>("/v1/invitations/current");

        Assert.That(invitation.Id.ToString(), Is.EqualTo(order.PartnerInterviewId));
        Assert.That(await QueueAsync(invitation.Id, rows => rows.Count == 1), Has.Count.EqualTo(1));
    }

    [TestCase("no address")]
    [TestCase("robin@localhost")]
    [TestCase(null)]
    public async Task Order_WithoutAnAddressThatTakesMail_IsRefusedInWordsForTheRecruiter(string? email)
    {
        var send = new JsonObject
        {
            ["partner_test_id"] = TestsOnOffer.IdOf(Employer.Tenant, Employer.Python).ToString(),
            ["candidate"] = new JsonObject { ["first_name"] = "Robin", ["email"] = email },
        };

        using var response = await Employer.Client.SendAsync(HttpMethod.Post, "/ats/greenhouse/send_test", send.ToJsonString());

        var problem = await response.ProblemAsync(422, "order-refused");
        Assert.That((string?)problem["message"], Does.StartWith("The candidate cannot be written to"));
    }
}
