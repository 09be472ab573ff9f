using System.Collections.Concurrent;
using System.Text.Json;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Support;
using Microsoft.Playwright;

namespace Aieh.Api.Tests.Pages.Take;

/// <summary>
/// What a browser does to somebody who takes a test: tabs, lost connections, clocks that are wrong, buttons pressed twice.
/// </summary>
public sealed class TakeInBrowserTests : BrowserFixture
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Test]
    public async Task Sample_FromTheStart_TakesThreeClicksToAnAnswer()
    {
        var visitor = await VisitAsync("/");
        await ButtonOf(visitor.Page, "Start the sample").First.ClickAsync();
        await OptionOf(visitor.Page, 2).ClickAsync();
        await ButtonOf(visitor.Page, "Next").ClickAsync();

        await Assertions.Expect(visitor.Page.Locator("h1")).ToHaveTextAsync("Question 2 of 5");
        Assert.That((await AttemptAsync(visitor)).Responses, Has.Count.EqualTo(1));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Sample_IsTakenToItsResult(bool javaScript)
    {
        var visitor = await StartAsync(new Look { JavaScript = javaScript });
        for (var number = 1; number <= 5; number++)
        {
            await Assertions.Expect(visitor.Page.Locator("h1")).ToHaveTextAsync($"Question {number} of 5");
            await OptionOf(visitor.Page, 1).ClickAsync();
            await ButtonOf(visitor.Page, number < 5 ? "Next" : "Look over and submit").ClickAsync();
        }

        await ButtonOf(visitor.Page, "Submit for scoring").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("h1")).ToHaveTextAsync("What the sample says");
        await Assertions.Expect(visitor.Page.Locator("main")).ToContainTextAsync("You answered 5 of 5 questions.");
    }

    /// <summary>A minute without a connection, in which the test goes on.</summary>
    [Test]
    public async Task Connection_CutForAMinute_LosesNoAnswer()
    {
        var visitor = await StartAsync();
        await LoadAheadAsync(visitor);
        visitor.Expect("ERR_INTERNET_DISCONNECTED");
        await visitor.SetOfflineAsync(true);
        for (var number = 1; number <= 4; number++)
        {
            await OptionOf(visitor.Page, 1).ClickAsync();
            await Assertions.Expect(visitor.Page.Locator("#state")).ToContainTextAsync("kept on this device");
            await ButtonOf(visitor.Page, "Next").ClickAsync();
            await Assertions.Expect(visitor.Page.Locator("h1")).ToHaveTextAsync($"Question {number + 1} of 5");
            await visitor.AdvanceAsync(TimeSpan.FromSeconds(15));
        }

        Assert.That((await AttemptAsync(visitor)).Responses, Is.Empty);
        await visitor.SetOfflineAsync(false);
        await SaveAsync(visitor);

        Assert.That((await AttemptAsync(visitor)).Responses.Select(response => response.Option), Is.EqualTo(Enumerable.Repeat("a", 4)));
    }

    /// <summary>What was kept on the device is saved by the next page that runs there.</summary>
    [Test]
    public async Task Connection_LostWhenTheTabIsClosed_LosesNoAnswer()
    {
        var visitor = await StartAsync();
        visitor.Expect("ERR_INTERNET_DISCONNECTED");
        var address = visitor.Page.Url;
        await visitor.SetOfflineAsync(true);
        await OptionOf(visitor.Page, 3).ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("#state")).ToContainTextAsync("kept on this device");
        await visitor.Page.CloseAsync();
        await visitor.SetOfflineAsync(false);
        var again = await visitor.Window.NewPageAsync();
        await again.GotoAsync(address);
        await Assertions.Expect(again.Locator("#state")).ToHaveTextAsync("Saved.");

        Assert.That((await AttemptAsync(visitor)).Responses.Single().Option, Is.EqualTo("c"));
    }

    [Test]
    public async Task Tabs_Two_ShowAndSaveTheSame()
    {
        var visitor = await StartAsync();
        var other = await visitor.Window.NewPageAsync();
        await other.GotoAsync(visitor.Page.Url);
        await OptionOf(visitor.Page, 2).ClickAsync();
        await Assertions.Expect(OptionOf(other, 2)).ToBeCheckedAsync();
        await ButtonOf(other, "Next").ClickAsync();
        await Assertions.Expect(other.Locator("h1")).ToHaveTextAsync("Question 2 of 5");
        await OptionOf(other, 1).ClickAsync();
        await Assertions.Expect(other.Locator("#state")).ToHaveTextAsync("Saved.");
        await Assertions.Expect(visitor.Page.Locator("#state")).ToHaveTextAsync("Saved.");

        Assert.That((await AttemptAsync(visitor)).Responses.Select(response => response.Option), Is.EqualTo(new[] { "b", "a" }));
    }

    [TestCase(-10)]
    [TestCase(10)]
    public async Task Clock_TenMinutesWrong_CountsTheServicesTime(int minutes)
    {
        var visitor = await StartAsync(new Look { Skew = TimeSpan.FromMinutes(minutes) });
        await Assertions.Expect(visitor.Page.Locator("#left")).ToHaveTextAsync("5:00 left");
        await visitor.AdvanceAsync(TimeSpan.FromSeconds(61));

        await Assertions.Expect(visitor.Page.Locator("#left")).ToHaveTextAsync("3:59 left");
    }

    [Test]
    public async Task Time_OverInMidQuestion_ScoresWhatWasSaved()
    {
        var visitor = await StartAsync();
        await OptionOf(visitor.Page, 1).ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("#state")).ToHaveTextAsync("Saved.");
        await visitor.AdvanceAsync(TimeSpan.FromSeconds(300));
        await visitor.AdvanceAsync(2 * Second);
        await Assertions.Expect(visitor.Page.Locator("h1")).ToHaveTextAsync("The time is over");
        await ButtonOf(visitor.Page, "See the result").ClickAsync();

        await Assertions.Expect(visitor.Page.Locator("main")).ToContainTextAsync("You answered 1 of 5 questions.");
    }

    [Test]
    public async Task Page_LoadedAgainOrGoneBackTo_HasTheAnswer()
    {
        var visitor = await StartAsync();
        await OptionOf(visitor.Page, 2).ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("#state")).ToHaveTextAsync("Saved.");
        await ButtonOf(visitor.Page, "Next").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("h1")).ToHaveTextAsync("Question 2 of 5");
        await visitor.Page.GoBackAsync();
        await Assertions.Expect(visitor.Page.Locator("h1")).ToHaveTextAsync("Question 1 of 5");
        await Assertions.Expect(OptionOf(visitor.Page, 2)).ToBeCheckedAsync();
        await visitor.Page.ReloadAsync();

        await Assertions.Expect(OptionOf(visitor.Page, 2)).ToBeCheckedAsync();
    }

    [Test]
    public async Task Submission_PressedTwice_LeadsToTheResult()
    {
        var visitor = await StartAsync();
        await OptionOf(visitor.Page, 1).ClickAsync();
        await ButtonOf(visitor.Page, "Look over and submit").ClickAsync();
        await ButtonOf(visitor.Page, "Submit for scoring").DblClickAsync();

        await Assertions.Expect(visitor.Page.Locator("h1")).ToHaveTextAsync("What the sample says");
    }

    /// <summary>Numbers choose, as long as the question has the focus; nobody who types elsewhere chooses by chance.</summary>
    [Test]
    public async Task Keys_OfNumbers_ChooseWithinTheQuestion()
    {
        var visitor = await StartAsync();
        await OptionOf(visitor.Page, 1).FocusAsync();
        await visitor.Page.Keyboard.PressAsync("3");
        await Assertions.Expect(OptionOf(visitor.Page, 3)).ToBeCheckedAsync();
        await visitor.Page.Locator("summary").FocusAsync();
        await visitor.Page.Keyboard.PressAsync("1");

        await Assertions.Expect(OptionOf(visitor.Page, 3)).ToBeCheckedAsync();
    }

    /// <summary>Of an attempt that counts: what the page tells, and for how long an item was in view.</summary>
    [Test]
    public async Task Page_HiddenForAWhile_IsToldAndIsNoTimeOfTheItem()
    {
        var (_, owner, token) = await App.CreatePassportAsync();
        using var taker = owner;
        var attempt = await owner.PostAsync<AttemptResponse>(
            "/v1/attempts", new CreateAttemptRequest { Assessment = "python-fundamentals", Form = FormKind.Full });
        var visitor = await VisitAsync($"/take/{attempt.Id}", new Look { Cookies = [("aieh-passport", token)] });
        await Assertions.Expect(visitor.Page.Locator("h1")).ToHaveTextAsync("Question 1 of 50");
        await visitor.AdvanceAsync(8 * Second);
        await HideAsync(visitor, isHidden: true);
        await visitor.AdvanceAsync(30 * Second);
        await HideAsync(visitor, isHidden: false);
        await visitor.Page.EvaluateAsync("document.dispatchEvent(new Event('copy'))");
        await visitor.AdvanceAsync(4 * Second);
        await OptionOf(visitor.Page, 1).ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("#state")).ToHaveTextAsync("Saved.");
        await visitor.AdvanceAsync(10 * Second);

        var taken = await TakenAsync();
        while (taken.Signals.Count < 3) taken = await TakenAsync();
        var at = attempt.StartedAt;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                taken.Signals.Select(signal => (signal.Kind, signal.At, signal.Seconds)),
                Is.EqualTo(new (SignalKind, DateTimeOffset, double?)[]
                {
                    (SignalKind.TabHidden, at + 8 * Second, null), (SignalKind.TabShown, at + 38 * Second, 30),
                    (SignalKind.Copy, at + 38 * Second, null),
                }));
            Assert.That(taken.Signals.Select(signal => signal.Item), Is.All.EqualTo(attempt.Items[0].Item));
            Assert.That(taken.Items.Single().Seconds, Is.EqualTo(42));
            Assert.That(taken.Items.Single().ActiveSeconds, Is.EqualTo(12));
        }

        Task<AttemptIntegrityResponse> TakenAsync() => owner.GetAsync<AttemptIntegrityResponse>($"/v1/attempts/{attempt.Id}/integrity");
    }

    /// <summary>As the browser says it when another tab is looked at.</summary>
    private static Task<JsonElement?> HideAsync(Visitor visitor, bool isHidden) => visitor.Page.EvaluateAsync(
        """
        isHidden => {
          Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }
        """,
        isHidden);

    private async Task<Visitor> StartAsync(Look? look = null)
    {
        var visitor = await VisitAsync("/tests/python-fundamentals", look);
        await ButtonOf(visitor.Page, "Start the sample").First.ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("h1")).ToHaveTextAsync("Question 1 of 5");
        return visitor;
    }

    /// <summary>Until the script has loaded the other items.</summary>
    private static async Task LoadAheadAsync(Visitor visitor)
    {
        var loaded = new ConcurrentDictionary<string, bool>();
        visitor.Page.Response += (_, response) => loaded[response.Url.Split("?q=")[^1]] = response.Ok;
        await visitor.Page.ReloadAsync();
        while (!Enumerable.Range(2, 4).All(number => loaded.ContainsKey($"{number}"))) await visitor.AdvanceAsync(Second / 10);
        await visitor.AdvanceAsync(Second);
    }

    /// <summary>Until the script has sent what waits.</summary>
    private static async Task SaveAsync(Visitor visitor)
    {
        while (await visitor.Page.Locator("#state").InnerTextAsync() != "Saved.") await visitor.AdvanceAsync(Second / 2);
    }

    /// <summary>What the service holds of the attempt.</summary>
    private async Task<AttemptResponse> AttemptAsync(Visitor visitor)
    {
        var cookies = await visitor.Window.CookiesAsync();
        var cookie = cookies.First(each => each.Name == "aieh-attempt" && each.Path.StartsWith("/take/", StringComparison.Ordinal));
        using var client = App.Client(cookie.Value);
        return await client.GetAsync<AttemptResponse>($"/v1/attempts/{cookie.Path.Split('/')[2]}");
    }

    private static ILocator ButtonOf(IPage page, string text) => page.Locator("button").Filter(new() { HasText = text });

    private static ILocator OptionOf(IPage page, int number) => page.Locator("input[name=option]").Nth(number - 1);
}
