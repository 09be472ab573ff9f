using Aieh.Api.Tests.Employers.Webhooks;
using Aieh.Api.Tests.Support;
using Microsoft.Playwright;

namespace Aieh.Api.Tests.Pages;

/// <summary>The eyes of the other tests see what they have to, on pages into which it is planted.</summary>
public sealed class VisitorTests : BrowserFixture
{
    private const string AnyPage = "/report/unknown";

    [TestCase("console.error('planted')", "console error: planted")]
    [TestCase("console.warn('planted')", "console warning: planted")]
    [TestCase("queueMicrotask(() => { throw new Error('planted') })", "script: Error: planted")]
    [TestCase("document.head.append(Object.assign(document.createElement('style'), { textContent: 'p { color: red }' }))", "Content Security Policy")]
    [TestCase("document.body.append(Object.assign(new Image(), { src: 'https://example.com/a.png' }))", "Content Security Policy")]
    [TestCase("document.body.append(Object.assign(new Image(), { src: '/assets/none.png' }))", "answer 404: GET")]
    public async Task Fault_PlantedIntoAPage_IsSeen(string script, string fault)
    {
        var visitor = await Visitor.ArriveAsync(App, new Look());
        await using (visitor)
        {
            await visitor.GoAsync(AnyPage);
            await visitor.Page.EvaluateAsync($"async () => {{ {script} }}");
            // The browser tells of it when it comes to it.
            await WebhookFixture<SqliteDatabase>.UntilAsync(
                () => Task.FromResult(visitor.Faults.Any(seen => seen.Contains(fault, StringComparison.Ordinal))));
        }

        Assert.That(visitor.Faults, Has.Some.Contains(fault));
    }

    [Test]
    public async Task Request_ToAnybodyElse_IsSeen()
    {
        var visitor = await Visitor.ArriveAsync(App, new Look());
        await using (visitor)
        {
            await visitor.Page.SetContentAsync("<img src='http://localhost:9/a.png' alt=''>");
        }

        Assert.That(visitor.Faults, Has.Some.EqualTo("request elsewhere: GET http://localhost:9/a.png"));
    }

    [Test]
    public async Task Page_ThatIsAnError_IsNoFault()
    {
        var visitor = await ArriveAsync();

        Assert.That((await visitor.GoAsync(AnyPage)).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Fault_ThatIsExpected_IsNone()
    {
        var visitor = await VisitAsync(AnyPage);
        visitor.Expect("planted");
        await visitor.Page.EvaluateAsync("console.error('planted')");
    }

    [Test]
    public async Task Clock_OfTheBrowser_IsTheServicesAndMovesWithIt()
    {
        var visitor = await VisitAsync(AnyPage, new Look { Skew = TimeSpan.FromMinutes(10) });
        await visitor.Page.EvaluateAsync("setTimeout(() => document.title = 'an hour later', 60 * 60 * 1000)");
        var before = await NowAsync(visitor);
        await visitor.AdvanceAsync(TimeSpan.FromMinutes(60));

        Assert.That(before, Is.EqualTo(App.Clock.GetUtcNow().AddMinutes(-50)));
        Assert.That(await NowAsync(visitor), Is.EqualTo(before.AddHours(1)));
        await Assertions.Expect(visitor.Page).ToHaveTitleAsync("an hour later");
    }

    [Test]
    public async Task Clock_ThatRuns_StartsAtTheServicesTime()
    {
        var visitor = await VisitAsync(AnyPage, new Look { TimePasses = true });
        var start = await NowAsync(visitor);
        await visitor.Page.EvaluateAsync("() => new Promise(done => setTimeout(done, 10))");

        Assert.That(await NowAsync(visitor), Is.GreaterThan(start));
        Assert.That(start, Is.GreaterThanOrEqualTo(App.Clock.GetUtcNow()).And.LessThan(App.Clock.GetUtcNow() + HangGuard.Limit));
    }

    [Test]
    public async Task Look_IsWhatThePageIsToldOf()
    {
        var visitor = await VisitAsync(AnyPage, new Look { Width = Look.Phone, Dark = true, Cookies = [("who", "somebody")] });

        Assert.That(await visitor.Page.EvaluateAsync<int>("innerWidth"), Is.EqualTo(Look.Phone));
        Assert.That(await visitor.Page.EvaluateAsync<bool>("matchMedia('(prefers-color-scheme: dark)').matches"), Is.True);
        Assert.That((await visitor.Window.CookiesAsync()).Single().Value, Is.EqualTo("somebody"));
    }

    [Test]
    public async Task Connection_Cut_IsCutUntilItIsBack()
    {
        var visitor = await VisitAsync(AnyPage);
        visitor.Expect("ERR_INTERNET_DISCONNECTED");
        await visitor.SetOfflineAsync(true);
        var cut = await visitor.Page.EvaluateAsync<bool>("navigator.onLine");
        await Assert.ThrowsAsync<PlaywrightException>(() => visitor.GoAsync(AnyPage));
        await visitor.SetOfflineAsync(false);

        Assert.That(cut, Is.False);
        Assert.That((await visitor.GoAsync(AnyPage)).Status, Is.EqualTo(404));
    }

    private static async Task<DateTimeOffset> NowAsync(Visitor visitor) =>
        DateTimeOffset.FromUnixTimeMilliseconds(await visitor.Page.EvaluateAsync<long>("Date.now()"));
}
