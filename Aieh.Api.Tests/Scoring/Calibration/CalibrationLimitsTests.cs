using Aieh.Scoring.Calibration;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Scoring.Calibration;

/// <summary>Options, items, priors and policies met exactly at their bounds and just missed.</summary>
internal sealed class CalibrationLimitsTests
{
    private static readonly CalibrationItem[] Two = [new(ItemModel.OneParameterLogistic), new(ItemModel.OneParameterLogistic)];
    private static readonly int[] Responses = [1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 1];

    [Test]
    public void Options_LeftAlone_AreThePublishedOnes()
    {
        var options = CalibrationOptions.Default;

        Assert.That((options.Nodes, options.MaximumCycles, options.DegreeOfParallelism), Is.EqualTo(((int?)null, 5_000, 1)));
        Assert.That(
            (options.ParameterTolerance, options.LogPosteriorTolerance, options.FewAnswersBelow), Is.EqualTo((1e-5, 1e-4, (long?)null)));
        Assert.That(options.CommonDiscriminationPrior, Is.Null);
    }

    [Test]
    public void Options_JustOutside_NameThemselves()
    {
        var options = CalibrationOptions.Default;

        Assert.That(() => Fit(options with { Nodes = 10 }), Refuses.OutOfRange("Nodes"));
        Assert.That(() => Fit(options with { Nodes = 10_002 }), Refuses.OutOfRange("Nodes"));
        Assert.That(() => Fit(options with { MaximumCycles = 0 }), Refuses.OutOfRange("MaximumCycles"));
        Assert.That(() => Fit(options with { ParameterTolerance = 0 }), Refuses.OutOfRange("ParameterTolerance"));
        Assert.That(() => Fit(options with { ParameterTolerance = double.NaN }), Refuses.OutOfRange("ParameterTolerance"));
        Assert.That(() => Fit(options with { LogPosteriorTolerance = 0 }), Refuses.OutOfRange("LogPosteriorTolerance"));
        Assert.That(() => Fit(options with { FewAnswersBelow = -1 }), Refuses.OutOfRange("FewAnswersBelow"));
        Assert.That(() => Fit(options with { DegreeOfParallelism = 0 }), Refuses.OutOfRange("DegreeOfParallelism"));
        Assert.That(() => MarginalMaximumLikelihood.Fit(null!, Responses), Refuses.Null("items"));
    }

    [TestCase(11)]
    [TestCase(10_001)]
    public void Options_NodesAtTheirBounds_AreUsed(int nodes) =>
        Assert.That(
            Fit(CalibrationOptions.Default with { Nodes = nodes, MaximumCycles = 1, FewAnswersBelow = 0 }).Convergence.Nodes,
            Is.EqualTo(nodes));

    // Six answers are few below seven, not below six.
    [TestCase(6, false)]
    [TestCase(7, true)]
    public void FewAnswers_AtTheLimit_AreNotFew(long below, bool few) =>
        Assert.That(Fit(CalibrationOptions.Default with { FewAnswersBelow = below }).Items[0].FewAnswers, Is.EqualTo(few));

    [TestCase(ItemModel.OneParameterLogistic, 200, false)]
    [TestCase(ItemModel.OneParameterLogistic, 199, true)]
    [TestCase(ItemModel.TwoParameterLogistic, 500, false)]
    [TestCase(ItemModel.GradedResponse, 499, true)]
    [TestCase(ItemModel.ThreeParameterLogistic, 1_000, false)]
    [TestCase(ItemModel.ThreeParameterLogistic, 999, true)]
    public void FewAnswers_WithoutALimit_AreJudgedByTheModel(ItemModel model, int people, bool few)
    {
        int[] answers = [.. Enumerable.Range(0, 3 * people).Select(i => i / 3 * 7 % 11 < 4 + i % 3 ? 1 : 0)];
        CalibrationItem[] items = [new(model), new(model), new(model)];

        var result = MarginalMaximumLikelihood.Fit(items, answers, options: CalibrationOptions.Default with { MaximumCycles = 1 });

        Assert.That(result.Items.Select(item => item.FewAnswers), Is.All.EqualTo(few));
    }

    // Symmetric answers to two items: both difficulties are 0, and one rank of them is the mirror of the other.
    [Test]
    public void Fit_HalfRightEverywhere_HasDifficultiesOfZero()
    {
        var result = Fit(CalibrationOptions.Default);

        Assert.That((result.People, result.PeopleWithoutAnswers), Is.EqualTo((6L, 0L)));
        Assert.That(result.Items.Select(item => item.Answers), Is.EqualTo([6L, 6L]));
        foreach (var item in result.Items) Assert.That(item.Parameters!.Thresholds[0], Is.Zero.Within(1e-3));
    }

    // Three parameters, a common slope and two intercepts, of six people.
    [Test]
    public void Fit_InformationCriteria_AreThePublishedOnes()
    {
        var (result, nobody) = (Fit(CalibrationOptions.Default), MarginalMaximumLikelihood.Fit(Two, [-1, -1]));

        Assert.That(result.Aic, Is.EqualTo(2 * 3 - 2 * result.LogLikelihood).Within(1e-12));
        Assert.That(result.Bic, Is.EqualTo(3 * Math.Log(6) - 2 * result.LogLikelihood).Within(1e-12));
        Assert.That((nobody.Bic, nobody.People, nobody.PeopleWithoutAnswers), Is.EqualTo(((double?)null, 0L, 1L)));
    }

    // A frequency of 0 is nobody, and of 2 the same as two rows.
    [Test]
    public void Fit_Frequencies_CountLikeRepeatedRows()
    {
        int[] rows = [1, 0, 0, 1, 1, 1, 0, 0, -1, -1];
        var counted = MarginalMaximumLikelihood.Fit(Two, rows, [3, 1, 2, 2, 4]);
        var repeated = MarginalMaximumLikelihood.Fit(Two, [1, 0, 1, 0, 1, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0]);
        var without = MarginalMaximumLikelihood.Fit(Two, [.. rows, 1, 1], [3, 1, 2, 2, 4, 0]);

        Assert.That((counted.People, counted.PeopleWithoutAnswers), Is.EqualTo((8L, 4L)));
        Assert.That(counted.Items[0].Parameters!.Thresholds[0], Is.EqualTo(repeated.Items[0].Parameters!.Thresholds[0]).Within(1e-12));
        Assert.That(counted.Convergence.LogLikelihood, Is.EqualTo(repeated.Convergence.LogLikelihood).Within(1e-12));
        Assert.That(without.Convergence.LogLikelihood, Is.EqualTo(counted.Convergence.LogLikelihood).Within(1e-12));
        Assert.That(without.People, Is.EqualTo(8));
    }

    [Test]
    public void CalibrationItem_AtItsBounds_IsTakenWithItsPriors()
    {
        Assert.That(new CalibrationItem(ItemModel.GradedResponse, 64).Categories, Is.EqualTo(64));
        Assert.That(new CalibrationItem(ItemModel.GeneralizedPartialCredit).Categories, Is.EqualTo(2));
        Assert.That(new CalibrationItem(ItemModel.TwoParameterLogistic).Priors, Is.EqualTo(ItemPriors.None));

        // logit c ~ N(logit 0.2, 0.5²).
        var guessing = new CalibrationItem(ItemModel.ThreeParameterLogistic).Priors.Guessing!.Logit!.Value;
        Assert.That((double[])[1 / (1 + Math.Exp(-guessing.Mean)), guessing.StandardDeviation], Is.EqualTo([0.2, 0.5]).Within(1e-15));
    }

    [TestCase((ItemModel)5, 2, "model")]
    [TestCase(ItemModel.GradedResponse, 1, "categories")]
    [TestCase(ItemModel.GradedResponse, 65, "categories")]
    [TestCase(ItemModel.ThreeParameterLogistic, 3, "categories")]
    [TestCase(ItemModel.OneParameterLogistic, 1, "categories")]
    public void CalibrationItem_OutsideItsDomain_NamesTheArgument(ItemModel model, int categories, string name) =>
        Assert.That(() => new CalibrationItem(model, categories), Refuses.OutOfRange(name));

    [Test]
    public void CalibrationItem_PriorOfWhatTheModelHasNot_SaysWhere()
    {
        var discrimination = new ItemPriors { Discrimination = new LogNormalPrior(0, 0.5) };
        var guessing = new ItemPriors { Guessing = GuessingPrior.Beta(2, 8) };

        Assert.That(
            () => new CalibrationItem(ItemModel.OneParameterLogistic, 2, discrimination),
            Refuses.Argument("priors", "CommonDiscriminationPrior"));
        Assert.That(() => new CalibrationItem(ItemModel.TwoParameterLogistic, 2, guessing), Refuses.Argument("priors", "lower asymptote"));
        Assert.That(new CalibrationItem(ItemModel.TwoParameterLogistic, 2, discrimination).Priors, Is.EqualTo(discrimination));
        Assert.That(new CalibrationItem(ItemModel.ThreeParameterLogistic, 2, guessing).Priors, Is.EqualTo(guessing));
    }

    [Test]
    public void GuessingPrior_ShapesAtTheirBounds_AreTaken()
    {
        Assert.That(GuessingPrior.Beta(1, 1).Shape, Is.EqualTo((1.0, 1.0)));
        foreach (var outside in new[] { double.BitDecrement(1), double.NaN, double.PositiveInfinity })
        {
            Assert.That(() => GuessingPrior.Beta(outside, 2), Refuses.OutOfRange("alpha"));
            Assert.That(() => GuessingPrior.Beta(2, outside), Refuses.OutOfRange("beta"));
        }
    }

    [Test]
    public void PromotionPolicy_OutsideItsDomain_NamesTheArgument()
    {
        Assert.That(() => PromotionPolicyTests.Policy(0, 0.2), Refuses.OutOfRange("minimumAnswers"));
        Assert.That(() => PromotionPolicyTests.Policy(1, 0), Refuses.OutOfRange("largestDifficultyError"));
        Assert.That(() => PromotionPolicyTests.Policy(1, double.NaN), Refuses.OutOfRange("largestDifficultyError"));
        Assert.That(() => PromotionPolicyTests.Policy(1, double.PositiveInfinity), Refuses.OutOfRange("largestDifficultyError"));
        Assert.That(() => new PromotionPolicy(null!, 0.2), Refuses.Null("minimumAnswers"));
        Assert.That(() => new PromotionPolicy(new Dictionary<ItemModel, long>(), 0.2), Refuses.Argument("minimumAnswers"));

        var (result, policy) = (Fit(CalibrationOptions.Default), PromotionPolicyTests.Policy(1, 100));
        var errors = result.StandardErrors();
        Assert.That(() => policy.IsCalibrated(null!, errors, 0), Refuses.Null("result"));
        Assert.That(() => policy.IsCalibrated(result, null!, 0), Refuses.Null("errors"));
        Assert.That(() => policy.IsCalibrated(result, errors, 2), Refuses.OutOfRange("item"));
        Assert.That(() => policy.IsCalibrated(result, errors, -1), Refuses.OutOfRange("item"));
        Assert.That(() => policy.IsCalibrated(result, errors with { Items = [null] }, 0), Refuses.Argument("errors"));
        Assert.That(policy.IsCalibrated(result, errors with { Items = [null, null] }, 0), Is.False);
        Assert.That(() => policy.MinimumAnswers((ItemModel)9), Refuses.OutOfRange("model"));
        Assert.That(() => policy.Admits(ItemModel.GradedResponse, 1, null!, true), Refuses.Null("difficultyErrors"));
        Assert.That(() => policy.Admits(ItemModel.GradedResponse, 1, [], true), Refuses.Argument("difficultyErrors"));
    }

    private static CalibrationResult Fit(CalibrationOptions options) => MarginalMaximumLikelihood.Fit(Two, Responses, options: options);
}
