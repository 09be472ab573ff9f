using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;
using MimeKit;

namespace Aieh.Api.Tests.Employers.Mail;

/// <summary>What reaches a candidate by mail, and what is left of it.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class MailDeliveryTests<TDatabase> : MailFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    /// <summary>A fifth more than the second attempt waits for.</summary>
    private static readonly TimeSpan SecondAttempt = TimeSpan.FromSeconds(6);

    [Test]
    public async Task Mail_OfAnInvitation_BringsTheLinkThatOpensItAndLeavesNothingBehind()
    {
        var email = NewAddress();
        var made = await InviteAsync(email);
        var message = (await ArrivedAsync(email)).Single();
        var queue = await OverAsync(made.Id);
        using var candidate = App.Client(made.Token);
        var current = await candidate.GetAsync<CurrentInvitationResponse>("/v1/invitations/current");

        using var operations = App.Client();
        var metrics = await operations.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var until = made.ExpiresAt.ToString("d MMMM yyyy, HH:mm '(UTC)'", CultureInfo.InvariantCulture);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(made.Url, Is.EqualTo($"{Address}/invitation/{made.Token}"));
            Assert.That(message.To.Mailboxes.Single().Address, Is.EqualTo(email));
            Assert.That(message.From.ToString(), Does.Contain("Skills Passport").And.Contain("no-reply@mail.example.com"));
            Assert.That(
                message.Subject, Is.EqualTo($"Tenant {Employer.Tenant} invites you to take assessments: {current.RoleTitle}"));
            Assert.That(message.Date, Is.EqualTo(App.Clock.GetUtcNow()).Within(TimeSpan.FromSeconds(1)));
            Assert.That(message.MessageId, Does.EndWith("@mail.example.com"));
            Assert.That(message.Headers[HeaderId.AutoSubmitted], Is.EqualTo("auto-generated"));
            Assert.That(message.Body!.ContentType.MimeType, Is.EqualTo("multipart/alternative"));
            foreach (var said in (string[])[message.TextBody!, message.HtmlBody!])
            {
                Assert.That(said, Does.Contain(made.Url!).And.Contain(current.Employer).And.Contain(until));
                foreach (var asked in current.Assessments) Assert.That(said, Does.Contain(asked.Title));
                Assert.That(said, Does.Not.Contain("Robin"), "whoever applies chooses the name");
            }

            Assert.That((queue.Single().State, queue.Single().Body), Is.EqualTo(("delivered", "")));
            Assert.That(App.Logs.Entries, Has.None.Contains("robin").IgnoreCase.And.None.Contains(made.Token!));
            Assert.That(metrics, Does.Match("aieh_mails_total\\{[^}]*outcome=\"sent\""));
        }
    }

    [TestCase("RCPT", "550 5.1.1 no such mailbox")]
    [TestCase(".", "554 5.6.0 not that")]
    public async Task Mail_ThatIsRefusedForGood_IsNotTriedAgainAndTheTenantIsTold(string at, string answer)
    {
        var email = NewAddress();
        Server.Answers(email, (_, verb) => verb == at ? answer : null);
        var made = await InviteAsync(email);
        var queue = await OverAsync(made.Id);
        var told = JsonNode.Parse((await BodiesAsync(made.Id, EventTypes.InvitationMailBounced)).Single())!["data"]!;
        App.Clock.Advance(SecondAttempt);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((queue.Single().State, queue.Single().Body, queue.Single().Attempts), Is.EqualTo(("failed", "", 1)));
            Assert.That(((Guid)told["invitation"]!, (string?)told["state"]), Is.EqualTo((made.Id, answer[..3])));
            Assert.That(
                await App.CountAsync("AuditEntry", "TenantId = @Id AND Action = 'invitation.mail-bounced'", Employer.Tenant),
                Is.Not.Zero);
            Assert.That((await Employer.GetAsync(made.Id)).State, Is.EqualTo(InvitationState.Invited));
            Assert.That(App.Logs.Entries, Has.None.Contains("robin").IgnoreCase.And.None.Contains("mailbox"));
            await AssertEndpointStandsAsync();
        }

        Assert.That(Server.TriesOf(email), Is.EqualTo(1));
    }

    [TestCase("RCPT", "450 4.2.0 later")]
    [TestCase(".", "451 4.3.0 later")]
    [TestCase("MAIL", "550 5.7.1 you are not known here")]
    [TestCase("DATA", MailServer.Cut)]
    public async Task Mail_ThatCannotBeTakenNow_GoesLaterAsTheSameMessage(string at, string answer)
    {
        var email = NewAddress();
        // MAIL comes before the recipient is named: it is refused to everybody, for as long as the other has not come.
        var isRefused = true;
        if (at == "MAIL") Server.Answers("", (_, verb) => verb == at && isRefused ? answer : null);
        else Server.Answers(email, (nth, verb) => verb == at && nth == 1 ? answer : null);
        var made = await InviteAsync(email);
        var waiting = await QueueAsync(made.Id, rows => rows.Single().Attempts == 1);
        var sealedBody = waiting.Single().Body;
        isRefused = false;

        App.Clock.Advance(SecondAttempt);
        var message = (await ArrivedAsync(email)).Single();
        var queue = await OverAsync(made.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(waiting.Single().State, Is.EqualTo("pending"));
            Assert.That(sealedBody, Is.Not.Empty.And.Not.Contains("robin").And.Not.Contains(made.Token!));
            Assert.That((queue.Single().State, queue.Single().Body, queue.Single().Attempts), Is.EqualTo(("delivered", "", 2)));
            Assert.That(message.TextBody, Does.Contain(made.Url!));
            Assert.That(await BodiesAsync(made.Id, EventTypes.InvitationMailBounced), Is.Empty);
            await AssertEndpointStandsAsync();
        }
    }

    [Test]
    public async Task Mail_WhoseAnswerWasLost_ComesAgainUnderTheSameMessageId()
    {
        var email = NewAddress();
        Server.Answers(email, (nth, verb) => verb == "." && nth == 1 ? MailServer.Cut : null);
        var made = await InviteAsync(email);
        await QueueAsync(made.Id, rows => rows.Single().Attempts == 1);
        App.Clock.Advance(SecondAttempt);
        var messages = await ArrivedAsync(email, 2);
        await OverAsync(made.Id);

        Assert.That(messages.Select(message => message.MessageId).Distinct().Count(), Is.EqualTo(1));
        Assert.That(messages[1].Date, Is.GreaterThan(messages[0].Date));
    }

    [Test]
    public async Task Farewell_ThatFails_IsNoFailure()
    {
        var email = NewAddress();
        Server.Answers(email, (_, verb) => verb == "QUIT" ? MailServer.Cut : null);
        var made = await InviteAsync(email);
        var queue = await OverAsync(made.Id);

        Assert.That((queue.Single().State, queue.Single().Attempts), Is.EqualTo(("delivered", 1)));
    }

    [Test]
    public async Task Server_ThatFallsSilent_IsGivenUpAfterFifteenSecondsAndTriedAgain()
    {
        var email = NewAddress();
        Server.Answers(email, (nth, verb) => verb == "RCPT" && nth == 1 ? MailServer.Silence : null);
        var made = await InviteAsync(email);
        await QueueAsync(made.Id, _ => Server.TriesOf(email) == 1);

        App.Clock.Advance(TimeSpan.FromSeconds(15));
        var waiting = await QueueAsync(made.Id, rows => rows.Single().Attempts == 1);
        App.Clock.Advance(SecondAttempt);
        await ArrivedAsync(email);

        Assert.That((waiting.Single().State, waiting.Single().LastError), Is.EqualTo(("pending", "No answer within 15 seconds.")));
    }

    [Test]
    public async Task Mail_ThatIsNeverTaken_IsGivenUpAndWipedAndTheTenantIsTold()
    {
        var email = NewAddress();
        Server.Answers(email, (_, verb) => verb == "RCPT" ? "450 4.2.0 later" : null);
        var made = await InviteAsync(email);
        for (var attempt = 1; attempt < RetrySchedule.MaxAttempts; attempt++)
        {
            var waiting = await QueueAsync(made.Id, rows => rows.Single().Attempts == attempt);
            App.Clock.Advance(waiting.Single().NextAt - App.Clock.GetUtcNow());
        }

        var queue = await OverAsync(made.Id);
        var told = JsonNode.Parse((await BodiesAsync(made.Id, EventTypes.InvitationMailBounced)).Single())!["data"]!;

        Assert.That((queue.Single().State, queue.Single().Body), Is.EqualTo(("failed", "")));
        Assert.That((string?)told["state"], Is.EqualTo("given-up"));
        await AssertEndpointStandsAsync();
    }

    [TestCase("cancelled")]
    [TestCase("accepted")]
    [TestCase("expired")]
    public async Task Mail_ThatIsNotWantedAnyMoreWhenItsTurnComes_IsWipedAndNotSent(string how)
    {
        var email = NewAddress();
        Server.Answers(email, (nth, verb) => verb == "RCPT" && nth == 1 ? "450 4.2.0 later" : null);
        var made = await InviteAsync(email, new { expiresAt = App.Clock.GetUtcNow().AddMinutes(1) });
        await QueueAsync(made.Id, rows => rows.Single().Attempts == 1);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        if (how == "accepted") await Employer.AcceptAsync(made);
        if (how == "cancelled") await Employer.Client.PostAsync<InvitationResponse>($"/v1/invitations/{made.Id}/cancellation", new { });

        App.Clock.Advance(how == "expired" ? TimeSpan.FromMinutes(1) : SecondAttempt);
        var queue = await OverAsync(made.Id);

        Assert.That((queue.Single().State, queue.Single().Body), Is.EqualTo(("delivered", "")));
        Assert.That((Server.TriesOf(email), Server.Of(email).Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task Link_ThatIsRenewedWithAMail_IsTheOnlyOneThatArrives()
    {
        var email = NewAddress();
        Server.Answers(email, (nth, verb) => verb == "RCPT" && nth <= 2 ? "450 4.2.0 later" : null);
        var made = await InviteAsync(email);
        await QueueAsync(made.Id, rows => rows.Single().Attempts == 1);
        App.Clock.Advance(SecondAttempt);
        await QueueAsync(made.Id, rows => rows.Single().Attempts == 2);

        var link = await Employer.Client.PostAsync<InvitationLinkResponse>($"/v1/invitations/{made.Id}/link", new { sendMail = true });
        var message = (await ArrivedAsync(email)).Single();
        var queue = await OverAsync(made.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.TextBody, Does.Contain(link.Url).And.Not.Contain(made.Token!));
            Assert.That(queue.Select(each => each.State), Is.EqualTo(new[] { "delivered", "delivered" }), "it did not wait for the first");
            Assert.That(queue.Select(each => each.Body), Is.All.Empty);
        }
    }

    [Test]
    public async Task Link_OfAnAcceptedInvitation_IsMailedToo()
    {
        var email = NewAddress();
        var made = await InviteAsync(email);
        await ArrivedAsync(email);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await Employer.AcceptAsync(made);
        var link = await Employer.Client.PostAsync<InvitationLinkResponse>($"/v1/invitations/{made.Id}/link", new { sendMail = true });

        Assert.That((await ArrivedAsync(email, 2))[1].TextBody, Does.Contain(link.Url));
    }

    [Test]
    public async Task Link_WithoutABody_IsMadeAndNotMailed()
    {
        var email = NewAddress();
        var made = await Employer.InviteAsync(Loop, new { candidate = new { email } });
        using var link = await Employer.Client.SendAsync(HttpMethod.Post, $"/v1/invitations/{made.Id}/link");

        Assert.That(link.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await BodiesAsync(made.Id, EventTypes.MailInvitation), Is.Empty);
    }

    [Test]
    public async Task Batch_OfSome_MailsThoseThatAskForItAndRefusesThoseThatCannotBe()
    {
        string[] emails = [NewAddress(), NewAddress()];
        var invitations = emails.Select(email => (object)new { candidate = new { email }, sendMail = true })
            .Append(new { reference = "nobody", sendMail = true }).Append(new { reference = "by-hand" });
        var made = await Employer.Client.PostAsync<InvitationBatchResponse>(
            $"/v1/hiring-loops/{Loop}/invitations/batch", System.Text.Json.JsonSerializer.Serialize(new { invitations }));

        Assert.That(
            made.Items.Select(item => item.Outcome),
            Is.EqualTo(new[] { BatchOutcome.Created, BatchOutcome.Created, BatchOutcome.Refused, BatchOutcome.Created }));
        Assert.That(made.Items[2].Errors!.Select(error => error.Pointer), Is.EqualTo(new[] { "#/invitations/2/sendMail" }));
        for (var each = 0; each < emails.Length; each++)
        {
            Assert.That((await ArrivedAsync(emails[each])).Single().TextBody, Does.Contain(made.Items[each].Invitation!.Url!));
        }
    }

    [Test]
    public async Task FirstMails_OfATenantAtOnce_AllGoThroughOneEndpoint()
    {
        using var employer = await Employer.CreateAsync(App);
        var loop = await employer.CreateLoopAsync();
        var emails = Enumerable.Range(0, 8).Select(_ => NewAddress()).ToArray();

        await Task.WhenAll(emails.Select(email => employer.InviteAsync(loop, new { candidate = new { email }, sendMail = true })));

        foreach (var email in emails) await ArrivedAsync(email);
        Assert.That(await App.CountAsync("WebhookEndpoint", "TenantId = @Id", employer.Tenant), Is.EqualTo(1));
        var endpoints = await employer.Client.GetAsync<WebhookEndpointListResponse>("/v1/webhook-endpoints");
        Assert.That(endpoints.Items, Is.Empty, "it is none of the tenant's");
    }

    [TestCase("""{"sendMail":true}""")]
    [TestCase("""{"sendMail":true,"candidate":{"name":"Robin"}}""")]
    [TestCase("""{"sendMail":true,"candidate":{"email":"robin@[127.0.0.1]"}}""")]
    [TestCase("""{"sendMail":true,"candidate":{"email":"robin@example.org, other@example.org"}}""")]
    [TestCase("""{"sendMail":true,"candidate":{"email":"Robin <robin@example.org>"}}""")]
    public async Task Invitation_ToNobodyWhoCanBeMailed_IsRefused(string body)
    {
        using var response = await Employer.Client.SendAsync(HttpMethod.Post, $"/v1/hiring-loops/{Loop}/invitations", body);
        var problem = await response.ProblemAsync(422, "invitation-refused");
        Assert.That(problem.Places(), Is.EqualTo(new[] { "#/sendMail" }));
    }

    [Test]
    public async Task Link_ToNobodyWhoCanBeMailed_IsRefusedAndTheFormerStands()
    {
        var made = await Employer.InviteAsync(Loop);
        using var response = await Employer.Client.SendAsync(
            HttpMethod.Post, $"/v1/invitations/{made.Id}/link", new { sendMail = true });
        using var candidate = App.Client(made.Token);
        using var other = await Employer.CreateAsync(App);
        using var notTheirs = await other.Client.SendAsync(
            HttpMethod.Post, $"/v1/invitations/{made.Id}/link", new { sendMail = true });

        Assert.That((await response.ProblemAsync(422, "invitation-refused")).Places(), Is.EqualTo(new[] { "#/sendMail" }));
        Assert.That((await candidate.GetAsync<CurrentInvitationResponse>("/v1/invitations/current")).Id, Is.EqualTo(made.Id));
        await notTheirs.ProblemAsync(404, "not-found");
    }

    /// <summary>Whatever became of mails, their endpoint is there for the next.</summary>
    private async Task AssertEndpointStandsAsync() => Assert.That(
        await App.CountAsync(
            "WebhookEndpoint", "TenantId = @Id AND Kind = 'mail' AND State = 'enabled' AND FailingSince IS NULL", Employer.Tenant),
        Is.EqualTo(1));
}
