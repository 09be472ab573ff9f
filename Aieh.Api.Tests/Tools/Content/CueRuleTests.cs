using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Catalog.Documents;
using Aieh.Api.Tools.Content.Lint;

namespace Aieh.Api.Tests.Tools.Content;

/// <summary>Banks in which the best option looks like the best option, and one in which it does not.</summary>
internal sealed class CueRuleTests
{
    private const int Count = 24;
    private static readonly CatalogSnapshot _catalog = CatalogFiles.Load(ShippedCatalogTests.Folder);

    // One length, one digit, and as far from each other as all.
    private static readonly string[] _plain = ["aaa, one of 4", "bbb, one of 4", "ccc, one of 4", "ddd, one of 4"];

    private static Family Python => Family.Of(_catalog).Single(family => family.Slug == "python-fundamentals");

    private static IEnumerable<TestCaseData> Cues() =>
    [
        Cue("most sentence marks", "aaa: one of 4", text => text),
        Cue("fewest sentence marks", "aaa, one of 4", text => text.Replace(',', ';')),
        Cue("most digits", "aaa, one of 44", text => text),
        Cue("fewest digits", "aaa, one of e", text => text),
        Cue("most quotation marks", "\"a\", one of 4", text => text),
        Cue("fewest quotation marks", "aaa, one of 4", text => $"“{text}”"),
        Cue("longest sentences", "a a, one of 4", text => text),
        Cue("shortest sentences", "aaa. One of 4", text => text),
        Cue("most characters", "aaaa, one of 4", text => text),
        Cue("fewest characters", "aa, one of 4", text => text),
    ];

    [TestCaseSource(nameof(Cues))]
    public void BankCues_BestOptionAloneHasTheExtreme_IsFoundAndShowsWhatItEarns(string cue, string best, Func<string, string> other)
    {
        var section = BankCues.Of(FamilyOf(_ => [best, .. _plain[1..].Select(other)]));

        var found = section.Findings.Where(finding => finding is { Rule: "style-cue", Severity: Severity.Error });
        Assert.That(found.Select(finding => finding.What), Has.Some.StartsWith($"the best option alone has the {cue} in 24 of 24 items"));
        Assert.That(section.Lines, Has.One.Match($"^   {cue} +finds 100 %, alone in 100 %   score [78][0-9]{{2}}$"));
    }

    // 8 of 24 are a third, and 9 more than 35 %; the longest may be the best option in no more than a quarter.
    [TestCase("aaa: one of 4", 8, 0)]
    [TestCase("aaa: one of 4", 9, 1)]
    [TestCase("aaaa, one of 4", 6, 0)]
    [TestCase("aaaa, one of 4", 7, 1)]
    public void BankCues_ShareOfTheBank_IsJudgedByItsLimit(string best, int items, int findings)
    {
        var section = BankCues.Of(FamilyOf(i => i < items ? [best, .. _plain[1..]] : _plain));

        var found = section.Findings.Count(finding => finding.Rule == "style-cue");
        Assert.That(found, Is.EqualTo(findings), string.Join('\n', section.Findings));
    }

    [Test]
    public void BankCues_OptionsAlike_FindsTheBestByChanceAndScoresInTheLowestBand()
    {
        var section = BankCues.Of(FamilyOf(_ => _plain));

        Assert.That(section.Findings, Is.Empty);
        Assert.That(section.Lines[0], Does.EndWith("in 24 items; chance finds the best in 25 %"));
        Assert.That(section.Lines.Skip(1), Has.Exactly(11).Match("finds +25 %, alone in +0 %   score (3|4)[0-9]{2}$"));
        Assert.That(section.Lines[^1], Does.Match("items of planted +25 % of 24"));
    }

    // Matrices: each wrong option is the right one with one thing changed.
    [Test]
    public void BankCues_MatrixWhoseKeyIsTheCentre_IsFoundInTheBankAndInTheTopic()
    {
        var section = BankCues.Of(FamilyOf(_ =>
            ["`(oooo)` (four o in round)", "`{oooo}` (four o in curly)", "`(xxxx)` (four x in round)", "`(ooo)` (three o in round)"]));

        var found = section.Findings.Where(finding => finding.Rule == "centre-cue").Select(finding => finding.What);
        Assert.That(found, Is.EqualTo(new[]
        {
            "the best option is the one most like the others in 100 % of 24 items (limit 45 %)",
            "the best option is the one most like the others in 100 % of 24 items of planted (limit 50 %)",
        }));
    }

    [Test]
    public void BankCues_MatrixOfTwoAttributesTwice_HasNoCentre()
    {
        var section = BankCues.Of(FamilyOf(_ => ["`(oo)`", "`{oo}`", "`(xx)`", "`{xx}`"]));

        Assert.That(section.Findings, Is.Empty);
    }

    [Test]
    public void Centre_OfTexts_HasTheSmallestSumOfDistances()
    {
        var item = ContentFixture.Item(new ItemCheck()) with { Options = Options("abcd", "abce", "abc", "xyz") };

        // 1 − 2·3/7 from "abc" to each of the first two, which are 1 − 2·3/8 apart.
        Assert.That(CentreCue.Centre(item).Select(option => option.Text), Is.EqualTo(new[] { "abc" }));
    }

    [Test]
    public void BankCues_FewItems_SayNothing()
    {
        var family = FamilyOf(_ => ["aaa: one of 4", .. _plain[1..]]);

        var section = BankCues.Of(family with { Bank = family.Bank with { Items = [.. family.Bank.Items.Take(19)] } });

        Assert.That((section.Lines.Count, section.Findings.Count), Is.EqualTo((0, 0)));
    }

    // c = 1/4 is as good as chance for everybody; b = −4 asks what everybody knows, and guessing without c looks like little ability.
    [TestCase(0.0, 0.25, null)]
    [TestCase(0.0, 0.0, -1.0986122886681098)]
    [TestCase(-4.0, 0.0, -5.09861228866811)]
    public void Ability_OfChance_IsWhereTheExpectedScoreIsThatOfUniformChoice(double b, double c, double? expected)
    {
        var family = FamilyOf(_ => _plain, b: b, c: c);

        // Logit of 1/4, and b.
        var ability = ChanceScore.Ability(family.Assemble(family.Bank.Items)!);

        Assert.That(ability, expected is { } finite ? Is.EqualTo(finite).Within(1e-8) : Is.EqualTo(double.NegativeInfinity));
    }

    [TestCase(FormKind.Full, 0.0, 2)]
    [TestCase(FormKind.Adaptive, 0.0, 2)]
    [TestCase(FormKind.Sample, 0.0, 1)]
    [TestCase(FormKind.Full, -4.0, 0)]
    [TestCase(FormKind.Adaptive, -4.0, 0)]
    public void ChanceScore_OfAForm_IsJudgedByAbilityAndIfItHasABandByScores(FormKind kind, double b, int findings)
    {
        var family = FamilyOf(_ => _plain, b: b);
        var rules = Python.Assessment.Forms.Single(form => form.Kind == FormKind.Adaptive).Adaptive!;
        var shares = rules.ContentShares with { Value = new Dictionary<string, double> { ["planted"] = 1 } };
        var form = family.Assessment.Forms[0] with
        {
            Kind = kind,
            Adaptive = kind == FormKind.Adaptive ? rules with { ContentShares = shares } : null,
        };

        var section = ChanceScore.Of(family, form, family.Assemble(family.Bank.Items)!);

        var found = section.Findings.Count(finding => finding.Rule == "chance-score");
        Assert.That(found, Is.EqualTo(findings), string.Join('\n', section.Lines));
        Assert.That(
            section.Lines.Single(),
            Does.Match("worth an ability of -[0-9.]+; its scores: mean [0-9]+, 5th percentile [0-9]+, 95th percentile [0-9]+$"));
    }

    private static TestCaseData Cue(string cue, string best, Func<string, string> other) =>
        new TestCaseData(cue, best, other).SetArgDisplayNames(cue);

    private static Family FamilyOf(Func<int, string[]> texts, double a = 1, double b = 0, double c = 0)
    {
        var ids = Enumerable.Range(0, Count).Select(i => $"planted-{i:000}").ToList();
        var full = Python.Assessment.Forms.Single(form => form.Kind == FormKind.Full);
        var items = ids.Select((id, i) => ContentFixture.Item(new ItemCheck()) with
        {
            Id = id,
            Topic = "planted",
            Options = Options(texts(i)),
        });
        var parameters = ids.Select(id => new ItemParameters
        {
            Item = id,
            Model = ItemModel.ThreePl,
            A = a,
            B = b,
            C = c,
            Provisional = false,
            Reason = "Planted.",
        });
        return Python with
        {
            Assessment = Python.Assessment with { Forms = [full with { Items = ids }] },
            Bank = Python.Bank with { Items = [.. items], Enemies = null },
            Calibration = Python.Calibration! with { Items = [.. parameters] },
        };
    }

    private static IReadOnlyList<ItemOption> Options(params string[] texts) =>
        [.. texts.Select((text, i) => new ItemOption { Id = ((char)('a' + i)).ToString(), Text = text })];
}
