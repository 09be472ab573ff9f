using Aieh.Scoring.Calibration;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Scoring.Calibration;

/// <summary>What the answers do not determine is not given as a number.</summary>
internal sealed class IdentificationTests
{
    // A table of two right-wrong items has three free cells; four parameters, or three and a common slope and c, are too many.
    // One item has one free cell, or three with four categories.
    [TestCase(ItemModel.OneParameterLogistic, 1)]
    [TestCase(ItemModel.TwoParameterLogistic, 1)]
    [TestCase(ItemModel.TwoParameterLogistic, 2)]
    [TestCase(ItemModel.ThreeParameterLogistic, 1)]
    [TestCase(ItemModel.ThreeParameterLogistic, 2)]
    [TestCase(ItemModel.GradedResponse, 1)]
    [TestCase(ItemModel.GeneralizedPartialCredit, 1)]
    public void Fit_MoreParametersThanTheTableHasCells_IsNotIdentified(ItemModel model, int items)
    {
        var isDichotomous = model <= ItemModel.ThreeParameterLogistic;
        var truth = isDichotomous ? ItemParameters.TwoParameter(1.2, 0.3) : ItemParameters.Graded(1.2, -1, 0.3, 1.1);
        var sample = new CalibrationSample([.. Enumerable.Repeat(truth, items)], 1_000, 5);
        var fitted = Enumerable.Range(0, items).Select(_ => new CalibrationItem(model, isDichotomous ? 2 : 4));

        var result = MarginalMaximumLikelihood.Fit([.. fitted], sample.Responses);

        Assert.Multiple(() =>
        {
            Assert.That(result.Convergence.Status, Is.EqualTo(CalibrationStatus.NotIdentified));
            Assert.That(result.Items.Select(item => item.Status), Is.All.EqualTo(ItemStatus.NotIdentified));
            Assert.That(result.Items.Select(item => item.Parameters), Is.All.Null);
            Assert.That(result.CommonDiscrimination, Is.Null);
            Assert.That(result.StandardErrors().Items, Is.All.Null);
            Assert.That(result.ItemFit().Select(fit => fit.Status), Is.All.EqualTo(ItemFitStatus.NotEstimated));
        });
    }

    // Nobody who was wrong on the first was right on the second: the search ends at a bound, where the rest would look determined.
    [Test]
    public void Fit_TwoItemsInOrder_AreNotIdentifiedAtABoundEither()
    {
        CalibrationItem[] items = [new(ItemModel.TwoParameterLogistic), new(ItemModel.TwoParameterLogistic)];

        var result = MarginalMaximumLikelihood.Fit(items, [1, 1, 0, 0, 1, 0], [50, 25, 25]);

        Assert.That(result.Convergence.Status, Is.EqualTo(CalibrationStatus.NotIdentified));
        Assert.That(result.Items.Select(item => item.Parameters), Is.All.Null);
    }

    [TestCase(ItemModel.OneParameterLogistic, 2)]
    [TestCase(ItemModel.TwoParameterLogistic, 3)]
    [TestCase(ItemModel.ThreeParameterLogistic, 3)]
    public void Fit_AsManyCellsAsParameters_IsEstimated(ItemModel model, int items)
    {
        var sample = new CalibrationSample([.. Enumerable.Repeat(ItemParameters.TwoParameter(1.2, 0.3), items)], 1_000, 5);

        var result = MarginalMaximumLikelihood.Fit([.. Enumerable.Repeat(new CalibrationItem(model), items)], sample.Responses);

        Assert.That(result.Convergence.Status, Is.EqualTo(CalibrationStatus.Converged));
        Assert.That(result.Items.Select(item => item.Status), Is.All.EqualTo(ItemStatus.Estimated));
    }

    [Test]
    public void Fit_TwoItemsWithPriors_AreDeterminedByThem()
    {
        var sample = CalibrationSample.TwoParameter(2, 1_000, 5);
        var priors = new ItemPriors { Discrimination = new LogNormalPrior(0, 0.5) };

        var result = MarginalMaximumLikelihood.Fit(
            [.. sample.Items.Select(item => new CalibrationItem(item.Model, 2, priors))], sample.Responses);

        Assert.That(result.Items.Select(item => item.Status), Is.All.EqualTo(ItemStatus.Estimated));
        Assert.That(result.StandardErrors().IsPositiveDefinite, Is.True);
    }

    // There are cells enough in the whole table; two items of it were answered by people of their own.
    [Test]
    public void Fit_PairThatNobodyAnsweredWithTheOthers_IsNotIdentifiedAndChangesNothing()
    {
        CalibrationSample pair = CalibrationSample.TwoParameter(2, 500, 61), six = CalibrationSample.TwoParameter(6, 500, 62);
        int[] noPair = [Response.NotAdministered, Response.NotAdministered];
        int[] noSix = [.. Enumerable.Repeat(Response.NotAdministered, 6)];
        int[] responses = [.. pair.Rows.SelectMany(row => row.Concat(noSix)), .. six.Rows.SelectMany(row => noPair.Concat(row))];

        var result = MarginalMaximumLikelihood.Fit([.. pair.Items, .. six.Items], responses);
        var alone = six.Fit();

        Assert.Multiple(() =>
        {
            Assert.That(result.Convergence.Status, Is.EqualTo(CalibrationStatus.Converged));
            Assert.That(result.Items[..2].Select(item => item.Status), Is.All.EqualTo(ItemStatus.NotIdentified));
            Assert.That(result.StandardErrors().Items[..2], Is.All.Null);
            for (var i = 0; i < 6; i++)
            {
                // Both stop within 1e-4 of the same maximum.
                var (own, expected) = (result.Items[2 + i].Parameters!, alone.Items[i].Parameters!);
                Assert.That(own.Discrimination, Is.EqualTo(expected.Discrimination).Within(2e-3));
                Assert.That(
                    result.StandardErrors().Items[2 + i]!.Discrimination,
                    Is.EqualTo(alone.StandardErrors().Items[i]!.Discrimination).Within(1e-2).Percent);
            }
        });
    }

    // Three items are enough only if each goes with the others: with the third at the least discrimination two are left.
    [Test]
    public void Fit_ThirdItemWithoutCovariance_LeavesTheOthersUndetermined()
    {
        var sample = CalibrationSample.TwoParameter(3, 1_000, 5);

        var result = MarginalMaximumLikelihood.Fit(
            sample.Items, [.. sample.Rows.SelectMany(row => new[] { row[0], row[1], 1 - row[2] })]);

        Assert.That(
            result.Items.Select(item => item.Status),
            Is.EqualTo(new[] { ItemStatus.NotIdentified, ItemStatus.NotIdentified, ItemStatus.Estimated }));
        Assert.That(result.ItemsAtBounds, Is.EqualTo(new[] { 2 }));
    }

    // Thirty people cannot span forty parameters, and yet the likelihood has a maximum of its own.
    [Test]
    public void Fit_FewerPeopleThanParameters_IsEstimated()
    {
        var result = CalibrationSample.TwoParameter(20, 30, 5).Fit();

        Assert.That(result.Items.Select(item => item.Status), Is.All.EqualTo(ItemStatus.Estimated));
    }

    // The case "bounds": 300 people, one item keyed the wrong way round.
    [Test]
    public void Fit_ReversedItem_IsNamedWithTheBoundItEndedAt()
    {
        var sample = CalibrationSample.TwoParameter(10, 300, 121);

        var result = MarginalMaximumLikelihood.Fit(sample.Items, Reversed(sample));

        Assert.Multiple(() =>
        {
            Assert.That(result.ItemsAtBounds, Is.EqualTo(new[] { 3 }));
            Assert.That(
                result.Items[3].Bounds,
                Is.EqualTo([new ReachedBound(ParametersAtBound.Discrimination, 0, CalibrationOptions.SmallestDiscrimination)]));
            Assert.That(result.Items[3].AtBound, Is.EqualTo(ParametersAtBound.Discrimination));
        });
    }

    // Answers to an item scored the other way round have slope −a and intercept −d, so nothing else may change.
    [Test]
    public void Fit_ReversedItemWithNegativeDiscriminationsAllowed_ShowsTheMirrorImage()
    {
        var sample = CalibrationSample.TwoParameter(10, 300, 121);
        var options = new CalibrationOptions { AllowNegativeDiscriminations = true };

        var result = MarginalMaximumLikelihood.Fit(sample.Items, Reversed(sample), options: options);
        var upright = sample.Fit();

        var (item, expected) = (result.Items[3], upright.Items[3].Parameters!);
        Assert.Multiple(() =>
        {
            Assert.That((item.Status, item.Parameters), Is.EqualTo((ItemStatus.NegativeDiscrimination, (ItemParameters?)null)));
            Assert.That(item.Negative!.Discrimination, Is.EqualTo(-expected.Discrimination).Within(2e-3));
            Assert.That(item.Negative.Intercepts[0], Is.EqualTo(expected.Discrimination * expected.Thresholds[0]).Within(2e-3));
            Assert.That(
                result.StandardErrors().Items[3]!.Discrimination,
                Is.EqualTo(upright.StandardErrors().Items[3]!.Discrimination).Within(1).Percent);
            Assert.That(result.Convergence.LogLikelihood, Is.EqualTo(upright.LogLikelihood).Within(1e-3));
            Assert.That(result.ItemsAtBounds, Is.Empty);
            Assert.That(result.ItemFit()[3].Status, Is.EqualTo(ItemFitStatus.NotEstimated));
            Assert.That(result.ItemFit()[0].Status, Is.EqualTo(ItemFitStatus.Computed));
        });
    }

    [TestCase(ItemModel.GradedResponse)]
    [TestCase(ItemModel.GeneralizedPartialCredit)]
    public void Fit_ReversedItemOfSeveralCategories_ShowsTheMirrorImage(ItemModel model)
    {
        var sample = new CalibrationSample(
            [.. CalibrationSample.TwoParameter(8, 1, 81).Truth, ItemParameters.Graded(1.2, -0.8, 0.3, 1)], 1_000, 82);
        CalibrationItem[] items = [.. sample.Items[..8], new CalibrationItem(model, 4)];
        var options = new CalibrationOptions { AllowNegativeDiscriminations = true };

        var negative = MarginalMaximumLikelihood.Fit(
            items, [.. sample.Rows.SelectMany(row => row[..8].Append(3 - row[8]))], options: options).Items[8].Negative!;
        var upright = MarginalMaximumLikelihood.Fit(items, sample.Responses).Items[8].Parameters!;

        Assert.That(negative.Discrimination, Is.EqualTo(-upright.Discrimination).Within(2e-3));
        for (var k = 0; k < 3; k++)
            Assert.That(negative.Intercepts[k], Is.EqualTo(upright.Discrimination * upright.Thresholds[2 - k]).Within(4e-3));
    }

    private static int[] Reversed(CalibrationSample sample) =>
        [.. sample.Rows.SelectMany(row => row.Select((answer, i) => i == 3 ? 1 - answer : answer))];
}
