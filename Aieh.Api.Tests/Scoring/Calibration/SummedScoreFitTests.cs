using Aieh.Scoring.Calibration;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Scoring.Calibration;

public sealed class SummedScoreFitTests
{
    private static readonly ItemParameters[] Items =
    [
        ItemParameters.TwoParameter(1.2, -0.5),
        ItemParameters.ThreeParameter(1.5, 0.3, 0.2),
        ItemParameters.Graded(1.1, -0.7, 0.8),
        ItemParameters.TwoParameter(0.8, 1),
        ItemParameters.OneParameter(0),
    ];

    [Test]
    public void Of_ParametersOfACalibration_IsTheFitThatTheCalibrationReports()
    {
        var responses = Responses(500);
        var result = MarginalMaximumLikelihood.Fit(
            [
                new CalibrationItem(ItemModel.TwoParameterLogistic),
                new CalibrationItem(ItemModel.TwoParameterLogistic),
                new CalibrationItem(ItemModel.GradedResponse, 3),
                new CalibrationItem(ItemModel.TwoParameterLogistic),
                new CalibrationItem(ItemModel.TwoParameterLogistic),
            ],
            responses);

        var fits = SummedScoreFit.Of([.. result.Items.Select(item => item.Parameters!)], responses, [], areEstimated: true);

        foreach (var (mine, its) in fits.Zip(result.ItemFit()))
        {
            Assert.That((mine.Status, mine.DegreesOfFreedom), Is.EqualTo((its.Status, its.DegreesOfFreedom)));
            if (its.ChiSquare is { } chiSquare)
                Assert.That(mine.ChiSquare!.Value, Is.EqualTo(chiSquare).Within(1e-9 * chiSquare), "people are added in another order");
        }
    }

    [Test]
    public void Of_KnownParameters_LosesNoDegreesOfFreedomToThem()
    {
        var responses = Responses(500);

        var known = SummedScoreFit.Of(Items, responses, [], areEstimated: false);
        var estimated = SummedScoreFit.Of(Items, responses, [], areEstimated: true);

        // The discrimination of a one-parameter item is common to all.
        Assert.That(known[3].DegreesOfFreedom - estimated[3].DegreesOfFreedom, Is.EqualTo(2));
        Assert.That(known[4].DegreesOfFreedom - estimated[4].DegreesOfFreedom, Is.EqualTo(1));
        Assert.That(known[3].ChiSquare, Is.EqualTo(estimated[3].ChiSquare));
    }

    [Test]
    public void Of_FrequenciesOrRepeatedRows_AreTheSame()
    {
        var responses = Responses(100);
        int[] twice = [.. responses, .. responses];

        Assert.That(
            SummedScoreFit.Of(Items, responses, [.. Enumerable.Repeat(2, 100)], false),
            Is.EqualTo(SummedScoreFit.Of(Items, twice, [], false)));
    }

    [Test]
    public void Of_NobodyComplete_SaysSo() =>
        Assert.That(
            SummedScoreFit.Of(Items, [1, 1, -1, 0, 0], [], false).Select(fit => fit.Status),
            Is.All.EqualTo(ItemFitStatus.NoCompleteResponses));

    [Test]
    public void Of_BadArguments_AreNamed()
    {
        Assert.That(() => SummedScoreFit.Of([], [], [], false), Throws.ArgumentException.With.Property("ParamName").EqualTo("items"));
        Assert.That(
            () => SummedScoreFit.Of(Items, [1], [], false),
            Throws.ArgumentException.With.Property("ParamName").EqualTo("responses"));
        Assert.That(
            () => SummedScoreFit.Of(Items, [1, 2, 0, 0, 0], [], false),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("responses"));
        Assert.That(
            () => SummedScoreFit.Of(Items, [1, 1, 0, 0, 0], [1, 1], false),
            Throws.ArgumentException.With.Property("ParamName").EqualTo("frequencies"));
        Assert.That(
            () => SummedScoreFit.Of(Items, [1, 1, 0, 0, 0], [-1], false),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("frequencies"));
    }

    // Four items alike: of those with a summed score of s, s/4 are expected to be right on each, whatever their ability. By hand for the
    // first item, cells with an expectation below 1 joined: of two people with a score of 1 half a one is expected to be right, so that
    // they go to those with a score of 2; of two with a score of 3 half a one is expected wrong, and they go back to those.
    [TestCase(1, 1, 14, 6, 5.5 * 5.5 / 21.5 + 5.5 * 5.5 / 20.5 + 1 / 5.0 + 1 / 15.0, 2)]
    [TestCase(6, 14, 1, 1, 4.5 * 4.5 / 20.5 + 4.5 * 4.5 / 21.5 + 1 / 15.0 + 1 / 5.0, 2)]
    [TestCase(6, 14, 14, 6, 1 / 15.0 + 1 / 5.0 + 25 / 20.0 + 25 / 20.0 + 1 / 5.0 + 1 / 15.0, 3)]
    public void Of_ItemsAlike_IsTheHandWorkedStatistic(
        int rightOfOne, int wrongOfOne, int rightOfThree, int wrongOfThree, double chiSquare, int freedom)
    {
        int[] rows = [1, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1];
        int[] frequencies = [rightOfOne, wrongOfOne, 25, 15, rightOfThree, wrongOfThree, 7, 5];

        var fit = SummedScoreFit.Of([.. Enumerable.Repeat(ItemParameters.OneParameter(0), 4)], rows, frequencies, false)[0];

        Assert.That((fit.Status, fit.DegreesOfFreedom), Is.EqualTo((ItemFitStatus.Computed, (int?)freedom)));
        Assert.That(fit.ChiSquare, Is.EqualTo(chiSquare).Within(1e-9));
        Assert.That(fit.PValue, Is.EqualTo(1 - MathNet.Numerics.Distributions.ChiSquared.CDF(freedom, chiSquare)).Within(1e-9));
    }

    // Partial credit with steps of 0: all ways to a summed score are equally likely. Of two items of three categories only a score of 2
    // is judged, a third of its people expected in each; two people would leave every cell below 1.
    [Test]
    public void Of_PartialCreditItemsAlike_IsTheHandWorkedStatistic()
    {
        ItemParameters[] items = [.. Enumerable.Repeat(ItemParameters.PartialCredit(1, 0, 0), 2)];
        int[] rows = [0, 2, 1, 1, 2, 0, 0, 1];

        var fit = SummedScoreFit.Of(items, rows, [3, 6, 9, 50], false)[0];

        Assert.That((fit.Status, fit.DegreesOfFreedom), Is.EqualTo((ItemFitStatus.Computed, (int?)2)));
        Assert.That(fit.ChiSquare, Is.EqualTo(9 / 6.0 + 0 + 9 / 6.0).Within(1e-9));
        Assert.That(
            SummedScoreFit.Of(items, rows, [1, 1, 0, 50], false)[0],
            Is.EqualTo(new ItemFit(ItemFitStatus.NoDegreesOfFreedom, null, null, null)));
    }

    private static int[] Responses(int people)
    {
        var random = new Random(20261124);
        var responses = new int[people * Items.Length];
        var p = new double[3];
        for (var n = 0; n < people; n++)
        {
            var theta = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            for (var i = 0; i < Items.Length; i++)
            {
                var span = p.AsSpan(0, Items[i].Categories);
                ItemResponseFunction.Probabilities(Items[i], theta, span);
                var left = random.NextDouble();
                for (var k = 0; k < span.Length - 1 && left >= span[k]; k++)
                {
                    left -= span[k];
                    responses[n * Items.Length + i] = k + 1;
                }
            }
        }

        return responses;
    }
}
