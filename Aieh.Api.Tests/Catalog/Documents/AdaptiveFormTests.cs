using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Scoring.Adaptive;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Catalog.Documents;

/// <summary>What the catalog says of its adaptive forms, against what their banks give when simulated.</summary>
public sealed class AdaptiveFormTests
{
    private static readonly CatalogSnapshot Catalog = CatalogFiles.Load(CatalogFiles.ShippedFolder);

    private static IEnumerable<string> Adaptive() =>
        Catalog.Assessments.Values.Where(a => a.Forms.Any(f => f is { Kind: FormKind.Adaptive, Items: not null })).Select(a => a.Slug);

    [TestCaseSource(nameof(Adaptive))]
    public void AdaptiveForm_SimulatedInTheNormPopulation_KeepsItsExposureAndItsPrecision(string assessment)
    {
        var form = Catalog.Assessments[assessment].Forms.Single(f => f.Kind == FormKind.Adaptive);
        string[] items = [.. form.Items!.Order(StringComparer.Ordinal)];
        var assembled = new AssembledForm(items, Catalog.ItemBanks[assessment], Catalog.Calibrations[assessment]);
        var (rules, plan) = (form.Adaptive!, AdaptivePlan.Draw(form)!);
        var (limit, people) = (rules.MaximumExposure.Value, AdaptiveSimulation.DrawAbilities(NormalPrior.Standard, 4_000, 3));
        var held = plan with { Exposure = AssembledForms.FitExposure(assembled, plan, limit) };

        var result = AdaptiveSimulation.Run(assembled.Bank, held.Settings(assembled), people, 4);
        var free = AdaptiveSimulation.Run(assembled.Bank, plan.Settings(assembled), people, 4);

        // Four errors of the 2,000 tests that the parameters are fitted by, and as many of the 4,000 here.
        Assert.That(result.MaximumExposure, Is.LessThanOrEqualTo(limit + 4 * Math.Sqrt(limit * (1 - limit) * (1 / 2_000.0 + 1 / 4_000.0))));
        Assert.That(free.MaximumExposure, Is.GreaterThan(limit + 0.05), "the limit does something");

        // The rationale of its length says 0.59 logits after 18 or 19 items, that of its target that nine in ten reach it.
        if (assessment != "python-fundamentals") return;
        Assert.That(result.RootMeanSquareError, Is.EqualTo(0.59).Within(0.03));
        Assert.That(result.MeanLength, Is.EqualTo(18.5).Within(1));
        Assert.That(result.ShareAtTarget, Is.EqualTo(0.9).Within(0.05));
    }

    [Test]
    public void AdaptiveForms_Offered_AreSimulated() => Assert.That(Adaptive(), Does.Contain("python-fundamentals"));
}
