using Aieh.Scoring.Irt;
using Aieh.Scoring.Linking;
using MathNet.Numerics.Distributions;

namespace Aieh.Api.Tests.Scoring.Linking;

/// <summary>How many anchors stay, how p-values are made of standard errors alone, and what drift detection refuses.</summary>
internal sealed class DriftLimitsTests
{
    private static readonly LinkingCriterion Criterion = LinkingCriterion.Uniform(count: 21);

    // A fifth of the test's length, rounded up, but no more than 20, and at least 2: of these, as few as may stay.
    [TestCase(40, 10, 8)]
    [TestCase(41, 10, 9)]
    [TestCase(1000, 24, 20)]
    [TestCase(1, 10, 5)]
    public void Detect_FiveDriftedAnchors_KeepsAFifthOfTheTestOrTwenty(int testLength, int count, int kept)
    {
        AnchorItem[] anchors = [.. Enumerable.Range(0, count).Select(i => Rasch(0.2 * i, 0.2 * i + (i < 5 ? 4 + i : 0)))];

        var report = Detect(anchors, testLength);

        Assert.That(report.Anchors.Count(anchor => anchor.IsKept), Is.EqualTo(kept));
        Assert.That(report.Anchors.Skip(5).Select(anchor => anchor.IsKept), Is.All.True);
        Assert.That(report.Kept.Anchors, Is.EqualTo(kept));
    }

    [Test]
    public void Detect_AllButOneDrifted_KeepsTwo()
    {
        AnchorItem[] anchors = [Rasch(0, 0), Rasch(1, 6), Rasch(2, -5)];

        var report = Detect(anchors, testLength: 1);

        Assert.That(report.Anchors.Count(anchor => anchor.IsKept), Is.EqualTo(2));
    }

    // Two chances, so twice the smaller p, and no more than 1; of one-parameter anchors the difficulty alone.
    [Test]
    public void Detect_StandardErrorsAlone_IsTwiceTheSmallerPOfBoth()
    {
        AnchorItem[] two =
        [
            new(ItemParameters.TwoParameter(1, -1), ItemParameters.TwoParameter(1.1, -1)),
            new(ItemParameters.TwoParameter(1.2, 0), ItemParameters.TwoParameter(1.1, 0.3)),
            new(ItemParameters.TwoParameter(0.9, 1), ItemParameters.TwoParameter(0.9, 1)),
        ];
        AnchorItem[] one = [Rasch(-1, -1), Rasch(0, 0.2), Rasch(1, 1)];

        var both = DriftDetection.Detect(two, LinkingMethod.MeanMean, Criterion, 3, Errors(6)).Anchors;
        var single = DriftDetection.Detect(one, LinkingMethod.MeanMean, Criterion, 3, Errors(3)).Anchors;

        foreach (var anchor in both)
        {
            var larger = Math.Max(Math.Abs(anchor.DiscriminationZ!.Value), Math.Abs(anchor.DifficultyZ!.Value));
            Assert.That(anchor.PValue, Is.EqualTo(Math.Min(1, 4 * Normal.CDF(0, 1, -larger))).Within(1e-12));
        }

        foreach (var anchor in single)
            Assert.That(anchor.PValue, Is.EqualTo(2 * Normal.CDF(0, 1, -Math.Abs(anchor.DifficultyZ!.Value))).Within(1e-12));

        // The largest p first: each is at least its own p and no more than 1.
        Assert.That(both.Select(anchor => anchor.AdjustedPValue >= anchor.PValue && anchor.AdjustedPValue <= 1), Is.All.True);
        Assert.That(both.Max(anchor => anchor.AdjustedPValue), Is.EqualTo(both.Max(anchor => anchor.PValue)).Within(1e-15));
    }

    [Test]
    public void Detect_ArgumentsOutsideTheirDomain_NameThemselves()
    {
        AnchorItem[] anchors = [Rasch(0, 0), Rasch(1, 1)];

        Assert.That(() => DriftDetection.Detect(null!, LinkingMethod.MeanMean, Criterion, 2), Refuses.Null("anchors"));
        Assert.That(() => DriftDetection.Detect(anchors, LinkingMethod.MeanMean, null!, 2), Refuses.Null("criterion"));
        Assert.That(() => Detect(anchors, 0), Refuses.OutOfRange("testLength"));
        foreach (var rate in new[] { 0, 1, double.NaN })
            Assert.That(
                () => DriftDetection.Detect(anchors, LinkingMethod.MeanMean, Criterion, 2, null, new DriftRule(rate)),
                Refuses.OutOfRange("rule"));
    }

    [Test]
    public void AnchorErrors_ThatDoNotFit_NameTheScale()
    {
        AnchorItem[] anchors = [Rasch(0, 0), Rasch(1, 1)];
        double[] right = [0.1, 0, 0, 0.1], wrong = [0.1];

        Assert.That(() => AnchorErrors.OfCovariances([1, 0, 0], right), Refuses.Argument("newCovariance"));
        Assert.That(() => AnchorErrors.OfCovariances(right, [1, double.NaN, 0, 1]), Refuses.Argument("baseCovariance"));
        Assert.That(() => AnchorErrors.OfCovariances([1, 0, 0, -1e-9], right), Refuses.Argument("newCovariance"));
        Assert.That(() => AnchorErrors.OfStandardErrors([0.1, -0.1], [0.1, 0.1]), Refuses.Argument("newErrors"));
        Assert.That(() => AnchorErrors.OfStandardErrors([0.1], [double.PositiveInfinity]), Refuses.Argument("baseErrors"));
        Assert.That(AnchorErrors.OfCovariances([0.2, -0.1, -0.1, 0], right).AreCovariances, Is.True);
        Assert.That(AnchorErrors.OfStandardErrors([0], [0]).AreCovariances, Is.False);
        Assert.That(() => Detect(anchors, AnchorErrors.OfCovariances(wrong, right)), Refuses.Argument("newCovariance"));
        Assert.That(() => Detect(anchors, AnchorErrors.OfCovariances(right, wrong)), Refuses.Argument("baseCovariance"));

        static DriftReport Detect(AnchorItem[] anchors, AnchorErrors errors) =>
            DriftDetection.Detect(anchors, LinkingMethod.MeanMean, Criterion, 2, errors);
    }

    [Test]
    public void AnchorItem_ModelsThatCannotBeOfOne_AreRefused()
    {
        var (two, three) = (ItemParameters.TwoParameter(1, 0.5), ItemParameters.ThreeParameter(1.2, 0.7, 0.2));
        var (graded, credit) = (ItemParameters.Graded(1, 0, 1), ItemParameters.PartialCredit(1, 0, 1));
        var flat = ItemParameters.Graded(1, 0);

        Assert.That(AnchorItem.IsPossible(two, three), Is.True);
        Assert.That(AnchorItem.IsPossible(graded, graded), Is.True);
        Assert.That(AnchorItem.IsPossible(graded, credit), Is.False);
        Assert.That(AnchorItem.IsPossible(two, graded), Is.False);
        Assert.That(() => AnchorItem.IsPossible(null!, two), Throws.ArgumentNullException);
        Assert.That(() => AnchorItem.IsPossible(two, null!), Throws.ArgumentNullException);
        Assert.That(() => new AnchorItem(graded, credit), Refuses.Argument("base"));
        Assert.That(() => new AnchorItem(flat, graded), Refuses.Argument("base"));
        Assert.That(() => LinkingErrors.ParameterCount(null!), Refuses.Null("item"));
        var anchor = new AnchorItem(two, three);
        Assert.That((anchor.New.Model, anchor.Base.Guessing, anchor.ModelsDiffer), Is.EqualTo((three.Model, 0.2, true)));
        Assert.That((anchor.New.Discrimination, anchor.New.Thresholds[0], anchor.New.Guessing), Is.EqualTo((1.0, 0.5, 0.0)));
        Assert.That(new AnchorItem(two, two).New, Is.SameAs(two));
    }

    // What is rounding is told by the errors themselves, however small.
    [TestCase(1)]
    [TestCase(1e-6)]
    public void Detect_DifferencesAndErrorsOfAnySize_HaveOneZ(double size)
    {
        AnchorItem[] anchors = [Rasch(-1, -1), Rasch(0, 0.1 * size), Rasch(1, 1 + 0.5 * size)];
        double[] errors = [0.1 * size, 0.1 * size, 0.1 * size];

        var report = DriftDetection.Detect(anchors, LinkingMethod.MeanMean, Criterion, 3, AnchorErrors.OfStandardErrors(errors, errors));

        // By hand: B = 0.2, the variance of a difference 0.02·(1 − 1/3).
        Assert.That(report.Anchors[2].DifficultyZ, Is.EqualTo(0.3 / Math.Sqrt(0.04 / 3)).Within(1e-4));
    }

    // One parameter of one anchor is uncertain, and all differences vary with it alone: slope and intercept have one degree of freedom.
    [Test]
    public void Detect_OneSourceOfError_IsOneDegreeOfFreedom()
    {
        AnchorItem[] anchors = [.. new[] { -1.0, 0, 1 }.Select(b => new AnchorItem(Two(1 + 0.1 * b, b), Two(1.1, b + 0.2 * b * b)))];
        double[] onNew = new double[36], none = new double[36];
        onNew[0] = 0.01;

        var report = DriftDetection.Detect(
            anchors, LinkingMethod.MeanMean, Criterion, 3, AnchorErrors.OfCovariances(onNew, none), new DriftRule(1e-300));

        Assert.That(report.Anchors.Select(anchor => anchor.DegreesOfFreedom), Is.All.EqualTo(1));

        static ItemParameters Two(double a, double b) => ItemParameters.TwoParameter(a, b);
    }

    // No variance is negative, and yet that of the mean difficulty is: (0.01 + 0.01 − 2·0.02)/4.
    [Test]
    public void Of_MatrixThatIsNoCovariance_IsRefused()
    {
        AnchorItem[] anchors = [Rasch(0, 0), Rasch(1, 1)];
        double[] impossible = [0.01, -0.02, -0.02, 0.01], none = [0, 0, 0, 0];
        var linked = ScaleLinking.Link(anchors, LinkingMethod.MeanMean);

        Assert.That(() => LinkingErrors.Of(anchors, linked, impossible, none), Refuses.Argument("newCovariance"));
        Assert.That(() => LinkingErrors.Of(anchors, linked, none, impossible), Throws.ArgumentException);
    }

    [Test]
    public void Of_NothingGiven_NamesTheArgument()
    {
        AnchorItem[] anchors = [Rasch(0, 0), Rasch(1, 1)];
        var linked = ScaleLinking.Link(anchors, LinkingMethod.MeanMean);

        Assert.That(() => LinkingErrors.Of(null!, linked, [], []), Refuses.Null("anchors"));
        Assert.That(() => LinkingErrors.Of(anchors, null!, [], []), Refuses.Null("result"));
        var same = new ScaleTransformation(1, 0);
        Assert.That(() => ScaleLinking.CriterionValue(null!, LinkingMethod.Haebara, Criterion, same), Refuses.Null("anchors"));
        Assert.That(() => ScaleLinking.CriterionValue(anchors, LinkingMethod.Haebara, null!, same), Refuses.Null("criterion"));
    }

    private static DriftReport Detect(AnchorItem[] anchors, int testLength) =>
        DriftDetection.Detect(anchors, LinkingMethod.MeanMean, Criterion, testLength, Errors(anchors.Length));

    private static AnchorItem Rasch(double bNew, double bBase) =>
        new(ItemParameters.OneParameter(bNew), ItemParameters.OneParameter(bBase));

    private static AnchorErrors Errors(int parameters)
    {
        double[] errors = [.. Enumerable.Repeat(0.1, parameters)];
        return AnchorErrors.OfStandardErrors(errors, errors);
    }
}
