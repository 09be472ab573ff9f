using System.Text.Json.Nodes;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Pages.Take;

/// <summary>An attempt that is taken by forms alone.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class TakeTests<TDatabase> : VisitorFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Assessment = "python-fundamentals";
    private const string Sample = "Start the sample";

    [Test]
    public async Task Sample_FromTheTestsPage_IsTakenToItsResult()
    {
        var page = await StartSampleAsync();
        Assert.That(page.Address, Does.Match("^/take/[0-9a-f-]{36}$"));
        for (var number = 1; number <= 5; number++)
        {
            Assert.That(page.Heading, Is.EqualTo($"Question {number} of 5"));
            page = await AnswerAsync(page, number == 5 ? "Look over and submit" : "Next");
        }

        Assert.That(page.Text, Does.Contain("All 5 questions have an answer."));
        page = await Visitor.SubmitAsync(page, "Submit for scoring");

        Assert.That((page.Status, page.Heading), Is.EqualTo((200, "What the sample says")));
        Assert.That(page.Text, Does.Contain("You answered 5 of 5 questions."));
        Assert.That(page.Root.Descendants("svg").Count(), Is.EqualTo(2));
    }

    /// <summary>What the page says is what the API says.</summary>
    [Test]
    public async Task Result_OfAFullForm_HoldsTheNumbersOfTheApi()
    {
        var (_, owner, token) = await App.CreatePassportAsync();
        using var _ = owner;
        var attempt = await owner.PostAsync<AttemptResponse>(
            "/v1/attempts", new CreateAttemptRequest { Assessment = Assessment, Form = FormKind.Full });
        var report = await owner.PostAsync<ScoreReportResponse>(
            $"/v1/attempts/{attempt.Id}/submission", new SubmitAttemptRequest { Responses = App.Answers(attempt, 30) }, "result-page-1");
        Visitor.Cookies.Add("aieh-passport", token);
        var page = await Visitor.OpenAsync($"/result/{attempt.Id}");

        Assert.That(page.Heading, Is.EqualTo("Your score"));
        Assert.That(ReadPage.TextOf(page.Root.Descendants("strong").First()), Is.EqualTo($"{report.Score}"));
        Assert.That(page.Text, Does.Contain($"between {report.Interval.Lower} and {report.Interval.Upper}"));
    }

    [Test]
    public async Task Answer_IsThereAfterLoadingAgainAndGoingBack()
    {
        var first = await StartSampleAsync();
        var chosen = OptionsOf(first)[2];
        var second = await Visitor.SubmitAsync(first, "Next", ("option", chosen));
        var back = await Visitor.SubmitAsync(second, "Back");

        Assert.That(second.Heading, Is.EqualTo("Question 2 of 5"));
        Assert.That(ChosenOn(back), Is.EqualTo(chosen));
        Assert.That(ChosenOn(await Visitor.OpenAsync(back.Address)), Is.EqualTo(chosen));
    }

    [Test]
    public async Task Flag_StaysWithItsItem()
    {
        var second = await Visitor.SubmitAsync(await StartSampleAsync(), "Next", ("flag", "on"));
        var back = await Visitor.SubmitAsync(second, "Back");

        Assert.That(FlaggedOn(second), Is.EqualTo(new[] { "1" }));
        Assert.That(FlaggedOn(await Visitor.SubmitAsync(back, "Next")), Is.EqualTo(new[] { "1" }), "the box was ticked");
    }

    [Test]
    public async Task Submission_PressedTwice_ScoresOnce()
    {
        var page = await StartSampleAsync();
        var review = await AnswerAsync(page, "Look over and submit");
        using var first = await Visitor.PostAsync(review, "Submit for scoring");
        using var second = await Visitor.PostAsync(review, "Submit for scoring");
        var again = await Visitor.OpenAsync(page.Address);

        Assert.That((int)first.StatusCode, Is.EqualTo(303));
        Assert.That(second.Headers.Location, Is.EqualTo(first.Headers.Location));
        Assert.That(again.Address, Is.EqualTo(first.Headers.Location!.ToString()));
    }

    /// <summary>A second tab that was open before the first has submitted.</summary>
    [Test]
    public async Task Submission_InTwoTabs_LeadsToTheOneResult()
    {
        var page = await StartSampleAsync();
        var (one, other) = (await AnswerAsync(page, "Look over and submit"), await AnswerAsync(page, "Look over and submit"));
        var scored = await Visitor.SubmitAsync(one, "Submit for scoring");
        var late = await Visitor.SubmitAsync(other, "Submit for scoring");
        var answered = await AnswerAsync(page, "Next");

        Assert.That((late.Address, answered.Address), Is.EqualTo((scored.Address, scored.Address)));
    }

    [Test]
    public async Task Time_OverInMidQuestion_ScoresWhatWasSavedInTime()
    {
        var second = await AnswerAsync(await StartSampleAsync(), "Next");
        App.Clock.Advance(TimeSpan.FromMinutes(6));
        var over = await AnswerAsync(second, "Next");
        Assert.That(over.Heading, Is.EqualTo("The time is over"));
        Assert.That(over.Text, Does.Contain("1 of 5 questions have an answer that was saved in time."));

        var result = await Visitor.SubmitAsync(over, "See the result");
        Assert.That(result.Text, Does.Contain("You answered 1 of 5 questions."));
    }

    [Test]
    public async Task Adaptive_ShowsOneItemAfterTheOtherAndNoWayBack()
    {
        var page = await StartAsync("adaptive");
        var seen = new HashSet<string>();
        while (page.Root.Descendants("input").Any(input => (string?)input.Attribute("name") == "option"))
        {
            Assert.That(seen.Add(HiddenOn(page, "item")), "an item came twice");
            Assert.That(page.Text, Does.Not.Contain("All questions"));
            page = await AnswerAsync(page, "Answer and go on");
        }

        Assert.That(page.Address, Does.EndWith("/review"));
        Assert.That((await Visitor.SubmitAsync(page, "Submit for scoring")).Heading, Is.EqualTo("Your score"));
    }

    [Test]
    public async Task Adaptive_EndedTooEarly_SaysSoAndGoesOn()
    {
        var first = await StartAsync("adaptive");
        var review = await Visitor.OpenAsync(first.Address + "/review");
        var refused = await Visitor.SubmitAsync(review, "Submit for scoring");
        Assert.That(refused.Status, Is.EqualTo(409));
        Assert.That(refused.Text, Does.Contain("needs"));

        Assert.That((await Visitor.OpenAsync(first.Address)).Heading, Does.StartWith("Question 1 of at most"));
    }

    [Test]
    public async Task FullForm_WithoutAPassport_SaysThatItNeedsOne()
    {
        var start = await Visitor.OpenAsync($"/tests/{Assessment}");
        var page = await Visitor.SubmitAsync(start, Sample, ("form", "full"));

        Assert.That((page.Status, page.Heading), Is.EqualTo((403, "This test needs a passport")));
    }

    [Test]
    public async Task Start_WhileAnAttemptIsOpen_GoesOnWithIt()
    {
        var first = await StartAsync("full");
        var tests = await Visitor.OpenAsync($"/tests/{Assessment}");

        var again = await Visitor.SubmitAsync(tests, Sample, ("form", "full"), ("declaration", App.PolicyOf(Assessment, FormKind.Full)));
        Assert.That(again.Address, Is.EqualTo(first.Address));
    }

    [Test]
    public async Task Attempt_OfSomebodyElse_IsUnknown()
    {
        var page = await StartSampleAsync();
        using var stranger = new PageVisitor(App);
        foreach (var address in (string[])[page.Address, page.Address + "/review", page.Address.Replace("take", "result")])
        {
            Assert.That((await stranger.OpenAsync(address)).Status, Is.EqualTo(404), address);
        }
    }

    /// <summary>
    /// A page asks the API's handlers past the routes' rules: so the cookie of a passport holds nothing but its owner's token.
    /// </summary>
    [Test]
    public async Task FullForm_WithAShareLinkInPlaceOfThePassport_IsNotStarted()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        using var own = owner;
        var grant = await own.PostAsync<GrantResponse>(
            $"/v1/passports/{passport}/grants", new CreateGrantRequest { Kind = GrantKind.Link, Scope = GrantScope.Passport });
        Visitor.Cookies.Add("aieh-passport", grant.Token!);
        var page = await Visitor.SubmitAsync(await Visitor.OpenAsync($"/tests/{Assessment}"), Sample, ("form", "full"));

        Assert.That((page.Status, page.Heading), Is.EqualTo((403, "This test needs a passport")));
        Assert.That(await App.CountAsync("Attempt", "PassportId = @Id", passport), Is.Zero);
    }

    [TestCase("cross-site", 400)]
    [TestCase("same-site", 400)]
    [TestCase("same-origin", 303)]
    [TestCase("none", 303)]
    public async Task Form_SentFromElsewhere_IsRefusedWhateverItHolds(string site, int status)
    {
        var page = await Visitor.OpenAsync($"/tests/{Assessment}");
        Visitor.Headers["Sec-Fetch-Site"] = site;
        using var response = await Visitor.PostAsync(page, Sample);

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
    }

    [TestCase("multipart/form-data", "x")]
    [TestCase("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a")]
    [TestCase("application/x-www-form-urlencoded", "a=%zz&&&=")]
    public async Task Form_ThatIsNone_IsRefused(string type, string body)
    {
        await Visitor.OpenAsync($"/tests/{Assessment}");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/take") { Content = new StringContent(body) };
        request.Content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
        using var response = await Visitor.SendAsync(request);

        Assert.That((int)response.StatusCode, Is.EqualTo(400));
    }

    [TestCase("answer")]
    [TestCase("submission")]
    public async Task Form_FromAnotherSite_DoesNothing(string what)
    {
        var page = await StartSampleAsync();
        var fields = new Dictionary<string, string> { ["item"] = HiddenOn(page, "item"), ["option"] = OptionsOf(page)[0] };
        using var response = await Visitor.PostAsync($"{page.Address}/{what}", fields);
        var again = await Visitor.OpenAsync(page.Address);

        Assert.That((int)response.StatusCode, Is.EqualTo(400));
        Assert.That((again.Heading, ChosenOn(again)), Is.EqualTo(("Question 1 of 5", (string?)null)));
    }

    /// <summary>What the script sends and reads.</summary>
    [Test]
    public async Task Answer_OfTheScript_IsAnsweredAsTheApiDoes()
    {
        var page = await StartSampleAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, page.Address + "/answer")
        {
            Content = new MultipartFormDataContent
            {
                { new StringContent(HiddenOn(page, "item")), "item" }, { new StringContent(OptionsOf(page)[1]), "option" },
            },
        };
        request.Headers.Add("Accept", "application/json");
        request.Headers.Add("X-Form-Token", HiddenOn(page, "form-token"));
        using var response = await Visitor.SendAsync(request);
        var saved = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.That(((int)response.StatusCode, (int?)saved["answeredCount"]), Is.EqualTo((200, 1)));
        Assert.That(ChosenOn(await Visitor.OpenAsync(page.Address + "?q=1")), Is.EqualTo(OptionsOf(page)[1]));
    }

    [Test]
    public async Task Page_OfAnItem_IsLight()
    {
        var page = await StartAsync("full");
        var assets = 0L;
        foreach (var address in AssetsOf(page.Page))
        {
            using var response = await Visitor.GetAsync(address);
            assets += (await response.Content.ReadAsByteArrayAsync()).LongLength;
        }

        Assert.That(page.Page.Html.Length + assets, Is.LessThan(60 * 1024));
    }

    private async Task<VisitedPage> StartSampleAsync() =>
        await Visitor.SubmitAsync(await Visitor.OpenAsync($"/tests/{Assessment}"), Sample);

    /// <summary>A form that counts, with a new passport.</summary>
    private async Task<VisitedPage> StartAsync(string form)
    {
        using var anonymous = App.Client();
        var passport = await anonymous.PostAsync<CreatedPassportResponse>("/v1/passports", new { });
        Visitor.Cookies.Add("aieh-passport", passport.Token);
        var kind = FormSlugs.Parse(form);
        return await Visitor.SubmitAsync(
            await Visitor.OpenAsync($"/tests/{Assessment}"), Sample, ("form", form), ("declaration", App.PolicyOf(Assessment, kind)));
    }

    private Task<VisitedPage> AnswerAsync(VisitedPage page, string button) =>
        Visitor.SubmitAsync(page, button, ("option", OptionsOf(page)[0]));

    private static string[] OptionsOf(VisitedPage page) =>
    [
        .. page.Root.Descendants("input").Where(input => (string?)input.Attribute("name") == "option")
            .Select(input => (string)input.Attribute("value")!),
    ];

    private static string? ChosenOn(VisitedPage page) => (string?)page.Root.Descendants("input")
        .SingleOrDefault(input => (string?)input.Attribute("name") == "option" && input.Attribute("checked") is not null)
        ?.Attribute("value");

    private static IEnumerable<string> FlaggedOn(VisitedPage page) => page.Root.Descendants("button")
        .Where(button => button.Attribute("data-flagged") is not null)
        .Select(button => (string)button.Attribute("value")!);

    private static string HiddenOn(VisitedPage page, string name) => (string)page.Root.Descendants("input")
        .First(input => (string?)input.Attribute("name") == name).Attribute("value")!;

    private static IEnumerable<string> AssetsOf(ReadPage page) =>
    [
        .. page.Root.Descendants("link").Select(link => (string)link.Attribute("href")!),
        .. page.Root.Descendants("script").Select(script => (string)script.Attribute("src")!),
    ];
}
