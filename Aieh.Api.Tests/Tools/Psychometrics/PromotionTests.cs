using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Catalog.Assessments;
using Aieh.Api.Tests.Support;
using Aieh.Api.Tests.Tools.Files;
using Aieh.Api.Tools.Files;
using Aieh.Api.Tools.Psychometrics;
using Aieh.Scoring.Calibration;
using Aieh.Scoring.Linking;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Tools.Psychometrics;

/// <summary>A fixture of its own, because it replaces the catalog.</summary>
public sealed class PromotionTests : HttpFixture<SqliteDatabase>
{
    private const string JavaScript = "javascript-fundamentals";

    private CatalogCache Catalog => App.Services.GetRequiredService<CatalogCache>();

    private PromotionPolicy Shipped => ScoringRules.Of(Catalog.Current).Promotion;

    [Test]
    public async Task Publish_ItemsThatRestOnTooLittle_KeepTheirParametersStayProvisionalAndAreNamed()
    {
        using var folder = new ScratchFolder();
        var before = Catalog.Current.Calibrations[JavaScript];
        var file = folder.Write("cal.json", $$"""
            {"id":"js-from-responses","version":{{before.Version + 1}},"items":[
             {"item":"js-tc-001","model":"2pl","a":1.5,"b":0.3,"answers":500,"standardErrors":{"a":0.1,"b":0.2} },
             {"item":"js-fs-001","model":"2pl","a":1.5,"b":0.3,"answers":499,"standardErrors":{"a":0.1,"b":0.1} },
             {"item":"js-ai-001","model":"2pl","a":1.5,"b":0.3,"answers":500,"standardErrors":{"a":0.1,"b":0.201} },
             {"item":"js-pm-001","model":"2pl","a":1.5,"b":0.3,"standardErrors":{"a":0.1,"b":0.1} },
             {"item":"js-as-001","model":"3pl","a":1.5,"b":0.3,"c":0.2,"answers":1000,"standardErrors":{"a":0.1,"b":0.1} }]}
            """);

        var run = await PublishAsync(JavaScript, file, "--strict");
        await Catalog.RefreshAsync(CancellationToken.None);
        var after = Catalog.Current.Calibrations[JavaScript];

        const string kept = "not published, the parameters that the catalog has stay";
        Assert.That(run.ExitCode, Is.EqualTo(Remarks.ExitCode), run.Error);
        Assert.That(run.Error, Does.Contain(
            "- js-fs-001 (499 answers, SE(b) 0.10), js-ai-001 (500 answers, SE(b) 0.201), js-pm-001 (answers not stated, SE(b) 0.10): "
            + $"{kept}: for 2pl the methodology asks for 500 answers and SE(b) of at most 0.20"));
        Assert.That(run.Error, Does.Contain(
            "- js-as-001 (1000 answers, SE(b) 0.10, no prior of c stated): "
            + $"{kept}: for 3pl the methodology asks for 1000 answers with a prior of c and SE(b) of at most 0.20"));
        Assert.That(after.Status, Is.EqualTo(Api.Catalog.Documents.CalibrationStatus.Provisional));
        Assert.That(after.Items.Where(item => !item.Provisional).Select(item => (item.Item, item.A, item.B)), Is.EqualTo(new[]
        {
            ("js-tc-001", 1.5, (double?)0.3),
        }));
        Assert.That(after.Items.Where(item => item.Provisional), Is.EquivalentTo(before.Items.Where(item => item.Item != "js-tc-001")));
    }

    [Test]
    public async Task Publish_MethodologyOfTheDatabaseThatAsksForMore_IsFollowed()
    {
        using var folder = new ScratchFolder();
        var shipped = Catalog.Current.Documents.Single(document => document.Kind == CatalogKinds.Methodology);
        var stricter = PlantedContent.Changed(
            shipped, methodology => methodology["promotion"]!["minimumAnswers"]!["2pl"]!["value"] = 700);
        var file = folder.Write("cal.json", """
            {"id":"x","version":9,"items":[{"item":"cg-ns-001","model":"2pl","a":1,"b":0,"answers":699,"standardErrors":{"b":0.1}}]}
            """);

        await ReplaceAsync(stricter);
        var run = await PublishAsync("cognitive-reasoning", file);
        await ReplaceAsync(shipped);

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((1, "")));
        Assert.That(run.Error, Does.Contain("nothing to publish").And.Contain("asks for 700 answers").And.Not.Contain("   at "));
    }

    [TestCase("3pl: logit c ~ N(-1.3862943611198906, 0.5²), density in logit c", 1000, true)]
    [TestCase("3pl: c ~ Beta(5, 17), density in c", 1000, true)]
    [TestCase("those of the catalog's calibration, item by item", 1000, true)]
    [TestCase("those of the catalog's calibration, item by item", 999, false)]
    [TestCase("3pl: b ~ N(0, 2²)", 1000, false)]
    public void Promotable_ThreeParameters_TakeAPriorOfCBesides(string prior, int answers, bool isAdmitted)
    {
        var list = Read($$"""
            {"priors":["{{prior}}"],"items":[
             {"item":"p","model":"3pl","a":1,"b":0,"c":0.2,"answers":{{answers}},"standardErrors":{"b":0.1} },
             {"item":"q","model":"2pl","a":1,"b":0,"answers":500,"standardErrors":{"b":0.1} }]}
            """);

        var promoted = Promotion.Promotable(list, Shipped, new Remarks());

        Assert.That(promoted.Items.Select(item => item.Name), isAdmitted ? Is.EqualTo(new[] { "p", "q" }) : Is.EqualTo(new[] { "q" }));
    }

    // With a common discrimination the items are written as 2pl; the others keep their own model's number.
    [Test]
    public void Promotable_OneParameterBesideGraded_TakesEachModelsNumber()
    {
        var list = Read("""
            {"search":{"status":"converged","informationIsPositiveDefinite":true,"commonDiscrimination":1.1},"items":[
             {"item":"p","model":"2pl","a":1.1,"b":0,"answers":200,"standardErrors":{"b":0.2}},
             {"item":"q","model":"2pl","a":1.1,"b":0,"answers":199,"standardErrors":{"b":0.2}},
             {"item":"r","model":"grm","a":1,"thresholds":[-1,1],"answers":500,"standardErrors":{"thresholds":[0.2,0.1]}},
             {"item":"s","model":"grm","a":1,"thresholds":[-1,1],"answers":500,"standardErrors":{"thresholds":[0.1,0.25]}},
             {"item":"t","model":"grm","a":1,"thresholds":[-1,1],"answers":500,"standardErrors":{"thresholds":[0.1]}}]}
            """);
        var remarks = new Remarks();

        var promoted = Promotion.Promotable(list, Shipped, remarks);

        Assert.That(promoted.Items.Select(item => item.Name), Is.EqualTo(new[] { "p", "r" }));
        Assert.That(remarks.Lines[0], Does.StartWith("q (199 answers, SE(b) 0.20): ").And.Contain("for 1pl").And.Contain("200 answers"));
        Assert.That(remarks.Lines[1], Does.StartWith("s (500 answers, SE(b) 0.25), t (500 answers, SE(b) not stated): "));
    }

    [Test]
    public void Link_AnswersAndPriors_GoAlong()
    {
        var from = Read("""
            {"id":"new","version":2,"priors":["3pl: c ~ Beta(5, 17), density in c"],"items":[
             {"item":"p","model":"3pl","a":1,"b":0,"c":0.2,"answers":1200},{"item":"q","model":"3pl","a":1,"b":1,"c":0.2,"answers":1300}]}
            """);
        var to = Read("""
            {"id":"base","version":1,"items":[
             {"item":"p","model":"3pl","a":1,"b":0,"c":0.2},{"item":"q","model":"3pl","a":1,"b":1,"c":0.2}]}
            """);
        var pairs = LinkAnchors.Pair(from, to, [], new Remarks());

        var linked = LinkCommand.Link(
            pairs, new LinkRequest(LinkingMethod.MeanMean, LinkingCriterion.Uniform(), LinkGrid.Uniform, DriftRule.Default, false));

        Assert.That(linked.Items.Select(item => item.Answers), Is.EqualTo(new long?[] { 1200, 1300 }));
        Assert.That(linked.Priors, Is.EqualTo(from.Priors));
    }

    private static ItemList Read(string json)
    {
        using var folder = new ScratchFolder();
        return ItemFile.Read(folder.Write("cal.json", json));
    }

    private Task<VerbProcess> PublishAsync(string assessment, string file, params string[] options) => VerbProcess.RunAsync(
        Database, ["calibrations", "publish", "--file", file, "--assessment", assessment, "--sample-is-norm", .. options]);

    private Task<bool> ReplaceAsync(CatalogDocument document) => App.Db.WriteAsync(
        session => CatalogStore.ReplaceAsync(session, document, App.Clock.GetUtcNow()), CancellationToken.None);
}
