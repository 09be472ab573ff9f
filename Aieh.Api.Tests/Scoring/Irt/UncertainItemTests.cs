using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Scoring.Irt;

internal sealed class UncertainItemTests
{
    // The priors that the catalog states: ln a, b or each threshold, logit c.
    private static readonly ParameterSpread _spread = new(0.5, 1, 0.5);

    [Test]
    public void Probabilities_DifficultyUncertainAlone_IsTheIntegralOverIt()
    {
        var item = UncertainItem.Of(ItemParameters.TwoParameter(1.3, 0.4), new ParameterSpread(0, 1));
        Span<double> p = stackalloc double[2];
        foreach (var theta in new[] { -3, -1, 0.4, 2, 3.5 })
        {
            ExpectedResponseFunction.Probabilities(item, theta, p);

            // By a sum over 4,001 values of b.
            var expected = MeanOverDeviates(z => 1 / (1 + Math.Exp(-1.3 * (theta - 0.4 - z))));
            Assert.That(p[1], Is.EqualTo(expected).Within(0.005));
            Assert.That(p[0] + p[1], Is.EqualTo(1).Within(1e-12));
        }
    }

    [Test]
    public void Probabilities_AllUncertain_AreTheMeanOverRandomDraws(
        [Values(ItemModel.ThreeParameterLogistic, ItemModel.GradedResponse, ItemModel.GeneralizedPartialCredit)] ItemModel model)
    {
        const int Draws = 200_000;
        double[] thresholds = model == ItemModel.ThreeParameterLogistic ? [0.3] : [-0.8, 0.1, 0.9];
        var item = UncertainItem.Of(ItemParameters.Of(model, 0.9, thresholds, 0.2), _spread);
        var random = new Random(3);
        var (p, own, mean) = (new double[item.Centre.Categories], new double[item.Centre.Categories], new double[item.Centre.Categories]);
        foreach (var theta in new[] { -2.0, -0.5, 0.2, 1.7 })
        {
            Array.Clear(mean);
            for (var draw = 0; draw < Draws; draw++)
            {
                ItemResponseFunction.Probabilities(Drawn(item, random), theta, own);
                for (var k = 0; k < own.Length; k++) mean[k] += own[k] / Draws;
            }

            ExpectedResponseFunction.Probabilities(item, theta, p);

            // The lattice's error, and 0.001 of the simulation's own.
            for (var k = 0; k < p.Length; k++) Assert.That(p[k], Is.EqualTo(mean[k]).Within(0.013), $"category {k} at {theta}");
        }
    }

    [Test]
    public void Estimate_KnownItems_IsThatOfTheirParametersToTheLastBit()
    {
        ItemParameters[] items = [ItemParameters.ThreeParameter(1.2, -0.3, 0.2), ItemParameters.PartialCredit(0.7, -1, 0.5)];
        var known = new TestForm(items);
        var wrapped = new TestForm(items.Select(UncertainItem.Known), NormalPrior.Standard);

        Assert.That(EapEstimator.Estimate(wrapped, [1, 2]), Is.EqualTo(EapEstimator.Estimate(known, [1, 2])));
    }

    // Each of these posteriors leaves the nodes at ±6.
    [Test]
    public void Estimate_GuessedOrAllWrongOrAllRight_IsTheIntegralOfTheExpectedFunctions([Values(0, 5, 40)] int right)
    {
        const double Step = 0.02;
        var items = Enumerable.Range(0, 40)
            .Select(i => UncertainItem.Of(ItemParameters.ThreeParameter(1.5, -1 + 0.05 * (i * 7 % 40), 0.25), _spread))
            .ToArray();
        int[] answers = [.. items.Select((_, item) => item < right ? 1 : 0)];
        double total = 0, first = 0, second = 0;
        Span<double> p = stackalloc double[2];
        for (var n = -750; n <= 750; n++)
        {
            var theta = Step * n;
            var weight = Math.Exp(-theta * theta / 2) / Math.Sqrt(2 * Math.PI) * Step;
            for (var item = 0; item < items.Length; item++)
            {
                ExpectedResponseFunction.Probabilities(items[item], theta, p);
                weight *= p[answers[item]];
            }

            (total, first, second) = (total + weight, first + theta * weight, second + theta * theta * weight);
        }

        var estimate = EapEstimator.Estimate(new TestForm(items, NormalPrior.Standard), answers);

        var mean = first / total;
        Assert.That(estimate.Theta, Is.EqualTo(mean).Within(1e-9));
        Assert.That(estimate.StandardError, Is.EqualTo(Math.Sqrt(second / total - mean * mean)).Within(1e-9));
        Assert.That(estimate.LogMarginal, Is.EqualTo(Math.Log(total)).Within(1e-9));
    }

    // People from N(0, 1) and parameters from their priors: an exact posterior holds the truth in 95 of 100, and the mean of its
    // variances is the mean square error. With the centres taken for the truth it holds far less.
    [Test]
    public void Estimate_TruthDrawnFromThePriors_HasTheErrorItClaims()
    {
        const int People = 6_000;
        var items = Enumerable.Range(0, 40)
            .Select(i => UncertainItem.Of(ItemParameters.ThreeParameter(1, -2 + 0.1 * i, 0.2), _spread))
            .ToArray();
        var (uncertain, centres) = (new TestForm(items, NormalPrior.Standard), new TestForm(items.Select(item => item.Centre)));
        var random = new Random(11);
        double square = 0, claimed = 0, held = 0, heldOfCentres = 0;
        for (var person = 0; person < People; person++)
        {
            var ability = Normal(random);
            int[] answers = [.. items.Select(item => ItemResponseFunction.CategoryAt(Drawn(item, random), ability, random.NextDouble()))];
            var (estimate, ofCentres) = (EapEstimator.Estimate(uncertain, answers), EapEstimator.Estimate(centres, answers));
            square += (estimate.Theta - ability) * (estimate.Theta - ability) / People;
            claimed += estimate.StandardError * estimate.StandardError / People;
            held += Math.Abs(estimate.Theta - ability) <= 1.96 * estimate.StandardError ? 1.0 / People : 0;
            heldOfCentres += Math.Abs(ofCentres.Theta - ability) <= 1.96 * ofCentres.StandardError ? 1.0 / People : 0;
        }

        // Simulation errors: 0.003 of the shares, 2 % of the mean square.
        Assert.That(held, Is.EqualTo(0.95).Within(0.01));
        Assert.That(claimed, Is.EqualTo(square).Within(0.06 * square));
        Assert.That(heldOfCentres, Is.LessThan(0.92));
    }

    [Test]
    public void Estimate_PosteriorBeyondTheNodes_IsFollowed()
    {
        var items = Enumerable.Range(0, 60).Select(_ => UncertainItem.Of(ItemParameters.TwoParameter(2, 7), new ParameterSpread(0.1, 0.1)));
        var form = new TestForm(items, NormalPrior.Standard);
        int[] right = [.. Enumerable.Repeat(1, 60)];

        var (mean, sd) = OverNodes(form, right);

        var estimate = EapEstimator.Estimate(form, right);
        Assert.That(mean, Is.GreaterThan(5));
        Assert.That(estimate.Theta, Is.EqualTo(mean).Within(1e-6));
        Assert.That(estimate.StandardError, Is.EqualTo(sd).Within(1e-6));
    }

    // Two attempts of one person at the same items miss by errors whose covariance is the parameters' part of the variance.
    [Test]
    public void ShareOf_TwoAttemptsAtTheSameItems_IsTheCorrelationOfTheirErrors()
    {
        const int Pairs = 4_000;
        var items = Enumerable.Range(0, 60)
            .Select(i => UncertainItem.Of(ItemParameters.TwoParameter(1, -1.5 + 0.05 * i), new ParameterSpread(0.4, 0.8)))
            .ToArray();
        var form = new TestForm(items, new NormalPrior(0, 30));
        var random = new Random(7);
        double product = 0, square = 0, share = 0;
        for (var pair = 0; pair < Pairs; pair++)
        {
            ItemParameters[] truth = [.. items.Select(item => Drawn(item, random))];
            int[] Answers() => [.. truth.Select(item => ItemResponseFunction.CategoryAt(item, 0, random.NextDouble()))];
            var (one, other) = (Answers(), Answers());
            var (miss, otherMiss) = (EapEstimator.Estimate(form, one).Theta, EapEstimator.Estimate(form, other).Theta);
            product += miss * otherMiss / Pairs;
            square += (miss * miss + otherMiss * otherMiss) / (2 * Pairs);
            share += form.ParameterUncertainty.ShareOf(one, miss) / Pairs;
        }

        // The correlation's simulation error is 0.013; the expansion is of the first order.
        Assert.That(share, Is.EqualTo(product / square).Within(0.05));
        Assert.That(share, Is.GreaterThan(0.1));
    }

    [Test]
    public void ShareOf_KnownItemsOrNothingAdministered_IsZero()
    {
        ItemParameters[] known = [ItemParameters.TwoParameter(1, 0), ItemParameters.TwoParameter(1, 1)];
        var uncertain = new TestForm(known.Select(item => UncertainItem.Of(item, _spread)), NormalPrior.Standard);

        Assert.That(new TestForm(known).ParameterUncertainty.ShareOf([1, 0], 0.3), Is.Zero);
        Assert.That(uncertain.ParameterUncertainty.ShareOf([Response.NotAdministered, Response.NotAdministered], 0.3), Is.Zero);
        Assert.That(uncertain.ParameterUncertainty.ShareOf([1, 0], 0.3), Is.InRange(0.01, 0.99));
        Assert.That(() => uncertain.ParameterUncertainty.ShareOf([1], 0.3), Throws.ArgumentException);
    }

    [Test]
    public void At_PlacesInTheMiddle_IsTheCentre()
    {
        var centre = ItemParameters.ThreeParameter(0.8, 0.5, 0.25);

        var item = UncertainItem.Of(centre, _spread).At([0.5, 0.5, 0.5]);

        Assert.That(item.Discrimination, Is.EqualTo(0.8).Within(1e-15));
        Assert.That(item.Thresholds[0], Is.EqualTo(0.5).Within(1e-15));
        Assert.That(item.Guessing, Is.EqualTo(0.25).Within(1e-15));
    }

    // Φ(1) = 0.841344746068543.
    [Test]
    public void At_OneDeviationAbove_IsOneDeviationAbove()
    {
        const double Place = 0.841344746068543;
        var item = UncertainItem.Of(ItemParameters.ThreeParameter(1, 0, 0.2), _spread).At([Place, Place, Place]);

        Assert.That(item.Discrimination, Is.EqualTo(Math.Exp(0.5)).Within(1e-9));
        Assert.That(item.Thresholds[0], Is.EqualTo(1).Within(1e-9));
        Assert.That(item.Guessing, Is.EqualTo(1 / (1 + 4 * Math.Exp(-0.5))).Within(1e-9));
    }

    [Test]
    public void At_GradedThresholdsOutOfOrder_AreTakenInOrder()
    {
        var item = UncertainItem.Of(ItemParameters.Graded(1, 0, 0.1), _spread).At([0.5, 0.9, 0.1]);

        Assert.That(item.Thresholds, Is.Ordered);
    }

    [Test]
    public void At_OutsideItsDomain_Throws()
    {
        var item = UncertainItem.Of(ItemParameters.TwoParameter(1, 0), _spread);

        Assert.That(item.Dimensions, Is.EqualTo(2));
        Assert.That(() => item.At([0.5]), Throws.ArgumentException);
        Assert.That(() => item.At([0.5, 0]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => item.At([1, 0.5]), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [TestCase(-0.1, 1, 0)]
    [TestCase(0.5, double.NaN, 0)]
    [TestCase(0.5, 1, double.PositiveInfinity)]
    public void Of_SpreadOutsideItsDomain_Throws(double logDiscrimination, double threshold, double logitGuessing) =>
        Assert.That(
            () => UncertainItem.Of(ItemParameters.OneParameter(0), new ParameterSpread(logDiscrimination, threshold, logitGuessing)),
            Throws.InstanceOf<ArgumentOutOfRangeException>());

    private static ItemParameters Drawn(UncertainItem item, Random random) =>
        item.At([.. Enumerable.Range(0, item.Dimensions).Select(_ => Math.Max(random.NextDouble(), double.Epsilon))]);

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double MeanOverDeviates(Func<double, double> function)
    {
        double weights = 0, sum = 0;
        for (var n = -2_000; n <= 2_000; n++)
        {
            var z = n / 250.0;
            var weight = Math.Exp(-z * z / 2);
            weights += weight;
            sum += weight * function(z);
        }

        return sum / weights;
    }

    // A sum over 16,001 abilities from −4 to 12.
    private static (double Mean, double Deviation) OverNodes(TestForm form, int[] responses)
    {
        double zeroth = 0, first = 0, second = 0;
        Span<double> p = stackalloc double[2];
        for (var n = 0; n <= 16_000; n++)
        {
            var theta = -4 + n / 1_000.0;
            ExpectedResponseFunction.Probabilities(form.UncertainItems[0], theta, p);
            var weight = Math.Exp(responses.Length * Math.Log(p[1]) - theta * theta / 2 + 60);
            zeroth += weight;
            first += weight * theta;
            second += weight * theta * theta;
        }

        var mean = first / zeroth;
        return (mean, Math.Sqrt(second / zeroth - mean * mean));
    }
}
