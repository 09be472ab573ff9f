using Aieh.Scoring.Calibration;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Scoring.Calibration;

internal sealed class PromotionPolicyTests
{
    private static readonly Dictionary<ItemModel, long> Fewest = new()
    {
        [ItemModel.OneParameterLogistic] = 200,
        [ItemModel.TwoParameterLogistic] = 500,
        [ItemModel.ThreeParameterLogistic] = 1_000,
        [ItemModel.GradedResponse] = 510,
        [ItemModel.GeneralizedPartialCredit] = 520,
    };

    private readonly CalibrationSample _sample = CalibrationSample.TwoParameter(10, 800, 1);

    [TestCase(ItemModel.OneParameterLogistic, 200)]
    [TestCase(ItemModel.TwoParameterLogistic, 500)]
    [TestCase(ItemModel.ThreeParameterLogistic, 1_000)]
    [TestCase(ItemModel.GradedResponse, 510)]
    [TestCase(ItemModel.GeneralizedPartialCredit, 520)]
    public void Admits_EachModel_TakesItsOwnNumberOfAnswers(ItemModel model, long fewest)
    {
        var policy = new PromotionPolicy(Fewest, 0.2);

        Assert.Multiple(() =>
        {
            Assert.That(policy.MinimumAnswers(model), Is.EqualTo(fewest));
            Assert.That(policy.Admits(model, fewest, [0.2], hasGuessingPrior: true), Is.True);
            Assert.That(policy.Admits(model, fewest - 1, [0.2], hasGuessingPrior: true), Is.False);
        });
    }

    [Test]
    public void Admits_OneThresholdOfSeveralUncertain_IsFalse()
    {
        var policy = new PromotionPolicy(Fewest, 0.2);

        Assert.Multiple(() =>
        {
            Assert.That(policy.Admits(ItemModel.GradedResponse, 600, [0.1, 0.2, 0.15], hasGuessingPrior: false), Is.True);
            Assert.That(policy.Admits(ItemModel.GradedResponse, 600, [0.1, 0.201, 0.15], hasGuessingPrior: false), Is.False);
            Assert.That(policy.Admits(ItemModel.GradedResponse, 600, [0.1, double.NaN], hasGuessingPrior: false), Is.False);
            Assert.That(policy.Admits(ItemModel.GradedResponse, 600, [0.1, -0.1], hasGuessingPrior: false), Is.False);
        });
    }

    [Test]
    public void Admits_GuessingWithoutAPrior_IsFalse()
    {
        var policy = new PromotionPolicy(Fewest, 0.2);

        Assert.That(policy.Admits(ItemModel.ThreeParameterLogistic, 5_000, [0.05], hasGuessingPrior: false), Is.False);
        Assert.That(policy.Admits(ItemModel.TwoParameterLogistic, 5_000, [0.05], hasGuessingPrior: false), Is.True);
    }

    [Test]
    public void IsCalibrated_EnoughAnswersAndPrecision_IsTrue()
    {
        var result = _sample.Fit();
        var errors = result.StandardErrors();
        var largest = errors.Items[0]!.Thresholds[0];

        Assert.Multiple(() =>
        {
            Assert.That(Policy(800, largest).IsCalibrated(result, errors, 0), Is.True);
            Assert.That(Policy(801, largest).IsCalibrated(result, errors, 0), Is.False);
            Assert.That(Policy(800, largest * 0.999).IsCalibrated(result, errors, 0), Is.False);
        });
    }

    // Their estimates are written as two-parameter items with the common discrimination.
    [Test]
    public void IsCalibrated_ItemsWithACommonDiscrimination_TakeTheNumberOfOneParameter()
    {
        CalibrationItem[] items = [.. _sample.Items.Select(_ => new CalibrationItem(ItemModel.OneParameterLogistic))];
        var result = MarginalMaximumLikelihood.Fit(items, _sample.Responses);
        var errors = result.StandardErrors();
        var forOthers = Fewest.ToDictionary(entry => entry.Key, _ => 10_000L);

        Assert.Multiple(() =>
        {
            Assert.That(result.Items[0].Parameters!.Model, Is.EqualTo(ItemModel.TwoParameterLogistic));
            Assert.That(With(800).IsCalibrated(result, errors, 0), Is.True);
            Assert.That(With(801).IsCalibrated(result, errors, 0), Is.False);
        });

        PromotionPolicy With(long fewest) =>
            new(new Dictionary<ItemModel, long>(forOthers) { [ItemModel.OneParameterLogistic] = fewest }, 1);
    }

    [Test]
    public void IsCalibrated_NotConverged_IsFalse()
    {
        var result = _sample.Fit(CalibrationOptions.Default with { MaximumCycles = 2 });

        Assert.That(Policy(1, 10).IsCalibrated(result, result.StandardErrors(), 0), Is.False);
    }

    [Test]
    public void PromotionPolicy_OutsideItsDomain_Throws()
    {
        Assert.That(() => Policy(0, 0.2), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Policy(500, double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    /// <summary>With the same number for every model.</summary>
    internal static PromotionPolicy Policy(long fewest, double largestError) =>
        new(Fewest.ToDictionary(entry => entry.Key, _ => fewest), largestError);
}
