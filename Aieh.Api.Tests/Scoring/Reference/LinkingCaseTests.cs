using System.Text.Json;
using System.Text.RegularExpressions;
using Aieh.Scoring.Linking;

namespace Aieh.Api.Tests.Scoring.Reference;

/// <summary>
/// Linking constants against plink and equateIRT, reproduced independently; tolerances are those the cases state: 1e-6 for moments,
/// 1e-4 for curves.
/// </summary>
[TestFixture("L1-link-kb2004-3pl")]
[TestFixture("L2-link-mixed-3pl-gpcm-dgn")]
[TestFixture("L3-link-2pl-equateIRT-est2pl")]
internal sealed partial class LinkingCaseTests(string name)
{
    private AnchorItem[] _anchors = null!;
    private JsonDocument _expected = null!;

    [OneTimeSetUp]
    public void Load()
    {
        var files = new ScoringCase(name);
        var pairs = files.Table("common_new.csv").Zip(files.Table("common_base.csv"));
        _anchors = [.. pairs.Select(pair => new AnchorItem(ScoringCase.Item(pair.First), ScoringCase.Item(pair.Second)))];
        _expected = JsonDocument.Parse(files.Text("expected.json"));
    }

    [OneTimeTearDown]
    public void Dispose() => _expected?.Dispose();

    [TestCase("meanmean", LinkingMethod.MeanMean)]
    [TestCase("mean_geometric", LinkingMethod.MeanGeometricMean)]
    [TestCase("meansigma", LinkingMethod.MeanSigma)]
    public void Link_ByMoments_MatchesTheConstants(string member, LinkingMethod method)
    {
        var result = ScaleLinking.Link(_anchors, method);

        Close(result, _expected.RootElement.GetProperty(member), 1e-6);
    }

    [Test]
    public void Link_ByCurves_MatchesEveryNamedVariantAtALowerOrEqualMinimum()
    {
        var variants = _expected.RootElement.EnumerateObject()
            .Select(member => (member.Value, Name: Variant().Match(member.Name)))
            .Where(variant => variant.Name.Success)
            .ToList();

        Assert.That(variants, Has.Count.GreaterThanOrEqualTo(8));
        Assert.Multiple(() =>
        {
            foreach (var (expected, variant) in variants)
            {
                var method = variant.Groups["method"].Value == "HB" ? LinkingMethod.Haebara : LinkingMethod.StockingLord;
                var result = ScaleLinking.Link(_anchors, method, Criterion(variant));

                Close(result, expected, 1e-4);
                Assert.That(
                    result.CriterionValue,
                    Is.LessThanOrEqualTo(expected.GetProperty("crit").GetDouble() * (1 + 1e-6)),
                    variant.Value);
            }
        });
    }

    // Published with six digits, on 40 points.
    [TestCase("published_JSS33_12_plink_D1_base_old")]
    [TestCase("published_JSS33_12_plink_group2_to_group1")]
    public void Link_PublishedExample_MatchesTheArticle(string member)
    {
        if (!_expected.RootElement.TryGetProperty(member, out var published)) return;
        var criterion = LinkingCriterion.Uniform(count: 40);
        (string Key, LinkingMethod Method)[] methods =
        [
            ("MeanMean", LinkingMethod.MeanMean), ("MeanSigma", LinkingMethod.MeanSigma),
            ("Haebara", LinkingMethod.Haebara), ("StockingLord", LinkingMethod.StockingLord),
        ];
        foreach (var (key, method) in methods)
        {
            var found = ScaleLinking.Link(_anchors, method, criterion).Transformation!.Value;

            Assert.That(
                (double[])[found.Slope, found.Intercept],
                Is.EqualTo(published.GetProperty(key).EnumerateArray().Select(value => value.GetDouble())).Within(1e-4),
                key);
        }
    }

    [Test]
    public void Link_NoiseFree_IsRecoveredByEveryMethod()
    {
        var truth = new ScaleTransformation(1.17, -0.52);
        AnchorItem[] exact = [.. _anchors.Select(anchor => new AnchorItem(anchor.New, truth.Apply(anchor.New)))];
        foreach (var method in Enum.GetValues<LinkingMethod>())
        {
            var found = ScaleLinking.Link(exact, method, LinkingCriterion.Normal()).Transformation!.Value;

            Assert.That(
                (found.Slope, found.Intercept),
                Is.EqualTo((truth.Slope, truth.Intercept)).Using<(double, double)>(AreClose),
                method.ToString());
        }

        static bool AreClose((double, double) one, (double, double) other) =>
            Math.Abs(one.Item1 - other.Item1) + Math.Abs(one.Item2 - other.Item2) < 1e-6;
    }

    private static LinkingCriterion Criterion(Match variant)
    {
        var symmetric = variant.Groups["symmetric"].Success;
        var d = ScoringCase.Number(variant.Groups["d"].Value);
        var count = int.Parse(variant.Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture);
        return variant.Groups["weights"].Value == "uniform"
            ? LinkingCriterion.Uniform(-4, 4, count, symmetric, d)
            : LinkingCriterion.Normal(-4, 4, count, symmetric, d);
    }

    private static void Close(LinkingResult actual, JsonElement expected, double tolerance)
    {
        Assert.That(actual.Status, Is.EqualTo(LinkingStatus.Linked));
        Assert.That(actual.Transformation!.Value.Slope, Is.EqualTo(expected.GetProperty("A").GetDouble()).Within(tolerance));
        Assert.That(actual.Transformation!.Value.Intercept, Is.EqualTo(expected.GetProperty("B").GetDouble()).Within(tolerance));
    }

    [GeneratedRegex(@"^(?<method>HB|SL)_(?<weights>uniform|normal)(?<count>\d+)(_\[-4,4\])?(?<symmetric>_symmetric)?_D(?<d>1|1\.7)$")]
    private static partial Regex Variant();
}
