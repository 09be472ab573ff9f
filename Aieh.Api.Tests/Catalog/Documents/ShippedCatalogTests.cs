using System.Text.Json;
using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Tests.Catalog.Documents;

/// <summary>The catalog as shipped: what AIEH published is there exactly, and what it did not publish says so.</summary>
public sealed class ShippedCatalogTests
{
    internal static readonly string Folder = CatalogFiles.ShippedFolder;

    private static readonly CatalogSnapshot _catalog = CatalogFiles.Load(Folder);

    [Test]
    public void Load_ShippedFolder_HasEveryDocument()
    {
        Assert.That(_catalog.Roles.Keys, Is.EqualTo(
            (string[])["backend-engineer", "data-engineer", "devops-platform-engineer", "full-stack-engineer", "ml-engineer"]));
        Assert.That(_catalog.Assessments.Keys, Is.EqualTo(
            (string[])["ai-augmented-sql", "cognitive-reasoning", "communication", "javascript-fundamentals", "python-fundamentals"]));
        Assert.That(_catalog.Documents, Has.Count.EqualTo(22));
    }

    [Test]
    public void FromDocuments_DocumentsOfASnapshot_GiveTheSameSnapshot()
    {
        var again = CatalogSnapshot.FromDocuments(_catalog.Documents);

        Assert.That(again.Roles.Keys, Is.EqualTo(_catalog.Roles.Keys));
        Assert.That(again.ItemBanks["python-fundamentals"].Items, Has.Count.EqualTo(99));
    }

    [Test]
    public void Methodology_Scale_IsThePublishedRangeWithOurAnchoring()
    {
        var scale = _catalog.Methodology.Scale;

        Assert.That((scale.Minimum.Value, scale.Maximum.Value), Is.EqualTo((300, 850)));
        Assert.That((scale.Minimum.Provenance, scale.Maximum.Provenance), Is.EqualTo((Provenance.Published, Provenance.Published)));
        Assert.That((scale.Centre.Value, scale.Slope.Value.ToDouble()), Is.EqualTo((575, 275.0 / 3)));
        Assert.That((scale.Centre.Provenance, scale.Slope.Provenance), Is.EqualTo((Provenance.Default, Provenance.Default)));
    }

    [Test]
    public void Methodology_Bands_AreThePublishedOnes()
    {
        var bands = _catalog.Methodology.Bands.Select(b => (b.Slug, b.From.Value, b.To.Value));

        (string, int, int)[] expected =
            [("below-threshold", 300, 499), ("functional", 500, 649), ("strong", 650, 749), ("exceptional", 750, 850)];
        Assert.That(bands, Is.EqualTo(expected));
    }

    [Test]
    public void Methodology_Pillars_PublishOnlyTheDomainNumbers()
    {
        var pillars = _catalog.Methodology.Pillars;

        (string, double, double)[] expected =
            [("domain", 0.35, 18), ("cognitive", 0.25, 60), ("ai-fluency", 0.20, 12), ("communication", 0.20, 36)];
        Assert.That(pillars.Select(p => (p.Slug, p.CompositeWeight.Value, p.HalfLifeMonths.Value)), Is.EqualTo(expected));
        Assert.That(pillars.Where(PublishesANumber).Select(p => p.Slug), Is.EqualTo((string[])["domain"]));

        static bool PublishesANumber(PassportPillar pillar) =>
            pillar.CompositeWeight.Provenance == Provenance.Published || pillar.HalfLifeMonths.Provenance == Provenance.Published;
    }

    [Test]
    public void BackendEngineer_Bundle_HasThePublishedWeightsInOrder()
    {
        var entries = _catalog.Roles["backend-engineer"].Bundle!.Entries;

        Assert.That(entries.Select(e => (e.Assessment, e.Relevance.Value)), Is.EqualTo(((string, double)[])
        [
            ("python-fundamentals", 0.90), ("ai-augmented-sql", 0.85), ("communication", 0.65),
            ("cognitive-reasoning", 0.60), ("javascript-fundamentals", 0.50),
        ]));
        Assert.That(entries.Select(e => e.Relevance.Provenance), Is.All.EqualTo(Provenance.Published));
    }

    [Test]
    public void BackendEngineer_Profile_HasThePublishedParts()
    {
        var role = _catalog.Roles["backend-engineer"];

        Assert.That(role.Activities, Has.Count.EqualTo(5));
        Assert.That(role.Skills, Has.Count.EqualTo(5));
        Assert.That(role.SeniorSkill, Is.Not.Null);
        Assert.That(role.AdjacentRoles, Has.Count.EqualTo(4));
        Assert.That(role.Origins.Select(o => o.Frequency), Is.EqualTo(Enum.GetValues<OriginFrequency>()));
        Assert.That(role.Compensation.ReferencePoints.Select(r => (r.From?.Value, r.To?.Value)), Is.EqualTo(
            ((int?, int?)[])[(140000, 190000), (420000, null), (null, null)]));
        Assert.That(role.Compensation.GeographicAdjustments.Select(g => (g.From.Value, g.To.Value)), Is.EqualTo(
            ((double, double)[])[(-0.35, -0.25), (-0.50, -0.30)]));
        Assert.That(role.RetestCadence!.RefreshMonths.Value, Is.EqualTo(12));
    }

    [TestCase("backend-engineer", 100000, 155000, 290000, true)]
    [TestCase("full-stack-engineer", 95000, 145000, 280000, true)]
    [TestCase("ml-engineer", 130000, 200000, 380000, false)]
    [TestCase("data-engineer", 95000, 160000, 280000, false)]
    [TestCase("devops-platform-engineer", 100000, 155000, 290000, false)]
    public void Role_Compensation_IsMarkedPublishedOnlyWhereItWasSeen(string slug, int low, int median, int high, bool seen)
    {
        var pay = _catalog.Roles[slug].Compensation;

        Assert.That((pay.Currency, pay.Low.Value, pay.Median.Value, pay.High.Value), Is.EqualTo(("USD", low, median, high)));
        Provenance[] marks = [pay.Low.Provenance, pay.Median.Provenance, pay.High.Provenance];
        Assert.That(marks, Is.All.EqualTo(seen ? Provenance.Published : Provenance.Default));
        Assert.That(pay.DataNotice, Is.Not.Null);
    }

    [Test]
    public void Roles_WithoutAPublishedBundle_HaveNone()
    {
        Assert.That(_catalog.Roles.Values.Where(r => r.Bundle is not null).Select(r => r.Slug), Is.EqualTo((string[])["backend-engineer"]));
    }

    [Test]
    public void GeographicAdjustment_CitesOnlyWhoTheTextCites()
    {
        var adjustments = _catalog.Roles["backend-engineer"].Compensation.GeographicAdjustments;

        Assert.That(adjustments[0].Sources, Is.EqualTo((string[])["built-in-2026", "levels-fyi-2026"]));
        Assert.That(adjustments[1].Sources, Is.EqualTo((string[])["aieh-role-2026"]), "Nobody is cited for Europe and Asia-Pacific.");
    }

    [TestCase("python", "python-fundamentals", "ai-augmented-sql", "communication", "cognitive-reasoning", "javascript-fundamentals")]
    [TestCase("node", "python-fundamentals", "ai-augmented-sql", "javascript-fundamentals", "communication", "cognitive-reasoning")]
    [TestCase("jvm", "ai-augmented-sql", "cognitive-reasoning", "python-fundamentals", "communication", "javascript-fundamentals")]
    [TestCase("go", "ai-augmented-sql", "cognitive-reasoning", "python-fundamentals", "communication", "javascript-fundamentals")]
    [TestCase("mixed", "python-fundamentals", "ai-augmented-sql", "communication", "cognitive-reasoning", "javascript-fundamentals")]
    public void ContextAdjustments_PerStack_OrderTheBundle(string stack, params string[] order)
    {
        var bundle = _catalog.Roles["backend-engineer"].Bundle!;
        var weights = bundle.Entries.ToDictionary(e => e.Assessment, e => e.Relevance.Value);
        foreach (var a in bundle.ContextAdjustments.Where(a => a.Dimension == ContextDimension.Stack && a.Value == stack))
        {
            weights[a.Assessment] *= a.Multiplier.Value;
        }

        Assert.That(weights.OrderByDescending(w => w.Value).Select(w => w.Key), Is.EqualTo(order));
    }

    [Test]
    public void Assessments_Available_AreAllButJavaScript()
    {
        var available = from assessment in _catalog.Assessments.Values
                        from form in assessment.Forms
                        where form.Availability == FormAvailability.Available
                        select $"{assessment.Slug} {form.Kind} {form.ItemCount.Value}";

        Assert.That(available, Is.EqualTo(
            (string[])[
                "ai-augmented-sql Sample 5", "ai-augmented-sql Full 50", "cognitive-reasoning Sample 5", "cognitive-reasoning Full 50",
                "communication Sample 5", "communication Full 50",
                "python-fundamentals Sample 5", "python-fundamentals Full 50", "python-fundamentals Adaptive 20",
            ]));
    }

    [TestCase("ai-augmented-sql", "domain")]
    [TestCase("cognitive-reasoning", "cognitive")]
    [TestCase("communication", "communication")]
    [TestCase("javascript-fundamentals", "domain")]
    [TestCase("python-fundamentals", "domain")]
    public void Assessment_Pillar_IsAsDesigned(string assessment, string pillar)
    {
        Assert.That(_catalog.Assessments[assessment].Pillar, Is.EqualTo(pillar));
    }

    [Test]
    public void Concordances_Shipped_AreOneGenericProvisionalOneWithoutAPublishedNumber()
    {
        var concordance = _catalog.Concordances.Values.Single();

        Assert.That(
            (concordance.Slug, concordance.Status, concordance.Assessment),
            Is.EqualTo(("percentile-general-cognitive", ConcordanceStatus.Provisional, "cognitive-reasoning")));
        var numbers = new[]
        {
            concordance.Lowest!,
            concordance.Highest!,
            concordance.NormMean!,
            concordance.NormStandardDeviation!,
            concordance.StandardError!,
        };
        Assert.That(numbers.Select(number => number.Provenance), Is.All.EqualTo(Provenance.Default));

        // The rationale's numbers: q = 0.8³, error √((1 − q)/q) standard deviations of 275/3 points.
        Assert.That(concordance.StandardError!.Value, Is.EqualTo(275.0 / 3 * Math.Sqrt((1 - 0.512) / 0.512)).Within(0.6));
    }

    [Test]
    public void Documents_EveryMarkedValue_HasItsSourceOrRationale()
    {
        var marked = _catalog.Documents.SelectMany(d => Marked(JsonDocument.Parse(d.Json).RootElement)).ToList();

        Assert.That(marked, Has.Count.GreaterThan(100));
        Assert.That(
            marked.Where(m => m.GetProperty("provenance").GetString() == "published"),
            Is.All.Matches<JsonElement>(m => Says(m, "source")));
        Assert.That(
            marked.Where(m => m.GetProperty("provenance").GetString() == "default"),
            Is.All.Matches<JsonElement>(m => Says(m, "rationale")));
    }

    private static bool Says(JsonElement element, string member) =>
        element.TryGetProperty(member, out var text) && text.GetString()!.Trim().Length > 0;

    private static IEnumerable<JsonElement> Marked(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(m => Marked(m.Value))
            .Concat(element.TryGetProperty("provenance", out _) ? [element] : []),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Marked),
        _ => [],
    };
}
