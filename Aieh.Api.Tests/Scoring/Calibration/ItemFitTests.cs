using Aieh.Scoring.Calibration;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Scoring.Calibration;

internal sealed class ItemFitTests
{
    [Test]
    public void ItemFit_FiveItems_MatchesTheStatisticByEnumeration()
    {
        var sample = CalibrationSample.TwoParameter(5, 5_000, 3);
        var result = sample.Fit();
        var form = new TestForm(result.Items.Select(item => item.Parameters!));
        var fits = result.ItemFit();

        for (var i = 0; i < 5; i++)
        {
            var chiSquare = 0.0;
            for (var score = 1; score < 5; score++)
            {
                double right = 0, all = 0;
                for (var pattern = 0; pattern < 32; pattern++)
                {
                    int[] row = [.. Enumerable.Range(0, 5).Select(j => pattern >> j & 1)];
                    if (row.Sum() != score) continue;
                    var probability = Math.Exp(EapEstimator.Estimate(form, row).LogMarginal);
                    all += probability;
                    right += row[i] * probability;
                }

                var people = sample.Rows.Where(row => row.Sum() == score).ToList();
                var expected = right / all;
                chiSquare += people.Count * Math.Pow(people.Average(row => row[i]) - expected, 2) / (expected * (1 - expected));
            }

            Assert.That(fits[i].Status, Is.EqualTo(ItemFitStatus.Computed));
            Assert.That(fits[i].DegreesOfFreedom, Is.EqualTo(4 - 2));
            Assert.That(fits[i].ChiSquare, Is.EqualTo(chiSquare).Within(1e-8));
            Assert.That(fits[i].PValue, Is.EqualTo(Math.Exp(-chiSquare / 2)).Within(1e-9)); // Two degrees of freedom.
        }
    }

    [Test]
    public void ItemFit_ModelsThatHold_SeldomRejected()
    {
        var sample = new CalibrationSample([.. CalibrationSample.Mixed, .. CalibrationSample.Mixed, .. CalibrationSample.Mixed], 3_000, 17);
        var fits = sample.Fit().ItemFit();

        // 18 independent-looking tests: two or more below 0.001 would be a chance of 2e-4.
        Assert.That(fits.Select(fit => fit.Status), Is.All.EqualTo(ItemFitStatus.Computed));
        Assert.That(fits.Count(fit => fit.PValue < 0.001), Is.LessThan(2));
        Assert.That(fits.Sum(fit => fit.ChiSquare) / fits.Sum(fit => fit.DegreesOfFreedom), Is.EqualTo(1).Within(0.25));
    }

    [Test]
    public void ItemFit_GuessingFittedWithoutC_IsRejected()
    {
        ItemParameters[] truth = [.. CalibrationSample.TwoParameter(20, 1, 5).Truth, ItemParameters.ThreeParameter(2.2, 1, 0.3)];
        var sample = new CalibrationSample(truth, 8_000, 18);

        CalibrationItem[] withoutGuessing = [.. truth.Select(_ => new CalibrationItem(ItemModel.TwoParameterLogistic))];
        var fits = MarginalMaximumLikelihood.Fit(withoutGuessing, sample.Responses).ItemFit();

        Assert.That(fits[20].PValue, Is.LessThan(1e-6));
        Assert.That(fits[..20].Count(fit => fit.PValue < 1e-6), Is.Zero);
    }

    [Test]
    public void ItemFit_IncompleteRows_AreLeftOut()
    {
        var sample = CalibrationSample.TwoParameter(6, 500, 19);
        var incomplete = Enumerable.Range(0, 300).SelectMany(p => new[] { p % 2, 1, Response.NotAdministered, 0, 1, p / 2 % 2 });
        int[] withMissing = [.. sample.Responses, .. incomplete];
        int[] onlyMissing = [.. sample.Responses];
        for (var p = 0; p < 500; p++) onlyMissing[p * 6 + p % 6] = Response.NotAdministered;

        Assert.That(
            MarginalMaximumLikelihood.Fit(sample.Items, withMissing).ItemFit().Select(fit => fit.Status),
            Is.All.EqualTo(ItemFitStatus.Computed));
        Assert.That(
            MarginalMaximumLikelihood.Fit(sample.Items, onlyMissing).ItemFit().Select(fit => fit.Status),
            Is.All.EqualTo(ItemFitStatus.NoCompleteResponses));
    }

    [Test]
    public void ItemFit_ThreeItems_HasNoDegreesOfFreedom() =>
        Assert.That(
            CalibrationSample.TwoParameter(3, 500, 20).Fit().ItemFit()[0].Status,
            Is.EqualTo(ItemFitStatus.NoDegreesOfFreedom));
}
