using Aieh.Api.Pages.Shell;
using Microsoft.Net.Http.Headers;

namespace Aieh.Api.Tests.Pages.Shell;

/// <summary>Forms that nobody but the service's own pages can send.</summary>
public sealed class FormTests : ShellFixture
{
    [SetUp]
    public void Forget() => Pages.Sent.Clear();

    [Test]
    public async Task Form_OfAPage_ComesWithWhatWasFilledInAndItsKey()
    {
        using var visitor = new PageVisitor(App);
        var page = await visitor.OpenAsync(Planted.Form);
        var after = await visitor.SubmitAsync(page, "Send", ("field", "ä <b>"));
        var key = FieldOf(page, PageForms.KeyField);

        Assert.That((after.Status, after.Address), Is.EqualTo((200, "/planted/nobody")));
        Assert.That(Pages.Sent, Is.EqualTo(new[] { ("ä <b>", key) }));
        Assert.That(key, Has.Length.EqualTo(32));
    }

    [Test]
    public async Task Form_LeadsOnByGet()
    {
        using var visitor = new PageVisitor(App);
        using var response = await visitor.PostAsync(await visitor.OpenAsync(Planted.Form), Planted.Form);

        Assert.That((int)response.StatusCode, Is.EqualTo(303));
        Assert.That(response.Headers.CacheControl?.NoStore, Is.True);
    }

    [Test]
    public async Task Form_OfALaterPage_HasAnotherKey()
    {
        using var visitor = new PageVisitor(App);
        var (one, other) = (await visitor.OpenAsync(Planted.Form), await visitor.OpenAsync(Planted.Form));

        Assert.That(FieldOf(one, PageForms.KeyField), Is.Not.EqualTo(FieldOf(other, PageForms.KeyField)));
        await visitor.SubmitAsync(one, "Send");
        await visitor.SubmitAsync(other, "Send");
        Assert.That(Pages.Sent, Has.Count.EqualTo(2), "both tabs work");
    }

    /// <summary>A key that a header names is no form's.</summary>
    [Test]
    public async Task Form_WithoutItsKey_HasNone()
    {
        using var visitor = new PageVisitor(App);
        var page = await visitor.OpenAsync(Planted.Form);
        visitor.Headers["Idempotency-Key"] = "of a header";
        using var response = await visitor.PostAsync(page, "Send", (PageForms.KeyField, ""));

        Assert.That(Pages.Sent, Is.EqualTo(new[] { ("", (string?)null) }));
    }

    [Test]
    public async Task Form_WithItsTokenInTheHeaderOfScripts_IsTaken()
    {
        using var visitor = new PageVisitor(App);
        var page = await visitor.OpenAsync(Planted.Form);
        visitor.Headers[PageForms.TokenHeader] = FieldOf(page, PageForms.TokenField);
        using var response = await visitor.PostAsync(Planted.Form, [KeyValuePair.Create("field", "x")]);

        Assert.That((int)response.StatusCode, Is.EqualTo(303));
    }

    [TestCase("no token")]
    [TestCase("no cookie")]
    [TestCase("somebody else's token")]
    [TestCase("somebody else's cookie")]
    [TestCase("nonsense")]
    [TestCase("no form")]
    public async Task Form_OfAnotherSite_IsRefusedAndDoesNothing(string how)
    {
        using var visitor = new PageVisitor(App);
        using var other = new PageVisitor(App);
        var (own, foreign) = (await visitor.OpenAsync(Planted.Form), await other.OpenAsync(Planted.Form));
        var token = how switch
        {
            "no token" => "",
            "nonsense" => "AAAA",
            "somebody else's token" => FieldOf(foreign, PageForms.TokenField),
            _ => FieldOf(own, PageForms.TokenField),
        };
        if (how is "no cookie" or "somebody else's cookie") visitor.Cookies.Clear();
        if (how == "somebody else's cookie") visitor.Cookies.Add("aieh-form", other.Cookies["aieh-form"]!);
        using var response = how == "no form"
            ? await visitor.SendAsync(new HttpRequestMessage(HttpMethod.Post, Planted.Form) { Content = new StringContent("field=x") })
            : await visitor.PostAsync(own, "Send", (PageForms.TokenField, token), ("field", "x"));
        var page = await ReadPage.OfAsync(response);

        Assert.That((page.Status, page.Heading), Is.EqualTo((400, "This form has ended")));
        Assert.That(page.Text, Does.Contain("Nothing was done."));
        Assert.That(Pages.Sent, Is.Empty);
    }

    [Test]
    public async Task Form_HasACookieThatIsForThisServiceAlone()
    {
        using var visitor = new PageVisitor(App);
        await visitor.OpenAsync(Planted.Form);
        var cookie = visitor.Cookies.All.Single();

        Assert.That((cookie.Name.ToString(), cookie.HttpOnly, cookie.Path.ToString()), Is.EqualTo(("aieh-form", true, "/")));
        Assert.That(cookie.SameSite, Is.EqualTo(SameSiteMode.Strict));
        Assert.That(cookie.Expires, Is.Null);
    }

    [TestCase("/planted/nobody", "form-action 'none'", null)]
    [TestCase("/planted/form", "form-action 'self'", null)]
    [TestCase("/planted/script", "form-action 'self'", "script-src 'self'; connect-src 'self'")]
    public async Task Policy_OfAPage_AllowsWhatItNeeds(string path, string forms, string? scripts)
    {
        using var visitor = new PageVisitor(App);
        using var response = await visitor.GetAsync(path);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();

        Assert.That(policy, Does.StartWith("default-src 'none'; style-src 'self'; img-src 'self'; "));
        Assert.That(policy, Does.Contain(forms).And.Contain("frame-ancestors 'none'").And.Contain("base-uri 'none'"));
        Assert.That(policy, scripts is null ? Does.Not.Contain("script-src").And.Not.Contain("connect-src") : Does.Contain(scripts));
        Assert.That(policy, Does.Not.Contain("unsafe"));
    }

    [TestCase("/planted/nobody", false)]
    [TestCase("/planted/form", true)]
    public async Task Page_AboutSomebody_IsListedNowhere(string path, bool isHidden)
    {
        using var visitor = new PageVisitor(App);
        using var response = await visitor.GetAsync(path);

        Assert.That(response.Headers.Contains("X-Robots-Tag"), Is.EqualTo(isHidden));
    }

    private static string FieldOf(VisitedPage page, string name) => (string)page.Root.Descendants("input")
        .Single(input => (string?)input.Attribute("name") == name).Attribute("value")!;
}
