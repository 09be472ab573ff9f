using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Support;
using Microsoft.Net.Http.Headers;

namespace Aieh.Api.Tests.Pages.Shell;

/// <summary>Who calls: on pages a cookie says it and never a header, in the API a header and never a cookie.</summary>
public sealed class PageCookieTests : ShellFixture
{
    private const string Passport = "aieh-passport";
    private const string Attempt = "aieh-attempt";

    protected override (string Setting, string Value)[] Settings => [("RateLimits:RefusedCredentialsPerMinute", "2")];

    [Test]
    public async Task Cookie_OfAPassport_IsItsOwner()
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        using var _ = owner;
        using var visitor = new PageVisitor(App);
        visitor.Cookies.Add(Passport, token);

        Assert.That((await visitor.OpenAsync(Planted.Who)).Heading, Is.EqualTo($"passport:{passport}"));
        Assert.That((await visitor.OpenAsync("/planted/nobody")).Heading, Is.EqualTo("anonymous"), "it names no cookie");
    }

    [Test]
    public async Task Cookies_Several_TheRoutesFirstCounts()
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        using var _ = owner;
        var sample = new CreateAttemptRequest { Assessment = Employer.Python, Form = FormKind.Sample };
        using var anonymous = App.Client();
        var attempt = await anonymous.PostAsync<AttemptResponse>("/v1/attempts", sample);
        using var visitor = new PageVisitor(App);
        visitor.Cookies.Add(Attempt, attempt.Token!);
        Assert.That((await visitor.OpenAsync(Planted.Who)).Heading, Is.EqualTo($"attempt:{attempt.Id}"));

        visitor.Cookies.Add(Passport, token);
        Assert.That((await visitor.OpenAsync(Planted.Who)).Heading, Is.EqualTo($"passport:{passport}"));
    }

    [Test]
    public async Task Cookie_OfNobody_IsForgottenAndCountsAsRefused()
    {
        using var visitor = new PageVisitor(App);
        var unknown = SecretToken.Create(SecretToken.CandidatePrefix);
        for (var i = 0; i < 2; i++)
        {
            visitor.Cookies.Add(Passport, unknown);
            using var response = await visitor.GetAsync(Planted.Who);
            var page = await ReadPage.OfAsync(response);
            var deleted = SetCookieHeaderValue.Parse(response.Headers.GetValues("Set-Cookie").Single());

            Assert.That((page.Status, page.Heading), Is.EqualTo((200, "anonymous")));
            Assert.That((deleted.Name.ToString(), deleted.Value.ToString(), deleted.Path.ToString()), Is.EqualTo((Passport, "", "/")));
            Assert.That(visitor.Cookies.All, Is.Empty);
        }

        visitor.Cookies.Add(Passport, unknown);
        var beyond = await visitor.OpenAsync(Planted.Who);
        visitor.Cookies.Clear();
        var without = await visitor.OpenAsync(Planted.Who);

        Assert.That((beyond.Status, beyond.Heading), Is.EqualTo((429, "Too many requests")));
        Assert.That((without.Status, without.Heading), Is.EqualTo((200, "anonymous")));
    }

    [Test]
    public async Task Cookie_ThatHasEnded_IsForgottenWhereItIsHeld()
    {
        using var visitor = new PageVisitor(App);
        visitor.Cookies.Add(Attempt, SecretToken.Create(SecretToken.AttemptPrefix), Planted.Who);
        var page = await visitor.OpenAsync(Planted.Who);

        Assert.That(page.Heading, Is.EqualTo("anonymous"));
        Assert.That(visitor.Cookies.All, Is.Empty);
    }

    [Test]
    public async Task Header_OfACredential_IsNotHeededOnPages()
    {
        var (_, owner, token) = await App.CreatePassportAsync();
        using var _ = owner;
        foreach (var header in (string[])["Bearer " + token, "Bearer x", "nonsense"])
        {
            using var visitor = new PageVisitor(App);
            visitor.Headers["Authorization"] = header;
            var page = await visitor.OpenAsync(Planted.Who);

            Assert.That((page.Status, page.Heading), Is.EqualTo((200, "anonymous")), header);
        }
    }

    [Test]
    public async Task Cookie_InTheApi_IsNotHeeded()
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        using var _ = owner;
        using var visitor = new PageVisitor(App);
        visitor.Cookies.Add(Passport, token);
        using var refused = await visitor.GetAsync($"/v1/passports/{passport}");
        await refused.ProblemAsync(401, "unauthenticated");

        visitor.Cookies.Add(Passport, "nonsense");
        using var open = await visitor.GetAsync("/v1/roles");
        Assert.That((int)open.StatusCode, Is.EqualTo(200));
        Assert.That(visitor.Cookies[Passport], Is.EqualTo("nonsense"));
    }

    [Test]
    public async Task Cookie_ThatAPageHolds_IsForPagesOfThisServiceAlone()
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        using var _ = owner;
        using var visitor = new PageVisitor(App);
        var page = await visitor.OpenAsync("/planted/held/" + token);

        Assert.That((page.Address, page.Heading), Is.EqualTo((Planted.Who, $"passport:{passport}")));
        var held = visitor.Cookies.All.ToDictionary(cookie => cookie.Name.ToString());
        Assert.That(held.Keys, Is.EquivalentTo(new[] { Passport, Attempt }));
        Assert.That(held.Values.Select(cookie => (cookie.HttpOnly, cookie.SameSite)), Is.All.EqualTo((true, SameSiteMode.Lax)));
        Assert.That((held[Passport].Path.ToString(), held[Passport].MaxAge), Is.EqualTo(("/", (TimeSpan?)null)));
        Assert.That((held[Attempt].Path.ToString(), held[Attempt].MaxAge), Is.EqualTo((Planted.Who, TimeSpan.FromDays(1))));
    }
}
