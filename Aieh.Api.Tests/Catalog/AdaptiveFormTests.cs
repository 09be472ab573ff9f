using Aieh.Api.Attempts;
using Aieh.Api.Catalog;
using Aieh.Scoring.Adaptive;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Catalog;

/// <summary>What the catalogue says of its adaptive forms, against what their banks give when simulated.</summary>
public sealed class AdaptiveFormTests
{
    private static readonly CatalogueSnapshot Catalogue = CatalogueFiles.Load(Path.Combine(AppContext.BaseDirectory, "Catalog"));

    private static IEnumerable<string> Adaptive() =>
        Catalogue.Assessments.Values.Where(a => a.Forms.Any(f => f is { Kind: FormKind.Adaptive, Items: not null })).Select(a => a.Slug);

    [TestCaseSource(nameof(Adaptive))]
    public void AdaptiveForm_SimulatedInTheNormPopulation_KeepsItsExposureAndItsPrecision(string assessment)
    {
        var form = Catalogue.Assessments[assessment].Forms.Single(f => f.Kind == FormKind.Adaptive);
        var (rules, assembled) = (form.Adaptive!, new AssembledForm([.. form.Items!.Order(StringComparer.Ordinal)], Catalogue.ItemBanks[assessment], Catalogue.Calibrations[assessment]));
        var settings = new AdaptiveSettings(rules.MinimumLength.Value, form.ItemCount.Value, rules.TargetStandardError.Value)
        {
            Randomesque = rules.Randomesque.Value,
            ContentShares = [.. assembled.Topics.Select(topic => rules.ContentShares.Value[topic])],
        };

        var result = AdaptiveSimulation.Run(assembled.Bank, settings, AdaptiveSimulation.DrawAbilities(NormalPrior.Standard, 4_000, 1), 2);

        Assert.That(result.MaximumExposure, Is.LessThanOrEqualTo(rules.MaximumExposure.Value));

        // The rationale of its length says 0.50 logits after 16 or 17 items, that of its target that nine in ten reach it.
        if (assessment != "python-fundamentals") return;
        Assert.That(result.RootMeanSquareError, Is.EqualTo(0.5).Within(0.03));
        Assert.That(result.MeanLength, Is.EqualTo(16.5).Within(1));
        Assert.That(result.ShareAtTarget, Is.EqualTo(0.9).Within(0.05));
    }

    [Test]
    public void AdaptiveForms_Offered_AreSimulated() => Assert.That(Adaptive(), Does.Contain("python-fundamentals"));
}
