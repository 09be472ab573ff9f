using Aieh.Scoring.Calibration;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Scoring.Calibration;

internal sealed class MarginalMaximumLikelihoodTests
{
    // Both runs stop within 1e-4 of the same maximum; with a thousand people that is at most a few hundredths of a standard error.
    private const double SameMaximum = 2e-3;

    [Test]
    public void Fit_SeededAnswers_RecoversEveryModel()
    {
        var sample = new CalibrationSample([.. CalibrationSample.Mixed, .. CalibrationSample.Mixed, .. CalibrationSample.Mixed], 5_000, 3);

        var result = sample.Fit();
        var errors = result.StandardErrors();

        // 18 items, 57 parameters without c: within four standard errors of the truth (the seed is fixed).
        Assert.That(result.Convergence.Status, Is.EqualTo(CalibrationStatus.Converged));
        Assert.Multiple(() =>
        {
            for (var i = 0; i < sample.Truth.Length; i++)
            {
                var (item, truth, error) = (result.Items[i].Parameters!, sample.Truth[i], errors.Items[i]!);
                Assert.That(item.Discrimination, Is.EqualTo(truth.Discrimination).Within(4 * error.Discrimination));
                for (var k = 0; k < truth.Thresholds.Length; k++)
                    Assert.That(item.Thresholds[k], Is.EqualTo(truth.Thresholds[k]).Within(4 * error.Thresholds[k]));
                Assert.That(item.Guessing, Is.EqualTo(truth.Guessing).Within(4 * (error.Guessing ?? 0)));
            }
        });
    }

    [Test]
    public void Fit_TwoParameter_RecoversWithinTheKnownError()
    {
        var sample = CalibrationSample.TwoParameter(50, 1_000, 11);
        var result = sample.Fit();

        // Known for 50 items and 1,000 people: 0.120 and 0.093; a third more for another draw of items.
        var pairs = result.Items.Select(item => item.Parameters!).Zip(sample.Truth).ToList();
        var errorOfA = Math.Sqrt(pairs.Average(pair => Math.Pow(pair.First.Discrimination - pair.Second.Discrimination, 2)));
        var errorOfB = Math.Sqrt(pairs.Average(pair => Math.Pow(pair.First.Thresholds[0] - pair.Second.Thresholds[0], 2)));
        Assert.That(errorOfA, Is.LessThan(0.16));
        Assert.That(errorOfB, Is.LessThan(0.125));
    }

    [TestCase(0.0)]
    [TestCase(0.4)]
    public void Fit_LogLikelihood_IsThatOfTheEstimatesAndAtItsMaximum(double missing)
    {
        var sample = new CalibrationSample([.. CalibrationSample.Mixed.Where(item => item.Guessing == 0)], 800, 5, missing);
        var result = sample.Fit();
        ItemParameters[] estimates = [.. result.Items.Select(item => item.Parameters!)];

        // Both sum thousands of logarithms in different orders.
        Assert.That(result.LogLikelihood, Is.EqualTo(CalibrationSample.LogLikelihood(estimates, sample.Rows)).Within(1e-7));
        foreach (var factor in new[] { 0.98, 1.02 })
            for (var i = 0; i < estimates.Length; i++)
            {
                var item = estimates[i];
                double[] b = [.. item.Thresholds];
                var moved = item.Model switch
                {
                    ItemModel.GradedResponse => ItemParameters.Graded(item.Discrimination * factor, b),
                    ItemModel.GeneralizedPartialCredit => ItemParameters.PartialCredit(item.Discrimination * factor, b),
                    _ => ItemParameters.TwoParameter(item.Discrimination * factor, b[0]),
                };
                Assert.That(
                    CalibrationSample.LogLikelihood(estimates.Select((other, j) => j == i ? moved : other), sample.Rows),
                    Is.LessThan(result.LogLikelihood));
            }
    }

    [Test]
    public void Fit_StoppedByDefault_IsWithinAThousandthOfTheMaximum()
    {
        var stricter = CalibrationOptions.Default with { ParameterTolerance = 1e-9, LogPosteriorTolerance = 1e-9, MaximumCycles = 50_000 };
        CalibrationSample[] samples =
        [
            CalibrationSample.TwoParameter(5, 500, 1),
            CalibrationSample.TwoParameter(12, 2_000, 2, 0.5),
            new CalibrationSample(CalibrationSample.Mixed, 700, 3),
        ];
        foreach (var sample in samples)
        {
            var result = sample.Fit();
            var strict = sample.Fit(stricter);

            Assert.That(result.Convergence.LogPosterior, Is.EqualTo(strict.Convergence.LogPosterior).Within(1e-3));
        }
    }

    [Test]
    public void Fit_EveryCycle_NeverLosesLogPosterior()
    {
        var sample = new CalibrationSample(CalibrationSample.Mixed, 600, 9);
        var cycles = new Recorder();

        var result = MarginalMaximumLikelihood.Fit(sample.Items, sample.Responses, progress: cycles);

        // Rounding of a sum of 600 logarithms.
        for (var c = 1; c < cycles.Reports.Count; c++)
            Assert.That(cycles.Reports[c].LogPosterior, Is.GreaterThan(cycles.Reports[c - 1].LogPosterior - 1e-9));
        Assert.That(cycles.Reports[^1].LogPosterior, Is.EqualTo(result.Convergence.LogPosterior));
        Assert.That(cycles.Reports.Select(report => report.Cycle), Is.Ordered.And.Unique);
    }

    [Test]
    public void Fit_PeopleInAnotherOrder_GivesTheSameBits()
    {
        var sample = CalibrationSample.TwoParameter(12, 700, 21, 0.2);
        var rows = sample.Rows.ToArray();
        new Random(4).Shuffle(rows);

        Same(MarginalMaximumLikelihood.Fit(sample.Items, [.. rows.SelectMany(row => row)]), sample.Fit());
    }

    [Test]
    public void Fit_ItemsInAnotherOrder_GivesTheSameEstimates()
    {
        var sample = new CalibrationSample(CalibrationSample.Mixed, 1_000, 22);
        int[] order = [3, 0, 5, 1, 4, 2];

        var result = sample.Fit();
        CalibrationItem[] items = [.. order.Select(i => sample.Items[i])];
        int[] responses = [.. sample.Rows.SelectMany(row => order.Select(i => row[i]))];
        var permuted = MarginalMaximumLikelihood.Fit(items, responses);

        Assert.That(permuted.LogLikelihood, Is.EqualTo(result.LogLikelihood).Within(1e-3));
        for (var i = 0; i < order.Length; i++)
            Assert.That(
                permuted.Items[i].Parameters!.Thresholds,
                Is.EqualTo(result.Items[order[i]].Parameters!.Thresholds).Within(SameMaximum));
    }

    [Test]
    public void Fit_Frequencies_GiveTheSameBitsAsRepeatedRows()
    {
        var sample = CalibrationSample.TwoParameter(6, 300, 31);
        int[] frequencies = [.. Enumerable.Range(0, 300).Select(p => p % 4)];
        var rows = sample.Rows.Zip(frequencies).SelectMany(pair => Enumerable.Repeat(pair.First, pair.Second));
        int[] repeated = [.. rows.SelectMany(row => row)];

        Same(
            MarginalMaximumLikelihood.Fit(sample.Items, sample.Responses, frequencies),
            MarginalMaximumLikelihood.Fit(sample.Items, repeated));
    }

    [Test]
    public void Fit_SeveralThreads_GiveTheSameBits()
    {
        var sample = new CalibrationSample([.. CalibrationSample.Mixed, .. CalibrationSample.Mixed], 3_000, 41, 0.1);

        var one = sample.Fit();
        var three = sample.Fit(CalibrationOptions.Default with { DegreeOfParallelism = 3 });

        Same(one, three);
        Assert.That(
            one.StandardErrors().Items.Select(errors => errors!.Covariance),
            Is.EqualTo(three.StandardErrors().Items.Select(errors => errors!.Covariance)));
    }

    [Test]
    public void Fit_ItemNobodyAnswered_IsReportedAndChangesNothing()
    {
        var sample = CalibrationSample.TwoParameter(8, 400, 51);

        CalibrationItem[] items = [.. sample.Items, new CalibrationItem(ItemModel.GradedResponse, 4)];
        int[] responses = [.. sample.Rows.SelectMany(row => row.Append(Response.NotAdministered))];
        var result = MarginalMaximumLikelihood.Fit(items, responses);

        Assert.That(result.Items[8].Status, Is.EqualTo(ItemStatus.NoAnswers));
        Assert.That(result.Items[8].Parameters, Is.Null);
        Assert.That(
            result.Items[..8].Select(item => item.Parameters!.Thresholds),
            Is.EqualTo(sample.Fit().Items.Select(item => item.Parameters!.Thresholds)));
    }

    [Test]
    public void Fit_TwoFormsWithoutCommonPeople_EqualsEachFormAlone()
    {
        // Without common people each form's likelihood is its own, so that missing by design must equal two calibrations.
        CalibrationSample x = CalibrationSample.TwoParameter(6, 1_500, 61), y = CalibrationSample.TwoParameter(7, 1_500, 62);
        int[] missingX = [.. Enumerable.Repeat(Response.NotAdministered, 6)];
        int[] missingY = [.. Enumerable.Repeat(Response.NotAdministered, 7)];

        var (rowsX, rowsY) = (x.Rows.SelectMany(row => row.Concat(missingY)), y.Rows.SelectMany(row => missingX.Concat(row)));
        var result = MarginalMaximumLikelihood.Fit([.. x.Items, .. y.Items], [.. rowsX, .. rowsY]);

        Assert.That(result.LogLikelihood, Is.EqualTo(x.Fit().LogLikelihood + y.Fit().LogLikelihood).Within(1e-3));
        foreach (var (item, alone) in result.Items.Zip(x.Fit().Items.Concat(y.Fit().Items)))
            Assert.That(item.Parameters!.Discrimination, Is.EqualTo(alone.Parameters!.Discrimination).Within(SameMaximum));
    }

    [TestCase(1)]
    [TestCase(0)]
    public void Fit_EverybodyAnsweredAlike_ReportsTheItemAndFitsTheOthers(int answer)
    {
        var sample = CalibrationSample.TwoParameter(8, 400, 71);

        CalibrationItem[] items = [.. sample.Items, new CalibrationItem(ItemModel.TwoParameterLogistic)];
        var result = MarginalMaximumLikelihood.Fit(items, [.. sample.Rows.SelectMany(row => row.Append(answer))]);

        Assert.That(result.Items[8].Status, Is.EqualTo(ItemStatus.NoVariance));
        Assert.That(result.StandardErrors().Items[8], Is.Null);
        Assert.That(
            result.Items[..8].Select(item => item.Parameters!.Thresholds),
            Is.EqualTo(sample.Fit().Items.Select(item => item.Parameters!.Thresholds)));
    }

    [Test]
    public void Fit_EverybodyRightWithPriors_IsEstimatedAndSaysSo()
    {
        var sample = CalibrationSample.TwoParameter(8, 400, 71);
        var priors = new ItemPriors { Discrimination = new LogNormalPrior(0, 0.5), Difficulty = new NormalPrior(0, 1) };

        CalibrationItem[] items = [.. sample.Items, new CalibrationItem(ItemModel.TwoParameterLogistic, 2, priors)];
        var item = MarginalMaximumLikelihood.Fit(items, [.. sample.Rows.SelectMany(row => row.Append(1))]).Items[8];

        Assert.That(item.Status, Is.EqualTo(ItemStatus.EstimatedWithoutVariance));
        Assert.That(item.Parameters!.Thresholds[0], Is.InRange(-4, -2));
    }

    [Test]
    public void Fit_NothingUsable_ReportsIt()
    {
        var result = MarginalMaximumLikelihood.Fit([new CalibrationItem(ItemModel.TwoParameterLogistic)], [1, 1, -1]);

        Assert.That(result.Convergence.Status, Is.EqualTo(CalibrationStatus.NothingToFit));
        Assert.That((result.People, result.PeopleWithoutAnswers), Is.EqualTo((2, 1)));
        Assert.That(result.StandardErrors().Items[0], Is.Null);
        Assert.That(result.ItemFit()[0].Status, Is.EqualTo(ItemFitStatus.NotEstimated));
    }

    [TestCase(ItemModel.GradedResponse)]
    [TestCase(ItemModel.GeneralizedPartialCredit)]
    public void Fit_UnobservedCategories_AreMappedAndReported(ItemModel model)
    {
        var sample = CalibrationSample.TwoParameter(8, 600, 81);
        ItemParameters[] truth = [.. sample.Truth, ItemParameters.Graded(1.2, -0.8, 0.7)];
        var three = new CalibrationSample(truth, 600, 82);
        // 0, 1, 2 become 1, 2, 3 of 0..4.
        int[] stretched = [.. three.Rows.SelectMany(row => row[..8].Append(row[8] == 0 ? 1 : row[8] + 1))];

        var result = MarginalMaximumLikelihood.Fit([.. sample.Items, new CalibrationItem(model, 5)], stretched);
        var plain = MarginalMaximumLikelihood.Fit([.. sample.Items, new CalibrationItem(model, 3)], three.Responses);

        var item = result.Items[8];
        Assert.That(item.HasUnobservedCategories, Is.True);
        Assert.That(item.FittedCategories, Is.EqualTo(new[] { 0, 0, 1, 2, 2 }));
        Assert.That(
            item.CategoryCounts,
            Is.EqualTo(new[] { 0 }.Concat(plain.Items[8].CategoryCounts.Select(count => (int)count)).Append(0)));
        Assert.That(item.Parameters!.Thresholds, Is.EqualTo(plain.Items[8].Parameters!.Thresholds));
    }

    [Test]
    public void Fit_TightPriors_PullTheEstimates()
    {
        var sample = new CalibrationSample(CalibrationSample.Mixed, 500, 91);
        var priors = new ItemPriors
        {
            Discrimination = new LogNormalPrior(Math.Log(0.7), 0.001),
            Difficulty = new NormalPrior(0.25, 0.001),
        };
        var withGuessing = priors with { Guessing = GuessingPrior.Beta(20_001, 80_001) };

        var items = sample.Items.Select(item => new CalibrationItem(
            item.Model, item.Categories, item.Model == ItemModel.ThreeParameterLogistic ? withGuessing : priors));
        var result = MarginalMaximumLikelihood.Fit([.. items], sample.Responses);

        // 500 answers weigh next to nothing against priors worth a million.
        foreach (var item in result.Items.Where(item => item.Parameters!.Model != ItemModel.GradedResponse))
        {
            Assert.That(item.Parameters!.Discrimination, Is.EqualTo(0.7).Within(0.01));
            Assert.That(item.Parameters.Thresholds, Is.All.EqualTo(0.25).Within(0.01));
        }

        Assert.That(result.Items[2].Parameters!.Guessing, Is.EqualTo(0.2).Within(0.01));
    }

    [Test]
    public void Fit_OneParameterItems_ShareTheirDiscriminationBesideOtherModels()
    {
        var alike = Enumerable.Range(0, 6).Select(i => ItemParameters.TwoParameter(1.3, i - 2.5));
        ItemParameters[] truth = [.. alike, .. CalibrationSample.Mixed];
        var sample = new CalibrationSample(truth, 3_000, 101);

        var items = sample.Items.Select((item, i) => i < 6 ? new CalibrationItem(ItemModel.OneParameterLogistic) : item);
        var result = MarginalMaximumLikelihood.Fit([.. items], sample.Responses);

        Assert.That(result.Items[..6].Select(item => item.Parameters!.Discrimination), Is.All.EqualTo(result.CommonDiscrimination));
        Assert.That(result.CommonDiscrimination, Is.EqualTo(1.3).Within(4 * result.StandardErrors().Items[0]!.Discrimination));
        Assert.That(result.EstimatedParameters, Is.EqualTo(1 + 6 + 2 * 2 + 3 + 4 + 3 + 4));
    }

    [Test]
    public void Fit_SeveralHundredItems_NeitherUnderflowsNorStaysOnACoarseGrid()
    {
        var sample = CalibrationSample.TwoParameter(400, 300, 111);

        var result = sample.Fit();

        Assert.That(result.Convergence.Status, Is.EqualTo(CalibrationStatus.Converged));
        Assert.That(result.Convergence.Nodes, Is.GreaterThan(61));
        Assert.That(
            result.LogLikelihood,
            Is.EqualTo(CalibrationSample.LogLikelihood(result.Items.Select(item => item.Parameters!), sample.Rows)).Within(1e-3));
    }

    [Test]
    public void Fit_ReversedItem_EndsAtTheBoundAndSaysSo()
    {
        var sample = CalibrationSample.TwoParameter(10, 1_000, 121);

        var result = MarginalMaximumLikelihood.Fit(sample.Items, [.. sample.Rows.SelectMany(row => row[..9].Append(1 - row[0]))]);

        Assert.That(result.Convergence.Status, Is.EqualTo(CalibrationStatus.Converged));
        Assert.That(result.Items[9].AtBound, Is.EqualTo(ParametersAtBound.Discrimination));
        Assert.That(result.Items[9].Parameters!.Discrimination, Is.EqualTo(CalibrationOptions.SmallestDiscrimination));
        Assert.That(result.StandardErrors().Items[9], Is.Null);
        Assert.That(result.StandardErrors().Items[0], Is.Not.Null);
    }

    [Test]
    public void Fit_CycleLimit_IsAStatusNotAnException()
    {
        var result = CalibrationSample.TwoParameter(5, 300, 131).Fit(CalibrationOptions.Default with { MaximumCycles = 3 });

        Assert.That((result.Convergence.Status, result.Convergence.Cycles), Is.EqualTo((CalibrationStatus.CycleLimit, 3)));
    }

    [TestCase(1)]
    [TestCase(2)]
    public void Fit_Cancelled_Stops(int threads)
    {
        var sample = CalibrationSample.TwoParameter(5, 300, 131);
        var options = CalibrationOptions.Default with { DegreeOfParallelism = threads };
        var cancelled = new CancellationToken(true);

        Assert.That(
            () => MarginalMaximumLikelihood.Fit(sample.Items, sample.Responses, options: options, cancellationToken: cancelled),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => sample.Fit(options).StandardErrors(cancelled), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => sample.Fit(options).ItemFit(cancelled), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Fit_FewAnswers_AreReported()
    {
        var result = CalibrationSample.TwoParameter(5, 300, 131).Fit(CalibrationOptions.Default with { FewAnswersBelow = 301 });

        Assert.That(result.Items.Select(item => (item.Answers, item.FewAnswers)), Is.All.EqualTo((300, true)));
    }

    [Test]
    public void Fit_UnusableArguments_AreNamed()
    {
        CalibrationItem[] items = [new(ItemModel.TwoParameterLogistic), new(ItemModel.GradedResponse, 3)];

        Assert.Multiple(() =>
        {
            Assert.That(() => MarginalMaximumLikelihood.Fit([], []), Throws.ArgumentException.With.Property("ParamName").EqualTo("items"));
            Assert.That(
                () => MarginalMaximumLikelihood.Fit(items, [0, 1, 1]),
                Throws.ArgumentException.With.Property("ParamName").EqualTo("responses"));
            Assert.That(
                () => MarginalMaximumLikelihood.Fit(items, [0, 3]),
                Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("item 1"));
            Assert.That(
                () => MarginalMaximumLikelihood.Fit(items, [-2, 0]),
                Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("item 0"));
            Assert.That(
                () => MarginalMaximumLikelihood.Fit(items, [0, 0], [1, 2]),
                Throws.ArgumentException.With.Property("ParamName").EqualTo("frequencies"));
            Assert.That(() => MarginalMaximumLikelihood.Fit(items, [0, 0], [-1]), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(
                () => MarginalMaximumLikelihood.Fit(items, [0, 0], options: new CalibrationOptions { Nodes = 3 }),
                Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => new CalibrationItem(ItemModel.TwoParameterLogistic, 3), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(
                () => new CalibrationItem(ItemModel.TwoParameterLogistic, 2, new ItemPriors { Guessing = GuessingPrior.Beta(5, 17) }),
                Throws.ArgumentException);
            Assert.That(
                () => new CalibrationItem(ItemModel.OneParameterLogistic, 2, new ItemPriors { Discrimination = new LogNormalPrior(0, 1) }),
                Throws.ArgumentException);
            Assert.That(() => GuessingPrior.Beta(0.5, 2), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }

    private static void Same(CalibrationResult actual, CalibrationResult expected)
    {
        Assert.That(actual.LogLikelihood, Is.EqualTo(expected.LogLikelihood));
        Assert.That(
            actual.Items.Select(item => item.Parameters!.Discrimination),
            Is.EqualTo(expected.Items.Select(item => item.Parameters!.Discrimination)));
        Assert.That(
            actual.Items.Select(item => item.Parameters!.Thresholds),
            Is.EqualTo(expected.Items.Select(item => item.Parameters!.Thresholds)));
    }

    private sealed class Recorder : IProgress<CalibrationCycle>
    {
        public List<CalibrationCycle> Reports { get; } = [];

        public void Report(CalibrationCycle value) => Reports.Add(value);
    }
}
