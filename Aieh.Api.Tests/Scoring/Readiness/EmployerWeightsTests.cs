using Aieh.Scoring.Readiness;

namespace Aieh.Api.Tests.Scoring.Readiness;

internal sealed class EmployerWeightsTests
{
    private static readonly RoleBundle Backend = new(
        [new("python", 0.90), new("sql", 0.85), new("communication", 0.65), new("cognitive", 0.60), new("javascript", 0.50)], 0.60);

    // Section 7 of the methodology.
    private static readonly ContextMultiplier[] Published =
    [
        new("stack", "python", "python", 1.10), new("stack", "python", "javascript", 0.60),
        new("stack", "node", "javascript", 1.60),
        new("stack", "go", "cognitive", 1.20), new("stack", "go", "python", 0.75), new("stack", "go", "javascript", 0.60),
        new("seniority", "junior", "python", 1.10),
        new("seniority", "senior", "communication", 1.20), new("seniority", "senior", "cognitive", 1.20),
    ];

    // By hand: python 0.9·1.1 = 0.99; javascript 0.5·0.6 = 0.3, 0.5·1.6 = 0.8; go: cognitive 0.6·1.2 = 0.72, python 0.9·0.75 = 0.675.
    [TestCase("stack", "python", new[] { 0.99, 0.85, 0.65, 0.60, 0.30 })]
    [TestCase("stack", "node", new[] { 0.90, 0.85, 0.65, 0.60, 0.80 })]
    [TestCase("stack", "go", new[] { 0.675, 0.85, 0.65, 0.72, 0.30 })]
    [TestCase("seniority", "junior", new[] { 0.99, 0.85, 0.65, 0.60, 0.50 })]
    [TestCase("seniority", "senior", new[] { 0.90, 0.85, 0.78, 0.72, 0.50 })]
    public void TryApply_OneValueOfOneDimension_TakesItsMultipliersAndNoOthers(string dimension, string value, double[] expected) =>
        Assert.That(Relevances(Apply(Published, (dimension, value))), Is.EqualTo(expected).Within(1e-15));

    [TestCase("stack", "cobol")]
    [TestCase("stack", "Node")]
    [TestCase("stack", "senior")]
    [TestCase("seniority", "node")]
    [TestCase("team", "node")]
    public void TryApply_ValueOrDimensionWithoutMultiplier_ChangesNothing(string dimension, string value) =>
        Assert.That(Relevances(Apply(Published, (dimension, value))), Is.EqualTo(Relevances(Backend)));

    [Test]
    public void TryApply_NeitherContextNorOverrides_IsThePublishedBundle() =>
        Assert.That(Apply(Published).Entries, Is.EqualTo(Backend.Entries));

    // Bounds of the domains met exactly: a factor of 0, own weights of 0 and 1.
    [Test]
    public void TryApply_FactorAndOverridesAtTheirBounds_AreUsed()
    {
        var weights = new Dictionary<string, double> { ["python"] = 0, ["sql"] = 1 };
        var context = new Dictionary<string, string> { ["stack"] = "go" };

        Assert.That(
            EmployerWeights.TryApply(Backend, [new("stack", "go", "javascript", 0)], context, weights, out var effective, out var problems),
            Is.True);
        Assert.That((Relevances(effective), problems), Is.EqualTo((new[] { 0, 1, 0.65, 0.60, 0 }, Array.Empty<WeightProblem>())));
    }

    [TestCase(-double.Epsilon)]
    [TestCase(1.0000000000000002)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void TryApply_OverrideJustOutside_IsAProblemThatGivesTheWeight(double weight)
    {
        Assert.That(TryApply(out var effective, out var problems, ("sql", weight)), Is.False);
        Assert.That(problems, Is.EqualTo([new WeightProblem(WeightProblemKind.OutOfRange, "sql", weight)]));
        Assert.That(effective, Is.SameAs(Backend));
    }

    [Test]
    public void TryApply_UnknownAssessmentWithAWeightOutside_HasBothProblems()
    {
        Assert.That(TryApply(out _, out var problems, ("rust", 2)), Is.False);
        Assert.That(problems, Is.EqualTo([
            new WeightProblem(WeightProblemKind.UnknownAssessment, "rust", 2), new WeightProblem(WeightProblemKind.OutOfRange, "rust", 2),
        ]));
    }

    [Test]
    public void TryApply_ContextThatLeavesNothing_IsAProblemOfNoSingleAssessment()
    {
        var nothing = Backend.Entries.Select(entry => new ContextMultiplier("stack", "none", entry.Assessment, 0)).ToList();

        Assert.That(
            EmployerWeights.TryApply(
                Backend, nothing, new Dictionary<string, string> { ["stack"] = "none" }, new Dictionary<string, double>(),
                out var effective, out var problems),
            Is.False);
        Assert.That(problems, Is.EqualTo([new WeightProblem(WeightProblemKind.AllZero, null, null)]));
        Assert.That(effective, Is.SameAs(Backend));
    }

    [Test]
    public void TryApply_OneWeightLeft_CanBeUsed() =>
        Assert.That(TryApply(out _, out _, ("python", 0), ("sql", 0), ("communication", 0), ("cognitive", 0)), Is.True);

    // Catalog data is wrong whether or not this context asks for it.
    [TestCase(-1e-9)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void TryApply_MultiplierOutsideTheDomain_ThrowsAndNamesIt(double factor) =>
        Assert.That(
            () => Apply([new("stack", "go", "sql", factor)]),
            Refuses.OutOfRange("multipliers", "sql for stack go"));

    [Test]
    public void TryApply_MultiplierOfAnotherAssessment_IsSkipped() =>
        Assert.That(Relevances(Apply([new("stack", "go", "rust", -1)], ("stack", "go"))), Is.EqualTo(Relevances(Backend)));

    [Test]
    public void TryApply_WithoutAnArgument_NamesIt()
    {
        Dictionary<string, string> context = [];
        Dictionary<string, double> weights = [];

        Assert.That(() => EmployerWeights.TryApply(null!, [], context, weights, out _, out _), Refuses.Null("bundle"));
        Assert.That(() => EmployerWeights.TryApply(Backend, null!, context, weights, out _, out _), Refuses.Null("multipliers"));
        Assert.That(() => EmployerWeights.TryApply(Backend, [], null!, weights, out _, out _), Refuses.Null("context"));
        Assert.That(() => EmployerWeights.TryApply(Backend, [], context, null!, out _, out _), Refuses.Null("overrides"));
    }

    private static RoleBundle Apply(ContextMultiplier[] multipliers, params (string Dimension, string Value)[] context)
    {
        Assert.That(
            EmployerWeights.TryApply(
                Backend, multipliers, context.ToDictionary(pair => pair.Dimension, pair => pair.Value), new Dictionary<string, double>(),
                out var effective, out var problems),
            Is.True);
        Assert.That(problems, Is.Empty);
        return effective;
    }

    private static bool TryApply(
        out RoleBundle effective, out System.Collections.Immutable.ImmutableArray<WeightProblem> problems,
        params (string Assessment, double Weight)[] weights) =>
        EmployerWeights.TryApply(
            Backend, Published, new Dictionary<string, string>(), weights.ToDictionary(pair => pair.Assessment, pair => pair.Weight),
            out effective, out problems);

    private static double[] Relevances(RoleBundle bundle) => [.. bundle.Entries.Select(entry => entry.Relevance)];
}
