using Aieh.Scoring.Calibration;

namespace Aieh.Api.Tests.Scoring.Calibration;

internal sealed class PromotionPolicyTests
{
    private readonly CalibrationSample _sample = CalibrationSample.TwoParameter(10, 800, 1);

    [Test]
    public void IsCalibrated_EnoughAnswersAndPrecision_IsTrue()
    {
        var result = _sample.Fit();
        var errors = result.StandardErrors();
        var largest = errors.Items[0]!.Thresholds[0];

        Assert.Multiple(() =>
        {
            Assert.That(new PromotionPolicy(800, largest).IsCalibrated(result, errors, 0), Is.True);
            Assert.That(new PromotionPolicy(801, largest).IsCalibrated(result, errors, 0), Is.False);
            Assert.That(new PromotionPolicy(800, largest * 0.999).IsCalibrated(result, errors, 0), Is.False);
        });
    }

    [Test]
    public void IsCalibrated_NotConverged_IsFalse()
    {
        var result = _sample.Fit(CalibrationOptions.Default with { MaximumCycles = 2 });

        Assert.That(new PromotionPolicy(1, 10).IsCalibrated(result, result.StandardErrors(), 0), Is.False);
    }

    [Test]
    public void PromotionPolicy_OutsideItsDomain_Throws()
    {
        Assert.That(() => new PromotionPolicy(0, 0.2), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new PromotionPolicy(500, double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
