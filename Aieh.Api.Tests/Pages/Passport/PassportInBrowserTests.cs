using Aieh.Api.Tests.Support;
using Microsoft.Playwright;

namespace Aieh.Api.Tests.Pages.Passport;

/// <summary>
/// What the scripts of the passport's pages do, and the pages that only a form leads to, which no list of addresses has.
/// </summary>
public sealed class PassportInBrowserTests : BrowserFixture
{
    private const string Readiness = "/passport/readiness/backend-engineer";

    private PageStates _states = null!;

    protected override IEnumerable<(string Setting, string Value)> Settings =>
        [("Mail:Host", "127.0.0.1"), ("Mail:From", "no-reply@example.com")];

    [OneTimeSetUp]
    public void KeepStates() => _states = new PageStates(App);

    [OneTimeTearDown]
    public void Dispose() => _states?.Dispose();

    [Test]
    public async Task Slider_Moved_ShowsTheFiguresOfTheApiWithoutLoadingThePage()
    {
        var visitor = await VisitStateAsync(await _states.PassportAsync(Readiness));
        await visitor.Page.EvaluateAsync("() => { window.stays = true; }");
        await MoveAsync(visitor, Employer.Python, "0.1");
        await Assertions.Expect(visitor.Page.Locator($"output[for='w-{Employer.Python}']")).ToHaveTextAsync("0.10");
        Assert.That(await visitor.Page.Locator("#figures").InnerTextAsync(), Is.Empty, "fingers still move");
        await visitor.AdvanceAsync(TimeSpan.FromSeconds(1));

        var figure = visitor.Page.Locator("#figures .figure strong");
        await Assertions.Expect(figure).ToHaveCountAsync(1);
        var query = string.Join('&', await visitor.Page.Locator("#weights input").EvaluateAllAsync<string[]>(
            "fields => fields.map(field => `${field.name}=${field.value}`)"));
        var plain = await VisitAsync($"{Readiness}?{query}", new Look { JavaScript = false, Cookies = visitor.Look.Cookies });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await figure.InnerTextAsync(), Is.EqualTo(await plain.Page.Locator("#figures .figure strong").InnerTextAsync()));
            Assert.That(await figure.InnerTextAsync(), Is.Not.EqualTo(await visitor.Page.Locator(".figure strong").First.InnerTextAsync()));
            Assert.That(await visitor.Page.Locator("#told").InnerTextAsync(), Does.StartWith(await figure.InnerTextAsync()));
            Assert.That(await visitor.Page.EvaluateAsync<bool>("window.stays"), Is.True);
        }
    }

    [Test]
    public async Task Slider_Moved_KeepsNobodyOut()
    {
        var state = await _states.PassportAsync(Readiness);
        var visitor = await VisitAsync(state.Path, new Look { Cookies = state.Cookies, TimePasses = true });
        await MoveAsync(visitor, Employer.Python, "0.1");
        await Assertions.Expect(visitor.Page.Locator("#figures .figure strong")).ToHaveCountAsync(1);

        Assert.That(await Barriers.OnAsync(visitor.Page), Is.Empty);
    }

    [Test]
    public async Task Slider_ByKeyboard_MovesByItsStep()
    {
        var visitor = await VisitStateAsync(await _states.PassportAsync(Readiness));
        await visitor.Page.Locator($"#w-{Employer.Python}").FocusAsync();
        await visitor.Page.Keyboard.PressAsync("ArrowLeft");

        await Assertions.Expect(visitor.Page.Locator($"output[for='w-{Employer.Python}']")).ToHaveTextAsync("0.85");
    }

    [Test]
    public async Task Slider_WithoutAConnection_SaysSo()
    {
        var visitor = await VisitStateAsync(await _states.PassportAsync(Readiness));
        visitor.Expect("ERR_INTERNET_DISCONNECTED");
        await visitor.SetOfflineAsync(true);
        await MoveAsync(visitor, Employer.Python, "0.1");
        await visitor.AdvanceAsync(TimeSpan.FromSeconds(1));
        var failed = await visitor.Page.Locator("#told").GetAttributeAsync("data-failed");

        Assert.That(failed, Is.Not.Empty);
        await Assertions.Expect(visitor.Page.Locator("#figures")).ToHaveTextAsync(failed!);
        await Assertions.Expect(visitor.Page.Locator("#told")).ToHaveTextAsync(failed!);

        await visitor.SetOfflineAsync(false);
        await MoveAsync(visitor, Employer.Python, "0.2");
        await visitor.AdvanceAsync(TimeSpan.FromSeconds(1));
        await Assertions.Expect(visitor.Page.Locator("#figures .figure strong")).ToHaveCountAsync(1);
    }

    [Test]
    public async Task Secret_OfAPassportThatIsMade_IsCopied()
    {
        var visitor = await VisitAsync("/passport", new Look { TimePasses = true });
        await visitor.Window.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Make a passport", Exact = true }).ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("h1")).ToHaveTextAsync("Your passport is made");
        Assert.That(await Barriers.OnAsync(visitor.Page), Is.Empty);

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Copy the link" }).ClickAsync();
        await Assertions.Expect(visitor.Page.Locator(".secret [role=status]")).ToContainTextAsync("Copied.");
        var link = await visitor.Page.Locator("#secret").InputValueAsync();
        Assert.That(await visitor.Page.EvaluateAsync<string>("navigator.clipboard.readText()"), Is.EqualTo(link));

        // The link, in another browser, leads to the same passport.
        var another = await VisitAsync(new Uri(link).PathAndQuery);
        await Assertions.Expect(another.Page).ToHaveURLAsync(new Uri(App.Address, "/passport").ToString());
    }

    [Test]
    public async Task Secret_WhereCopyingIsForbidden_SaysHowElse()
    {
        var state = await _states.EmptyPassportAsync("/passport/sharing");
        var visitor = await VisitAsync(state.Path, new Look { Cookies = state.Cookies, TimePasses = true });
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("#secret")).ToBeVisibleAsync();
        Assert.That(await Barriers.OnAsync(visitor.Page), Is.Empty);

        await visitor.Page.EvaluateAsync("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Copy the link" }).ClickAsync();
        await Assertions.Expect(visitor.Page.Locator(".secret [role=status]")).ToContainTextAsync("It could not be copied.");
        var selected = await visitor.Page.Locator("#secret").EvaluateAsync<int>("field => field.selectionEnd - field.selectionStart");
        Assert.That(selected, Is.EqualTo((await visitor.Page.Locator("#secret").InputValueAsync()).Length));
    }

    [TestCase("/passport")]
    [TestCase("/passport/return")]
    [TestCase("/passport/contact")]
    public async Task Page_WhereThereIsMail_KeepsNobodyOut(string path)
    {
        var state = path == "/passport/contact" ? await _states.EmptyPassportAsync(path) : new PageAddress(path);
        foreach (var look in (Look[])[new Look { Width = Look.Phone }, new Look { Dark = true }])
        {
            var visitor = await VisitAsync(path, look with { Cookies = state.Cookies, TimePasses = true });

            Assert.That(await Barriers.OnAsync(visitor.Page), Is.Empty);
        }
    }

    private Task<Visitor> VisitStateAsync(PageAddress state) => VisitAsync(state.Path, new Look { Cookies = state.Cookies });

    private static Task MoveAsync(Visitor visitor, string assessment, string to) =>
        visitor.Page.Locator($"#w-{assessment}").FillAsync(to);
}
