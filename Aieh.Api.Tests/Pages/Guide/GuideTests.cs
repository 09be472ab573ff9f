using System.Net;
using System.Text.Json.Nodes;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Pages.Guide;

/// <summary>The pages that are for everybody.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class GuideTests<TDatabase> : VisitorFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private CatalogSnapshot Catalog => App.Services.GetRequiredService<CatalogCache>().Current;

    /// <summary>What banks say of their topics tells authors what is keyed.</summary>
    [TestCase("communication")]
    [TestCase("python-fundamentals")]
    public async Task Test_TellsNothingThatIsForAuthors(string assessment)
    {
        var page = await Visitor.OpenAsync($"/tests/{assessment}");
        var bank = Catalog.ItemBanks[assessment];

        Assert.That(bank.Topics, Is.Not.Empty);
        foreach (var topic in bank.Topics) Assert.That(page.Text, Does.Not.Contain(topic.Description[..40]));
    }

    [Test]
    public async Task Home_OfWhoHasJustCome_LeadsToAQuestionInOnePress()
    {
        var question = await Visitor.SubmitAsync(await Visitor.OpenAsync("/"), "Start the sample of Python Fundamentals");

        Assert.That(question.Address, Does.StartWith("/take/"));
        Assert.That(question.Heading, Is.EqualTo("Question 1 of 5"));
    }

    [Test]
    public async Task Home_HasEveryTestAndEveryRole()
    {
        var home = await Visitor.OpenAsync("/");
        var links = LinksOf(home);

        Assert.That(links, Is.SupersetOf(Catalog.Assessments.Keys.Select(slug => $"/tests/{slug}")));
        Assert.That(links, Is.SupersetOf(Catalog.Roles.Keys.Select(slug => $"/roles/{slug}")));
        Assert.That(links, Is.SupersetOf((string[])["/docs", "/openapi/v1.yaml", "/methodology"]));
        Assert.That(home.Text, Does.Contain(Catalog.Assessments["javascript-fundamentals"].Forms[0].AvailabilityNote));
        Assert.That(home.Root.Descendants("form").Count(), Is.EqualTo(4));
    }

    [Test]
    public async Task Home_OfAPassportsOwner_LeadsToIt()
    {
        Assert.That((await Visitor.OpenAsync("/")).Text, Does.Not.Contain("This browser holds a passport"));

        await HoldPassportAsync();
        Assert.That((await Visitor.OpenAsync("/")).Text, Does.Contain("This browser holds a passport. Open your passport"));
    }

    [Test]
    public async Task EveryTestAndRole_HasAPageOfItsName()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var test in Catalog.Assessments.Values)
            {
                var page = await Visitor.OpenAsync($"/tests/{test.Slug}");
                Assert.That((page.Status, page.Heading), Is.EqualTo((200, test.Title)));
                Assert.That(page.Text, Does.Contain(test.Summary));
            }

            foreach (var role in Catalog.Roles.Values)
            {
                var page = await Visitor.OpenAsync($"/roles/{role.Slug}");
                Assert.That((page.Status, page.Heading), Is.EqualTo((200, role.Title)));
                Assert.That(page.Text, Does.Contain(role.Compensation.DataNotice));
            }
        }
    }

    [TestCase("/tests/none", "There is no such test")]
    [TestCase("/roles/none", "There is no such role")]
    public async Task Unknown_IsAPageWithWhatThereIs(string address, string heading)
    {
        var page = await Visitor.OpenAsync(address);
        var there = address.StartsWith("/tests", StringComparison.Ordinal) ? Catalog.Assessments.Keys : Catalog.Roles.Keys;

        Assert.That((page.Status, page.Heading), Is.EqualTo((404, heading)));
        Assert.That(LinksOf(page), Is.SupersetOf(there.Select(slug => address.Replace("none", slug, StringComparison.Ordinal))));
    }

    [Test]
    public async Task FullForm_WithoutAPassport_LeadsToOne()
    {
        var page = await Visitor.OpenAsync("/tests/python-fundamentals");

        Assert.That(page.Root.Descendants("form").Count(), Is.EqualTo(1));
        Assert.That(LinksOf(page).Count(link => link == "/passport"), Is.EqualTo(1 + 2));
    }

    [TestCase("Start the full form", "Question 1 of 50")]
    [TestCase("Start the adaptive form", "Question 1")]
    public async Task Form_OfAPassportsOwner_Starts(string button, string heading)
    {
        await HoldPassportAsync();
        var question = await Visitor.SubmitAsync(await Visitor.OpenAsync("/tests/python-fundamentals"), button);

        Assert.That(question.Heading, Does.StartWith(heading));
    }

    [Test]
    public async Task Test_SaysHowOftenAndHowExactly()
    {
        var page = await Visitor.OpenAsync("/tests/python-fundamentals");

        Assert.That(page.Text, Does.Contain("once in 30 days, and 3 times in 180 days"));
        Assert.That(page.Text, Does.Contain("20 times a day"));
        Assert.That(page.Text, Does.Contain("Provisional. Nobody's answers have been collected yet"));
        Assert.That(page.Text, Does.Contain("The test is sharpest around"));
        Assert.That(page.Root.Descendants("svg").Count(), Is.EqualTo(2));
        Assert.That(page.Page.Table("Standard error at the limits between bands"), Has.Count.EqualTo(4));
        Assert.That(page.Page.Table("Topics, with their share of the full form"), Has.Count.EqualTo(8));
    }

    [Test]
    public async Task Role_WithABundle_SaysWhatToTakeFirst()
    {
        var page = await Visitor.OpenAsync("/roles/backend-engineer");
        var steps = page.Root.Descendants("ol").Single(list => (string?)list.Attribute("class") == "steps").Elements("li").ToList();
        var contexts = page.Page.Table("Changes by context");

        Assert.That(
            ReadPage.TextOf(steps[0]),
            Does.StartWith("Python FundamentalsIt is 26\u00A0% of all that counts; with those before it, 26\u00A0% is covered."));
        Assert.That(ReadPage.TextOf(steps[2]), Does.Contain("With it you reach the 60\u00A0%"));
        Assert.That(ReadPage.TextOf(steps[^1]), Does.StartWith("JavaScript Fundamentals").And.Contain("Not offered yet."));
        Assert.That(contexts.Single(row => row[0] == "Team works with: Node")[1..],
            Is.EqualTo((string[])["JavaScript Fundamentals", "counts more, × 1.60", "0.50 → 0.80"]));
    }

    [Test]
    public async Task Role_WithAShortProfile_SaysWhatIsNotThereYet()
    {
        var page = await Visitor.OpenAsync("/roles/data-engineer");

        Assert.That(page.Text, Does.Contain("This profile is short. Not there yet:which tests count for the role"));
        Assert.That(page.Text, Does.Contain("USD\u00A0160,000"));
        Assert.That(page.Text, Does.Contain("As the profile “Backend Engineer” tells it."));
        Assert.That(LinksOf(page), Does.Contain("/tests/python-fundamentals"));
    }

    /// <summary>Search engines may list them; a form in them is good for one browser, so nobody keeps them.</summary>
    [TestCase("/", "'self'")]
    [TestCase("/tests", "'none'")]
    [TestCase("/tests/communication", "'self'")]
    [TestCase("/roles", "'none'")]
    [TestCase("/roles/ml-engineer", "'self'")]
    [TestCase("/methodology", "'none'")]
    public async Task Page_MayDoWhatItNeeds(string address, string forms)
    {
        var page = await Visitor.OpenAsync(address);

        Assert.That(page.Headers["Content-Security-Policy"], Does.Contain($"form-action {forms}").And.Not.Contain("script-src"));
        Assert.That(page.Headers["Cache-Control"], Does.Contain("no-store"));
        Assert.That(page.Headers.Keys, Does.Not.Contain("X-Robots-Tag"));
    }

    [Test]
    public async Task Numbers_AreWrittenAsTheReaderWritesThem()
    {
        Visitor.Headers["Accept-Language"] = "en-DE";

        Assert.That((await Visitor.OpenAsync("/roles/backend-engineer")).Text, Does.Contain("USD\u00A0155.000"));
    }

    /// <summary>The home page is there in its own right, and without pages it is the way to the documentation that it was.</summary>
    [Test]
    public async Task Root_WithoutPages_LeadsToTheDocumentation()
    {
        await using var app = new AiehApplication(Database, ("Pages:Enabled", "false"));
        app.StartServer();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = app.Client().BaseAddress };
        using var answer = await client.GetAsync(new Uri("/", UriKind.Relative));

        Assert.That((answer.StatusCode, answer.Headers.Location?.ToString()), Is.EqualTo((HttpStatusCode.Redirect, "/docs")));
    }

    /// <summary>Whoever runs it has not said what forms are sealed with: there is still everything to read.</summary>
    [TestCase("/")]
    [TestCase("/tests/python-fundamentals")]
    [TestCase("/roles/backend-engineer")]
    public async Task Page_WithNothingToSealWith_IsReadWithoutForms(string address)
    {
        await using var app = new AiehApplication(Database, ("environment", "Production"));
        app.StartServer();
        using var visitor = new PageVisitor(app);
        var page = await visitor.OpenAsync(address);

        Assert.That(page.Status, Is.EqualTo(200));
        Assert.That(page.Root.Descendants("form"), Is.Empty);
        Assert.That(page.Text, Does.Contain("Tests cannot be started from these pages at the moment"));
    }

    /// <summary>No number of the methodology is left out but the upper ends of bands, which are where the next begins.</summary>
    [Test]
    public async Task Methodology_TellsEveryNumberOfTheApiWithItsOrigin()
    {
        using var client = App.Client();
        var sourced = SourcedIn(await client.GetAsync<JsonObject>("/v1/methodology")).ToList();
        var page = await Visitor.OpenAsync("/methodology");
        var rows = page.Page.Table("Numbers of the methodology").Skip(1).ToList();

        Assert.That(rows, Has.Count.EqualTo(sourced.Count - Catalog.Methodology.Bands.Count));
        Assert.That(rows.Count(row => row[2].StartsWith("Published: ", StringComparison.Ordinal)),
            Is.EqualTo(sourced.Count(each => (string?)each["provenance"] == "published") - Catalog.Methodology.Bands.Count));
        Assert.That(LinksOf(page), Does.Contain("/v1/methodology"));
    }

    private async Task HoldPassportAsync()
    {
        var (_, owner, token) = await App.CreatePassportAsync();
        owner.Dispose();
        Visitor.Cookies.Add("aieh-passport", token);
    }

    private static IEnumerable<string?> LinksOf(VisitedPage page) =>
        page.Root.Descendants("a").Select(link => (string?)link.Attribute("href"));

    private static IEnumerable<JsonObject> SourcedIn(JsonNode? node) => node switch
    {
        JsonObject sourced when sourced.ContainsKey("provenance") => [sourced],
        JsonObject parent => parent.SelectMany(member => SourcedIn(member.Value)),
        JsonArray list => list.SelectMany(SourcedIn),
        _ => [],
    };
}
