using System.Net;
using System.Text.Json.Nodes;
using Aieh.Api.Candidates.Contacts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Employers.Returns;
using Aieh.Api.Tests.Employers.Mail;
using Aieh.Api.Tests.Employers.Webhooks;
using Aieh.Api.Tests.Support;
using MimeKit;

namespace Aieh.Api.Tests.Employers.Returns;

/// <summary>A lost token, and the mail that leads back to the passport.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class ReturnTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Address = "https://passport.example.com";
    private const string Passports = "/v1/passports";
    private const string Ask = "/v1/passports/return";
    private const string Exchange = "/v1/passports/return/exchange";

    private readonly MailServer _server = new();
    private HttpClient _anybody = null!;
    private int _people;

    protected override IEnumerable<(string Setting, string Value)> Settings =>
    [
        ("Mail:Host", "127.0.0.1"), ("Mail:Port", $"{_server.Port}"), ("Mail:Security", "None"),
        ("Mail:From", "Skills Passport <no-reply@mail.example.com>"), ("Invitations:PublicUrl", Address),
    ];

    [OneTimeSetUp]
    public void Arrive() => _anybody = App.Client();

    [OneTimeTearDown]
    public async Task Leave()
    {
        _anybody.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>Links of one moment end together.</summary>
    [SetUp]
    public void Later() => App.Clock.Advance(TimeSpan.FromSeconds(1));

    [Test]
    public async Task Return_ByTheMailedLink_GivesANewTokenOnceAndVerifiesTheAddress()
    {
        var (id, owner, email) = await AddressedAsync();
        var before = await owner.GetAsync<ContactResponse>($"{Passports}/{id}/contact");

        var link = await AskAsync(email.ToUpperInvariant(), email);
        var returned = await _anybody.PostAsync<ReturnedPassportResponse>(Exchange, new { token = link });
        using var again = await _anybody.SendAsync(HttpMethod.Post, Exchange, new { token = link });
        using var back = App.Client(returned.Token);
        var after = await back.GetAsync<ContactResponse>($"{Passports}/{id}/contact");

        await again.ProblemAsync(422, "return-link-ended");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(returned.Passport, Is.EqualTo(id));
            Assert.That(returned.ExpiresAt, Is.EqualTo(App.Clock.GetUtcNow().AddDays(90)));
            Assert.That((before.Verified, before.VerifiedAt, before.Email), Is.EqualTo((false, (DateTimeOffset?)null, email)));
            Assert.That((after.Verified, after.VerifiedAt), Is.EqualTo((true, (DateTimeOffset?)App.Clock.GetUtcNow())));
            Assert.That((await owner.GetAsync<PassportResponse>($"{Passports}/{id}")).Id, Is.EqualTo(id), "the first token goes on");
        }
    }

    [Test]
    public async Task ReturnedToken_After90Days_Ends()
    {
        var (id, _, email) = await AddressedAsync();
        var returned = await _anybody.PostAsync<ReturnedPassportResponse>(Exchange, new { token = await AskAsync(email) });
        using var back = App.Client(returned.Token);
        App.Clock.Advance(TimeSpan.FromDays(90) - TimeSpan.FromSeconds(1));
        using var still = await back.SendAsync(HttpMethod.Get, $"{Passports}/{id}");
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        using var over = await back.SendAsync(HttpMethod.Get, $"{Passports}/{id}");

        Assert.That(still.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await over.ProblemAsync(401, "invalid-token");
    }

    [Test]
    public async Task Return_OfAnAddressThatNobodyHas_LooksTheSame()
    {
        var (_, _, email) = await AddressedAsync();
        using var known = await _anybody.SendAsync(HttpMethod.Post, Ask, new { email });
        using var unknown = await _anybody.SendAsync(HttpMethod.Post, Ask, new { email = "nobody@example.org" });
        await ArrivedAsync(email);

        Assert.That((await TellAsync(unknown), unknown.StatusCode), Is.EqualTo((await TellAsync(known), HttpStatusCode.Accepted)));
        Assert.That(_server.TriesOf("nobody@example.org"), Is.Zero);

        static async Task<string> TellAsync(HttpResponseMessage response)
        {
            var headers = response.Headers.Concat(response.Content.Headers).Where(header => header.Key != "Date");
            return string.Join('\n', headers.Select(header => $"{header.Key}: {string.Join(',', header.Value)}").Order())
                + await response.Content.ReadAsStringAsync();
        }
    }

    [Test]
    public async Task Mail_SaysTheSameAsTextAndAsHtmlAndFetchesNothing()
    {
        var (_, _, email) = await AddressedAsync();
        var link = await AskAsync(email);
        var mail = _server.Of(email).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(mail.Subject, Is.EqualTo("Your way back to your skills passport"));
            Assert.That(mail.To.ToString(), Is.EqualTo(email));
            Assert.That(mail.From.Mailboxes.Single().Address, Is.EqualTo("no-reply@mail.example.com"));
            Assert.That(mail.Headers[HeaderId.AutoSubmitted], Is.EqualTo("auto-generated"));
            foreach (var body in (string[])[mail.TextBody!, mail.HtmlBody!])
            {
                Assert.That(body, Does.Contain($"{Address}/passport/return/{link}").And.Contain("works once, until").And.Contain("(UTC)"));
            }

            Assert.That(mail.HtmlBody, Does.Not.Contain("src=").And.Not.Contain("<img"));
        }
    }

    [Test]
    public async Task Link_After30Minutes_Ends()
    {
        var (_, _, email) = await AddressedAsync();
        var link = await AskAsync(email);
        App.Clock.Advance(TimeSpan.FromMinutes(30));

        await AssertEndedAsync(link);
    }

    [Test]
    public async Task Link_BesideANewerOneThatWasUsed_Ends()
    {
        var (_, _, email) = await AddressedAsync();
        var older = await AskAsync(email);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        var newer = await AskAsync(email, count: 2);
        await _anybody.PostAsync<ReturnedPassportResponse>(Exchange, new { token = newer });

        await AssertEndedAsync(older);
    }

    [Test]
    public async Task Link_UsedManyTimesAtOnce_WorksOnce()
    {
        var (id, _, email) = await AddressedAsync();
        var link = await AskAsync(email);

        var responses = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => _anybody.SendAsync(HttpMethod.Post, Exchange, new { token = link })));

        Assert.That(responses.Count(response => response.StatusCode == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(await App.CountAsync("Credential", "PassportId = @Id", id), Is.EqualTo(2));
        foreach (var response in responses) response.Dispose();
    }

    [TestCase("PUT")]
    [TestCase("PUT the former again")]
    [TestCase("DELETE")]
    [TestCase("erase")]
    public async Task Link_WhenTheAddressIsNotWhatItWas_Ends(string change)
    {
        var (id, owner, email) = await AddressedAsync();
        var link = await AskAsync(email);
        var contact = $"{Passports}/{id}/contact";
        if (change.StartsWith("PUT", StringComparison.Ordinal)) await owner.PutAsync(contact, new { email = NewAddress() });
        if (change == "PUT the former again") await owner.PutAsync(contact, new { email });
        if (change == "DELETE") using (await owner.SendAsync(HttpMethod.Delete, contact)) { }
        if (change == "erase") using (await owner.SendAsync(HttpMethod.Delete, $"{Passports}/{id}")) { }

        await AssertEndedAsync(link);
        Assert.That(await App.CountAsync("PassportContact", "PassportId = @Id", id), Is.EqualTo(change.StartsWith('P') ? 1 : 0));
    }

    [TestCase("")]
    [TestCase("x")]
    [TestCase("CfDJ8AECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")]
    public Task Exchange_OfWhatIsNoLink_IsRefused(string token) => AssertEndedAsync(token);

    [Test]
    public async Task Mail_ToAnAddressOfSeveralPassports_LeadsToEachAndTheVerifiedFirst()
    {
        var (first, one, email) = await AddressedAsync();
        var (second, other, _) = await App.CreatePassportAsync();
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await other.PutAsync($"{Passports}/{second}/contact", new { email });
        await AskAsync(email);
        var (_, later) = TwoLinks(_server.Of(email).Single());
        var returned = await _anybody.PostAsync<ReturnedPassportResponse>(Exchange, new { token = later });
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await AskAsync(email, count: 2);
        var (verified, _) = TwoLinks(_server.Of(email)[1]);

        Assert.That(returned.Passport, Is.EqualTo(second));
        Assert.That(
            (await _anybody.PostAsync<ReturnedPassportResponse>(Exchange, new { token = verified })).Passport, Is.EqualTo(second));
        Assert.That((await one.GetAsync<ContactResponse>($"{Passports}/{first}/contact")).Verified, Is.False);

        static (string First, string Second) TwoLinks(MimeMessage mail)
        {
            var links = LinksIn(mail);
            Assert.That(links, Has.Length.EqualTo(2));
            return (links[0], links[1]);
        }
    }

    [Test]
    public async Task Contact_OfOneselfAlone_IsReadChangedRemovedAndExported()
    {
        var (id, owner, email) = await AddressedAsync();
        var (_, stranger, _) = await App.CreatePassportAsync();
        var path = $"{Passports}/{id}/contact";
        var export = JsonNode.Parse(await (await owner.SendAsync(HttpMethod.Get, $"{Passports}/{id}/export")).Content.ReadAsStringAsync());

        foreach (var (method, body) in (IEnumerable<(HttpMethod, object?)>)
            [(HttpMethod.Get, null), (HttpMethod.Put, new { email = "x@example.org" }), (HttpMethod.Delete, null)])
        {
            using var hidden = await stranger.SendAsync(method, path, body);
            await hidden.ProblemAsync(404, "not-found");
        }

        using var removed = await owner.SendAsync(HttpMethod.Delete, path);
        using var none = await owner.SendAsync(HttpMethod.Get, path);
        Assert.That((string?)export!["contact"]!["email"], Is.EqualTo(email));
        Assert.That(removed.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await none.ProblemAsync(404, "not-found");
    }

    [TestCase("robin")]
    [TestCase("robin@localhost")]
    [TestCase("robin@example.org, x@example.org")]
    [TestCase("Robin <robin@example.org>")]
    [TestCase("robin@example.org\r\nBcc: x@example.org")]
    public async Task Address_ThatIsNotOne_IsRefusedAlike(string email)
    {
        var (id, owner, _) = await App.CreatePassportAsync();
        using var set = await owner.SendAsync(HttpMethod.Put, $"{Passports}/{id}/contact", new { email });
        using var asked = await _anybody.SendAsync(HttpMethod.Post, Ask, new { email });

        Assert.That((await set.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(new[] { "#/email" }));
        Assert.That((await asked.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(new[] { "#/email" }));
    }

    [Test]
    public async Task Mail_ThatTheServerTakesTheSecondTime_Arrives()
    {
        var (_, _, email) = await AddressedAsync();
        _server.Answers(email, (tries, verb) => tries == 1 && verb == "RCPT" ? "451 Come again" : null);
        using (await _anybody.SendAsync(HttpMethod.Post, Ask, new { email })) { }
        await WebhookFixture<TDatabase>.UntilAsync(() => Task.FromResult(_server.TriesOf(email) == 1));

        await WebhookFixture<TDatabase>.UntilAsync(() =>
        {
            App.Clock.Advance(TimeSpan.FromSeconds(10));
            return Task.FromResult(_server.Of(email).Count == 1);
        });
    }

    private string NewAddress() => $"robin{Interlocked.Increment(ref _people)}@example.org";

    private async Task<(Guid Id, HttpClient Owner, string Email)> AddressedAsync()
    {
        var (id, owner, _) = await App.CreatePassportAsync();
        var email = NewAddress();
        await owner.PutAsync($"{Passports}/{id}/contact", new { email });
        return (id, owner, email);
    }

    /// <summary>The first link of the newest mail, once so many have come.</summary>
    private async Task<string> AskAsync(string asked, string? email = null, int count = 1)
    {
        using var response = await _anybody.SendAsync(HttpMethod.Post, Ask, new { email = asked });
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        await ArrivedAsync(email ?? asked, count);
        return LinksIn(_server.Of(email ?? asked)[^1])[0];
    }

    private Task ArrivedAsync(string email, int count = 1) =>
        WebhookFixture<TDatabase>.UntilAsync(() => Task.FromResult(_server.Of(email).Count >= count));

    private static string[] LinksIn(MimeMessage mail) =>
    [
        .. mail.TextBody!.Split('\n', StringSplitOptions.TrimEntries)
            .Where(line => line.StartsWith(Address, StringComparison.Ordinal)).Select(line => line.Split('/')[^1]),
    ];

    private async Task AssertEndedAsync(string link)
    {
        using var response = await _anybody.SendAsync(HttpMethod.Post, Exchange, new { token = link });
        await response.ProblemAsync(422, "return-link-ended");
    }
}
