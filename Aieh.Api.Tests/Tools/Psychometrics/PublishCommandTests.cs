using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Support;
using Aieh.Api.Tests.Tools.Files;
using Aieh.Api.Tools.Files;
using Aieh.Api.Tools.Psychometrics;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Tools.Psychometrics;

/// <summary>From stored responses to the catalog's next calibration, beside a running service.</summary>
public sealed class PublishCommandTests : HttpFixture<SqliteDatabase>
{
    private const string Python = "python-fundamentals";
    private const int People = 12;

    [Test]
    public async Task Publish_CalibrationFromStoredResponses_IsTheNextVersionAndScoresKeepTheirs()
    {
        using var folder = new ScratchFolder();
        var before = await SitAsync(0);
        for (var person = 1; person < People; person++) await SitAsync(person);
        var file = folder.PathOf("cal.json");
        var next = before.Report.Calibration.Version + 1;

        await RunAsync(
            "calibrate", "--assessment", Python, "--model", "3pl", "--prior", "catalog",
            "--calibration-id", "python-from-responses", "--calibration-version", $"{next}", "--out", file);
        var calibration = CalibrationFile.Read(file);
        Assert.That((calibration.Assessment, calibration.Data!.People, calibration.Items.Count), Is.EqualTo((Python, (long)People, 50)));

        var unlinked = await VerbProcess.RunAsync(Database, "calibrations", "publish", "--file", file);
        Assert.That(unlinked.ExitCode, Is.EqualTo(1));
        Assert.That(unlinked.Error, Does.Contain("Link it"));
        var tooFew = await VerbProcess.RunAsync(Database, "calibrations", "publish", "--file", file, "--sample-is-norm");
        Assert.That(tooFew.ExitCode, Is.EqualTo(1));
        Assert.That(tooFew.Error, Does.Contain("nothing to publish").And.Contain($"({People} answers, SE(b) "));

        CalibrationFileItem[] answered = [.. calibration.Items.Select(Answered)];
        await using (var writer = new StreamWriter(file)) (calibration with { Items = answered, Covariance = null }).Write(writer);
        var published = await RunAsync("calibrations", "publish", "--file", file, "--sample-is-norm");
        Assert.That(published.Output, Does.Contain($"python-from-responses, version {next}"));
        var again = await VerbProcess.RunAsync(Database, "calibrations", "publish", "--file", file, "--sample-is-norm");
        Assert.That(again.ExitCode, Is.EqualTo(1));
        Assert.That(again.Error, Does.Contain("must be higher"));

        await RunAsync("migrate");
        await App.Services.GetRequiredService<CatalogCache>().RefreshAsync(CancellationToken.None);
        var after = await SitAsync(People);
        using var owner = App.Client(before.Token);
        var kept = await owner.GetAsync<ScoreReportResponse>($"/v1/attempts/{before.Report.Attempt}/score");

        Assert.That(
            (after.Report.Calibration.Id, after.Report.Calibration.Version),
            Is.EqualTo(("python-from-responses", next)),
            "a later migrate does not put the shipped one back");
        Assert.That(
            (kept.Calibration.Version, kept.StandardError),
            Is.EqualTo((before.Report.Calibration.Version, before.Report.StandardError)));

        static CalibrationFileItem Answered(CalibrationFileItem item) =>
            item with { Answers = 1_000, StandardErrors = new ItemErrors(0.1, 0.15, 0.05, null) };
    }

    [TestCase("""
        {"id":"x","version":9,"items":[{"item":"no-such-item","model":"2pl","a":1,"b":0,"answers":500,"standardErrors":{"b":0.1}}]}
        """, "'no-such-item' is not in the item bank")]
    [TestCase("""
        {"id":"x","version":9,"items":[{"item":"py-ds-001","model":"2pl","a":9,"b":0,"answers":500,"standardErrors":{"b":0.1}}]}
        """, "must be at most 5")]
    [TestCase("""
        {"id":"x","version":9,"items":[
         {"item":"py-ds-001","model":"grm","a":1,"thresholds":[-1,1],"answers":500,"standardErrors":{"thresholds":[0.1,0.1]}}]}
        """, "polytomous")]
    [TestCase("""{"items":[{"item":"py-ds-001","model":"2pl","a":1,"b":0}]}""", "no id and version")]
    [TestCase("""
        {"id":"x","version":9,"link":{"from":"x","to":"elsewhere, version 1","method":"mean-mean","slope":1,"intercept":0,"anchors":5,"drift":[]},
         "items":[{"item":"py-ds-001","model":"2pl","a":1,"b":0}]}
        """, "linked to the scale of elsewhere, version 1")]
    public async Task Publish_CalibrationThatDoesNotFit_IsRefusedAndNothingChanges(string text, string said)
    {
        using var folder = new ScratchFolder();

        var run = await VerbProcess.RunAsync(
            Database, "calibrations", "publish", "--file", folder.Write("cal.json", text), "--assessment", Python, "--sample-is-norm");

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((1, "")));
        Assert.That(run.Error, Does.Contain(said).And.Not.Contain("   at "));
        Assert.That(await App.Services.GetRequiredService<CatalogCache>().RefreshAsync(CancellationToken.None), Is.False);
    }

    // Fault a02, published: what ended at a bound is no estimate, and joined categories are not those that responses come in.
    [Test]
    public void Publishable_ItemAtABoundOrWithJoinedCategories_KeepsWhatTheCatalogHas()
    {
        var atBound = new Remarks();
        var left = PublishedCalibration.Publishable(Fault("a02-link-at-bound-anchor"), atBound);
        var joined = new Remarks();
        var unjoined = PublishedCalibration.Publishable(Fault("a01-link-category-maps"), joined);

        Assert.That(left.Items.Select(item => item.Name), Is.EqualTo(new[] { "q1", "q2", "q4" }));
        Assert.That(atBound.Lines.Single(), Does.StartWith("q3: not published").And.Contain("at a bound (discrimination)"));
        Assert.That(unjoined.Items.Select(item => item.Name), Is.EqualTo(new[] { "q2", "q3" }));
        Assert.That(joined.Lines.Single(), Does.StartWith("q1: not published").And.Contain("never occurred"));

        static ItemList Fault(string name) => ItemFile.Read(Path.Combine(SharedCases.Fault(name), "new.json"));
    }

    [Test]
    public void Publishable_CalibrationThatIsNotDetermined_IsRefused()
    {
        using var folder = new ScratchFolder();
        var list = ItemFile.Read(folder.Write("cal.json", """
            {"id":"x","version":9,
             "items":[{"item":"p","model":"2pl","a":0.01,"b":29.5,"status":"estimated","atBound":"discrimination, intercept"}]}
            """));

        Assert.That(
            () => PublishedCalibration.Publishable(list, new Remarks()),
            Throws.TypeOf<InputException>()
                .With.Message.Contains("nothing to publish")
                .And.Message.Contains("(discrimination, intercept)"));
    }

    [Test]
    public void Publishable_ItemWithDeclaredCodes_KeepsWhatTheCatalogHas()
    {
        using var folder = new ScratchFolder();
        var list = ItemFile.Read(folder.Write("cal.json", """
            {"id":"x","version":9,
             "items":[{"item":"p","model":"2pl","a":1,"b":0,"codes":[1,0]},{"item":"q","model":"2pl","a":1,"b":0}]}
            """));
        var remarks = new Remarks();

        var left = PublishedCalibration.Publishable(list, remarks);

        Assert.That(left.Items.Select(item => item.Name), Is.EqualTo(new[] { "q" }));
        Assert.That(remarks.Lines.Single(), Does.StartWith("p: not published").And.Contain("codes"));
    }

    [Test]
    public void Publishable_ItemsThatWereNotEstimated_AreNamed()
    {
        using var folder = new ScratchFolder();
        var remarks = new Remarks();

        PublishedCalibration.Publishable(
            ItemFile.Read(folder.Write("cal.json", """
                {"id":"x","version":9,"items":[{"item":"p","model":"2pl","a":1,"b":0}],
                 "notEstimated":[{"item":"q","status":"no-variance"},{"item":"r","status":"negative-discrimination","a":-0.9}]}
                """)),
            remarks);

        Assert.That(remarks.Lines, Is.EqualTo(new[]
        {
            "q: not published, the parameters that the catalog has stay: not estimated (no-variance)",
            "r: not published, the parameters that the catalog has stay: not estimated (negative-discrimination)",
        }));
    }

    [Test]
    public void Publishable_SearchThatDidNotConverge_IsRefused()
    {
        using var folder = new ScratchFolder();
        var list = ItemFile.Read(folder.Write("cal.json", """
            {"id":"x","version":9,"search":{"status":"cycle-limit","informationIsPositiveDefinite":true},
             "items":[{"item":"p","model":"2pl","a":1,"b":0}]}
            """));

        Assert.That(
            () => PublishedCalibration.Publishable(list, new Remarks()),
            Throws.TypeOf<InputException>().With.Message.Contains("the search of its calibration has not converged"));
    }

    // Thresholds of one item are estimated together: of their mean there is no error without the covariances.
    [Test]
    public void Merge_ItemOfSeveralCategories_GivesTheErrorOfEachThreshold()
    {
        using var folder = new ScratchFolder();
        var list = ItemFile.Read(folder.Write("cal.json", """
            {"id":"x","version":9,"items":[
             {"item":"p","model":"grm","a":1,"thresholds":[-1,1],"standardErrors":{"a":0.1,"thresholds":[0.2,0.3]} },
             {"item":"q","model":"2pl","a":1,"b":0,"standardErrors":{"a":0.1,"b":0.15} }]}
            """));
        var current = App.Services.GetRequiredService<CatalogCache>().Current.Calibrations[Python];

        var merged = PublishedCalibration.Merge(list, current);

        Assert.That(merged.Items[0].Reason, Is.EqualTo("Estimated in x, version 9; standard errors of the thresholds 0.200, 0.300."));
        Assert.That(merged.Items[1].Reason, Is.EqualTo("Estimated in x, version 9; standard error of b 0.150."));
    }

    [Test]
    public void TableOf_UnansweredItems_AreWrongBeforeTheLastAnswerAndNotAdministeredAfterIt()
    {
        var catalog = App.Services.GetRequiredService<CatalogCache>().Current;
        var (bank, calibration) = (catalog.ItemBanks[Python], catalog.Calibrations[Python]);
        string[] ids = [.. bank.Items.Take(4).Select(item => item.Id)];
        var right = bank.Items[1].Options.ToList().FindIndex(option => option.Id == bank.Items[1].Key);

        var row = new StoredResponseRow { ItemOrder = string.Join(' ', ids), Responses = $"-{right}--" };
        var table = StoredResponses.TableOf(Python, [row], bank, calibration);

        Assert.That(ids.Select(id => table.Responses[table.Items.ToList().IndexOf(id)]), Is.EqualTo(new[] { 0, 1, -1, -1 }));
    }

    [Test]
    public void FirstOf_PeopleWhoSawTheItemsBefore_AreLeftOut()
    {
        var (fresh, adaptiveFirst, gaveUp, retaken) = (Person(1), Person(2), Person(3), Person(4));
        StoredResponseRow[] rows =
        [
            Row(fresh, "full", "scored"),
            Row(adaptiveFirst, "adaptive", "scored"), Row(adaptiveFirst, "full", "scored"),
            Row(gaveUp, "full", "expired"), Row(gaveUp, "full", "scored"),
            Row(retaken, "full", "scored"), Row(retaken, "full", "scored"), Row(retaken, "adaptive", "scored"),
        ];

        Assert.That(StoredResponses.FirstOf(rows, "now"), Is.EqualTo(new[] { rows[0], rows[5] }));

        static Guid Person(int number) => new(number, 0, 0, new byte[8]);
        static StoredResponseRow Row(Guid passport, string form, string state) =>
            new() { PassportId = passport, Form = form, State = state, ItemsHash = "now" };
    }

    private async Task<(string Token, ScoreReportResponse Report)> SitAsync(int person)
    {
        var (_, owner, token) = await App.CreatePassportAsync();
        using var client = owner;
        var request = new CreateAttemptRequest { Assessment = Python, Form = FormKind.Full };
        var attempt = await client.PostAsync<AttemptResponse>("/v1/attempts", request);
        var answers = new SubmitAttemptRequest { Responses = App.Answers(attempt, right: 5 + 3 * person) };
        return (token, await client.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", answers, $"key-{person}"));
    }

    private async Task<VerbProcess> RunAsync(params string[] args)
    {
        var run = await VerbProcess.RunAsync(Database, args);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        return run;
    }
}
