using System.Globalization;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Pages.Passport;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class ReadinessPageTests<TDatabase> : PassportFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Path = "/passport/readiness/backend-engineer";
    private const string Button = "Work it out";

    [Test]
    public async Task Page_OfARole_HoldsTheNumbersOfTheApi()
    {
        using var owner = await MeasuredAsync();
        var api = await owner.Api.GetAsync<ReadinessResponse>(owner.Path + "/readiness/backend-engineer");
        var page = await owner.Browser.OpenAsync(Path);
        var sliders = page.Root.Descendants("input").Where(field => (string?)field.Attribute("type") == "range").ToDictionary(
            field => (string)field.Attribute("name")!, field => (string)field.Attribute("value")!);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((page.Status, page.Heading), Is.EqualTo((200, "Backend Engineer")));
            Assert.That(ReadPage.TextOf(page.Root.Descendants("strong").Single()), Is.EqualTo(Of(api.Readiness!.Value)));
            Assert.That(page.Text, Does.Contain($"It covers {Of(Math.Floor(api.Coverage * 1000) / 10, "0.#")}").And.Contain("at least 60"));
            Assert.That(
                page.Page.Table("What each assessment adds").Skip(1).Select(row => (row[1], row[4])),
                Is.EqualTo(api.Contributions.Select(part => (Of(part.Relevance, "0.00##"), Of(part.Points, "0.0")))));
            Assert.That(page.Page.Table("Without a score"), Has.Count.EqualTo(1 + api.Missing.Count));
            Assert.That(sliders[$"w-{Employer.Python}"], Is.EqualTo("0.90"));
            Assert.That(sliders, Has.Count.EqualTo(5));
            Assert.That(TextOf(page, "figures"), Is.Empty);
            Assert.That(page.Text, Does.Contain("nothing is stored"));
        }
    }

    /// <summary>As an employer with these weights would see it, and nobody else ever does.</summary>
    [Test]
    public async Task WhatIf_ByOtherWeights_IsWhatALoopWithThemSays()
    {
        using var owner = await MeasuredAsync();
        using var employer = await Employer.CreateAsync(App);
        var weights = new Dictionary<string, double>
        {
            [Employer.Python] = 0.2,
            [Employer.Sql] = 1,
            ["communication"] = 0,
            ["cognitive-reasoning"] = 0.6,
            ["javascript-fundamentals"] = 0.5,
        };
        var loop = await employer.CreateLoopAsync(new { weights });
        await employer.AcceptAsync(await employer.InviteAsync(loop), owner.Token);
        var api = await owner.Api.GetAsync<ReadinessResponse>($"{owner.Path}/readiness/backend-engineer?hiringLoop={loop}");
        var before = await owner.Browser.OpenAsync(Path);
        var page = await owner.Browser.SubmitAsync(before, Button, [.. weights.Select(each => ($"w-{each.Key}", Of(each.Value, "0.00")))]);
        var figures = page.Root.Descendants().Single(element => (string?)element.Attribute("id") == "figures");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.Address, Does.StartWith(Path + "?w-"));
            Assert.That(ReadPage.TextOf(figures.Descendants("strong").Single()), Is.EqualTo(Of(api.Readiness!.Value)));
            Assert.That(ReadPage.TextOf(figures), Does.Contain($"{api.Interval!.Lower}–{api.Interval.Upper}"));
            Assert.That(ReadPage.TextOf(figures), Does.Contain("stored nowhere"));
            Assert.That(
                ReadPage.TextOf(page.Root.Descendants("strong").First()),
                Is.EqualTo(ReadPage.TextOf(before.Root.Descendants("strong").First())), "the published figure stays");
        }
    }

    [Test]
    public async Task WhatIf_OfWeightsAllAtZero_SaysWhyThereIsNoFigure()
    {
        using var owner = await MeasuredAsync();
        var page = await owner.Browser.OpenAsync(Path);
        string[] names = [Employer.Python, Employer.Sql, "communication", "cognitive-reasoning", "javascript-fundamentals"];
        var none = await owner.Browser.SubmitAsync(page, Button, [.. names.Select(name => ($"w-{name}", "0"))]);

        Assert.That(none.Status, Is.EqualTo(400));
        Assert.That(TextOf(none, "figures"), Does.StartWith("With every weight at 0 nothing counts"));
    }

    [TestCase("w-python-fundamentals=2")]
    [TestCase("w-python-fundamentals=-1")]
    [TestCase("w-python-fundamentals=much")]
    [TestCase("w-python-fundamentals=")]
    [TestCase("w-python-fundamentals=NaN")]
    public async Task WhatIf_OfNoWeight_SaysWhatAWeightIs(string query)
    {
        using var owner = await OwnerAsync();
        var page = await owner.Browser.OpenAsync($"{Path}?{query}");

        Assert.That((page.Status, TextOf(page, "figures")), Is.EqualTo((400, "A weight is a number from 0 to 1.")));
    }

    [TestCase("nobody", 404)]
    [TestCase("data-engineer", 422)]
    public async Task Page_OfARoleWithoutABundle_SaysSo(string role, int status)
    {
        using var owner = await OwnerAsync();
        var page = await owner.Browser.OpenAsync("/passport/readiness/" + role);

        Assert.That(page.Status, Is.EqualTo(status));
    }

    private async Task<Owner> MeasuredAsync()
    {
        var owner = await OwnerAsync();
        await App.AddEvidenceAsync(owner.Passport, Employer.Python, 650, Now.AddDays(-30));
        await App.AddEvidenceAsync(owner.Passport, Employer.Sql, 560, Now.AddDays(-60));
        return owner;
    }

    private static string Of(double value, string format = "0") => value.ToString(format, CultureInfo.InvariantCulture);
}
