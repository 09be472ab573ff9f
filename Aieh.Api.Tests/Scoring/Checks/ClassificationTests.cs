using Aieh.Scoring.Checks;
using Aieh.Scoring.Irt;
using Aieh.Scoring.Scale;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Checks;

internal sealed class ClassificationTests
{
    private static readonly ScoreScale Scale = ScoreScale.Passport;

    // By hand: at a cut a score is as likely above as below, so accuracy and consistency at it are 1/2; the far cuts are sure.
    [Test]
    public void OfPeople_ScoreOnACut_IsACoinToss()
    {
        var result = Classification.OfPeople(Scale, [649.5], [1])!;

        Assert.That((result.People, result.Accuracy, result.Consistency), Is.EqualTo(((int?)1, 0.5, 0.5)));
        Assert.That(result.Kappa, Is.Zero);
        Assert.That(result.Cuts.Select(cut => cut.Band), Is.EqualTo(new[] { Band.Functional, Band.Strong, Band.Exceptional }));
        Assert.That(result.Cuts.Select(cut => (cut.Accuracy, cut.Consistency)), Is.EqualTo(new[] { (1, 1), (0.5, 0.5), (1.0, 1.0) }));
        Assert.That((result.Cuts[1].FalsePositive, result.Cuts[1].FalseNegative), Is.EqualTo((0.5, 0.0)));
    }

    [Test]
    public void OfPeople_TinyErrors_IsPerfect()
    {
        var result = Classification.OfPeople(Scale, [320, 520, 700, 800, 900], [1e-6, 1e-6, 1e-6, 1e-6, 1e-6])!;

        Assert.That((result.Accuracy, result.Consistency, result.Kappa), Is.EqualTo((1.0, 1.0, (double?)1)));
    }

    // One band for everyone is right by chance alone.
    [Test]
    public void OfPeople_OneBand_HasNoKappa() =>
        Assert.That(
            Classification.OfPeople(Scale, [320, 330], [1, 1]),
            Has.Property(nameof(ClassificationResult.Accuracy)).EqualTo(1).And.Property(nameof(ClassificationResult.Kappa)).Null);

    [Test]
    public void OfPeople_Anyone_SumsToOneAndHasAccuracyAtTheBandReported() =>
        Gen.Select(Gen.Double[200, 950], Gen.Double[1, 120]).Array[1, 20].Sample(people =>
        {
            double[] scores = [.. people.Select(person => person.Item1)];
            double[] errors = [.. people.Select(person => person.Item2)];
            var result = Classification.OfPeople(Scale, scores, errors)!;
            var accuracy = people.Average(person => ProbabilityOfReportedBand(person.Item1, person.Item2));
            var consistency = people.Average(
                person => Scale.BandProbabilities(person.Item1, person.Item2).Sum(p => p.Probability * p.Probability));

            Assert.That(result.Accuracy, Is.EqualTo(accuracy).Within(1e-12));
            Assert.That(result.Joint.Sum(row => row.Sum()), Is.EqualTo(1).Within(1e-12));
            Assert.That(result.Consistency, Is.EqualTo(consistency).Within(1e-12));
            foreach (var cut in result.Cuts) Assert.That(cut.Accuracy + cut.FalsePositive + cut.FalseNegative, Is.EqualTo(1).Within(1e-12));
        });

    [Test]
    public void OfPeople_NobodyOrUnequalLengths_IsNullOrNamed()
    {
        Assert.That(Classification.OfPeople(Scale, [], []), Is.Null);
        Assert.That(
            () => Classification.OfPeople(Scale, [1], []),
            Throws.ArgumentException.With.Property("ParamName").EqualTo("standardErrors"));
        Assert.That(() => Classification.OfPeople(Scale, [1], [0]), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    // At a cut of density φ a small standard error s misplaces about φ s √(2/π): with 1,000 items, s = 0.089, 4.5 % over the three cuts.
    [Test]
    public void OfForm_MoreItems_IsMoreAccurate()
    {
        var accuracies = new[] { 10, 100, 1000 }
            .Select(items => Classification.OfForm(Constant(items), Scale, ClassifiedScore.MaximumLikelihood))
            .ToList();

        Assert.That(accuracies.Select(result => result.Accuracy), Is.Ordered);
        Assert.That(accuracies.Select(result => result.Consistency), Is.Ordered);
        Assert.That(accuracies[^1].Accuracy, Is.EqualTo(0.955).Within(0.002));
    }

    // The true shares of the bands under N(0, 1), whatever the form.
    [TestCase(ClassifiedScore.MaximumLikelihood)]
    [TestCase(ClassifiedScore.ExpectedAPosteriori)]
    public void OfForm_TrueBands_HaveTheSharesOfThePrior(ClassifiedScore score)
    {
        var result = Classification.OfForm(Constant(30), Scale, score);
        double Phi(double points) => NormalDistribution.Cumulative(Scale.ThetaOf(points));
        double[] shares = [Phi(499.5), Phi(649.5) - Phi(499.5), Phi(749.5) - Phi(649.5), 1 - Phi(749.5)];

        for (var band = 0; band < 4; band++) Assert.That(result.Joint.Sum(row => row[band]), Is.EqualTo(shares[band]).Within(1e-10));
        Assert.That(result.People, Is.Null);
    }

    // A narrow prior, by the width of which the integral is cut up; the cut at 649.5 is a good two of it above its mean.
    [Test]
    public void OfForm_NarrowPrior_HasTheSharesOfThatPrior()
    {
        var form = new TestForm([ItemParameters.OneParameter(0)], new NormalPrior(0.7, 0.05));

        var result = Classification.OfForm(form, Scale, ClassifiedScore.ExpectedAPosteriori);

        var below = NormalDistribution.Cumulative((Scale.ThetaOf(649.5) - 0.7) / 0.05);
        Assert.That(result.Joint.Sum(row => row[1]), Is.EqualTo(below).Within(1e-12));
        Assert.That(result.Joint.Sum(row => row[2]), Is.EqualTo(1 - below).Within(1e-12));
    }

    // 5,000 people answer a long test twice; each share is simulated to 0.007, the normal approximation costs the rest.
    [TestCase(ClassifiedScore.MaximumLikelihood)]
    [TestCase(ClassifiedScore.ExpectedAPosteriori)]
    public void OfForm_LongTest_PredictsWhatHappens(ClassifiedScore score)
    {
        var random = new Random(3);
        var form = new TestForm(Enumerable.Range(0, 60).Select(i => ItemParameters.TwoParameter(1.2, -2.4 + 0.08 * i)));
        var (right, same) = (0, 0);
        for (var person = 0; person < 5000; person++)
        {
            var theta = SimulatedResponses.Normal(random);
            var (first, second) = (Reported(theta), Reported(theta));
            if (first == Scale.BandOf(Scale.Report(Scale.ScoreOf(theta)))) right++;
            if (first == second) same++;
        }

        Band Reported(double theta)
        {
            var responses = SimulatedResponses.Of(form, random, theta);
            var estimate = score == ClassifiedScore.ExpectedAPosteriori
                ? EapEstimator.Estimate(form, responses).Theta
                : WleEstimator.Estimate(form, responses).Theta!.Value;
            return Scale.BandOf(Scale.Report(Scale.ScoreOf(estimate)));
        }

        var predicted = Classification.OfForm(form, Scale, score);
        Assert.That(predicted.Accuracy, Is.EqualTo(right / 5000.0).Within(0.025));
        Assert.That(predicted.Consistency, Is.EqualTo(same / 5000.0).Within(0.025));
    }

    // Where nothing is known a maximum likelihood score is anywhere and an EAP score is the prior mean, in the functional band.
    [Test]
    public void OfForm_ItemThatSaysNothing_IsTheLimit()
    {
        var form = new TestForm([ItemParameters.TwoParameter(1e-6, 0)]);

        var likelihood = Classification.OfForm(form, Scale, ClassifiedScore.MaximumLikelihood);
        var posterior = Classification.OfForm(form, Scale, ClassifiedScore.ExpectedAPosteriori);

        Assert.That(likelihood.Joint.Select(row => row.Sum()), Is.EqualTo(new[] { 0.5, 0, 0, 0.5 }).Within(1e-5));
        Assert.That(posterior.Joint[1].Sum(), Is.EqualTo(1).Within(1e-9));
        Assert.That(posterior.Kappa, Is.Null);
    }

    // The prior mean of 1.5, 712.5 points, is in the strong band.
    [Test]
    public void OfForm_ItemThatSaysNothingUnderAHighPrior_IsInTheBandOfItsMean()
    {
        var form = new TestForm([ItemParameters.TwoParameter(1e-6, 0)], new NormalPrior(1.5, 2));

        Assert.That(Classification.OfForm(form, Scale, ClassifiedScore.ExpectedAPosteriori).Joint[2].Sum(), Is.EqualTo(1).Within(1e-9));
    }

    // Rasch items spread evenly have a nearly constant information.
    private static TestForm Constant(int items) =>
        new(Enumerable.Range(0, items).Select(i => ItemParameters.OneParameter(-4 + 8.0 * i / (items - 1))));

    private static double ProbabilityOfReportedBand(double score, double standardError)
    {
        var reported = Scale.BandOf(Scale.Report(score));
        return Scale.BandProbabilities(score, standardError).Single(p => p.Band == reported).Probability;
    }
}
