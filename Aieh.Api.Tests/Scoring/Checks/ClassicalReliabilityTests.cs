using Aieh.Scoring.Checks;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Checks;

internal sealed class ClassicalReliabilityTests
{
    private static readonly Gen<(int[] Responses, int Items)> Matrix =
        Gen.Select(Gen.Int[2, 6], Gen.Int[2, 30])
            .SelectMany((items, people) => Gen.Int[0, 3].Array[items * people].Select(responses => (responses, items)));

    // Seven copies of one item: 7/6·(1 − 1/7) is above 1 in floating point, and 1 − α below 0.
    [Test]
    public void Analyze_SevenCopiesOfOneItem_HasNoErrorRatherThanNaN()
    {
        var result = ClassicalReliability.Analyze([1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], 7);

        Assert.That((result.Alpha, result.StandardErrorOfMeasurement), Is.EqualTo(((double?)1, (double?)0)));
    }

    // By hand: items (0,1,1,0) and (0,1,0,1) with variances 1/3, covariance 0; total (0,2,1,1), variance 2/3.
    [Test]
    public void Analyze_UncorrelatedItems_IsTheHandWorkedTable()
    {
        var result = ClassicalReliability.Analyze([0, 0, 1, 1, 1, 0, 0, 1], 2);

        Assert.That((result.Status, result.People, result.Mean), Is.EqualTo((ClassicalStatus.Estimated, 4, (double?)1)));
        Assert.That(result.Alpha, Is.Zero.Within(1e-15));
        Assert.That(result.StandardizedAlpha, Is.Zero.Within(1e-15));
        Assert.That(result.Lambda2, Is.Zero.Within(1e-15));
        Assert.That(result.Lambda6, Is.Zero.Within(1e-15));
        Assert.That(result.StandardErrorOfMeasurement, Is.EqualTo(Math.Sqrt(2.0 / 3)).Within(1e-15));
        Assert.That(result.Items[0].ItemTotalCorrelation, Is.EqualTo(Math.Sqrt(0.5)).Within(1e-15));
        Assert.That(result.Items[0].CorrectedItemTotalCorrelation, Is.Zero.Within(1e-15));
        Assert.That(result.Items[0].AlphaIfDeleted, Is.Null);
    }

    // Two equal items: α = 1, no error, an interval of one point, and λ₆ cannot be had from a singular matrix.
    [Test]
    public void Analyze_EqualItems_HasNoErrorAndNoLambda6()
    {
        var result = ClassicalReliability.Analyze([0, 0, 1, 1, 2, 2], 2);

        Assert.That(
            (result.Alpha, result.StandardizedAlpha, result.Lambda2, result.StandardErrorOfMeasurement),
            Is.EqualTo(((double?)1, (double?)1, (double?)1, (double?)0)));
        Assert.That(result.AlphaInterval, Is.EqualTo(new ConfidenceInterval(1, 1)));
        Assert.That(result.Lambda6, Is.Null);
    }

    [Test]
    public void Analyze_ItemsAndPeopleReordered_ChangesNothing() =>
        Gen.Select(Matrix, Gen.Int).Sample((matrix, seed) =>
        {
            var (responses, k) = matrix;
            var random = new Random(seed);
            var order = Enumerable.Range(0, k).ToArray();
            random.Shuffle(order);
            var rows = responses.Chunk(k).Select(row => order.Select(item => row[item]).ToArray()).ToArray();
            random.Shuffle(rows);

            var one = ClassicalReliability.Analyze(responses, k);
            var other = ClassicalReliability.Analyze([.. rows.SelectMany(row => row)], k);

            Assert.That(other.Alpha, Is.EqualTo(one.Alpha));
            Assert.That(other.AlphaInterval, Is.EqualTo(one.AlphaInterval));
            if (one.Lambda2 is { } lambda2) Assert.That(other.Lambda2, Is.EqualTo(lambda2).Within(1e-12));
            for (var i = 0; i < k; i++) Assert.That(other.Items[i], Is.EqualTo(one.Items[order[i]] with { Item = i }));
        });

    [Test]
    public void Analyze_AnyResponses_HasOrderedBoundsAndNoNaN() => Matrix.Sample((responses, k) =>
    {
        var result = ClassicalReliability.Analyze(responses, k);
        if (result.Status != ClassicalStatus.Estimated)
        {
            Assert.That(
                (result.Alpha, result.AlphaInterval, result.Lambda2),
                Is.EqualTo(((double?)null, (ConfidenceInterval?)null, (double?)null)));
            return;
        }

        Assert.That(result.Alpha, Is.LessThanOrEqualTo(1));
        Assert.That(result.Lambda2, Is.GreaterThanOrEqualTo(result.Alpha!.Value - 1e-12).And.LessThanOrEqualTo(1 + 1e-12));
        Assert.That(result.AlphaInterval!.Value.Lower, Is.LessThanOrEqualTo(result.AlphaInterval.Value.Upper));
        var ofItems = result.Items.SelectMany(
            item => new[] { item.ItemTotalCorrelation, item.CorrectedItemTotalCorrelation, item.AlphaIfDeleted });
        double?[] numbers = [result.StandardizedAlpha, result.Lambda6, result.StandardErrorOfMeasurement, .. ofItems];
        Assert.That(numbers, Has.None.Matches<double?>(number => number is { } value && !double.IsFinite(value)));
    });

    // The interval comes from an F distribution: 95 % of it between the quantiles, α = 0 and df 9 and 9 (F.975 = 4.02599, tables).
    [Test]
    public void Analyze_TenPeopleTwoItems_HasTheIntervalOfTheFTables()
    {
        var result = ClassicalReliability.Analyze([0, 0, 0, 1, 1, 0, 1, 1, 0, 0, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0], 2);

        Assert.That((1 - result.AlphaInterval!.Value.Lower) / (1 - result.Alpha), Is.EqualTo(4.02599).Within(5e-6));
        Assert.That((1 - result.AlphaInterval.Value.Upper) / (1 - result.Alpha), Is.EqualTo(1 / 4.02599).Within(5e-6));
    }

    [Test]
    public void Analyze_IncompleteRows_AreDroppedAndCounted()
    {
        var result = ClassicalReliability.Analyze([0, 0, 1, -1, 1, 1, -1, -1, 1, 0], 2);

        Assert.That((result.People, result.Dropped), Is.EqualTo((3, 2)));
        Assert.That(result.Alpha, Is.EqualTo(ClassicalReliability.Analyze([0, 0, 1, 1, 1, 0], 2).Alpha));
    }

    [TestCase(new int[0], 3, ClassicalStatus.TooFewPeople)]
    [TestCase(new[] { -1, 0, 1 }, 3, ClassicalStatus.TooFewPeople)]
    [TestCase(new[] { 0, 1, 1, 0 }, 4, ClassicalStatus.TooFewPeople)]
    [TestCase(new[] { 0, 1, 1 }, 1, ClassicalStatus.OneItem)]
    [TestCase(new[] { 0, 1, 1, 0 }, 2, ClassicalStatus.NoVariance)]
    public void Analyze_NothingToEstimate_SaysWhy(int[] responses, int items, ClassicalStatus status) =>
        Assert.That(
            ClassicalReliability.Analyze(responses, items),
            Has.Property(nameof(ClassicalResult.Status)).EqualTo(status).And.Property(nameof(ClassicalResult.Alpha)).Null);

    [Test]
    public void Analyze_ConstantItem_KeepsAlphaAndHasNoCorrelations()
    {
        var result = ClassicalReliability.Analyze([0, 0, 1, 1, 1, 1, 1, 0, 1], 3);

        Assert.That(result.Alpha, Is.Not.Null);
        Assert.That(
            (result.StandardizedAlpha, result.Lambda6, result.Items[2].ItemTotalCorrelation, result.Items[2].CorrectedItemTotalCorrelation),
            Is.EqualTo(((double?)null, (double?)null, (double?)null, (double?)null)));
    }

    [Test]
    public void Analyze_ArgumentsOutsideTheirDomain_AreNamed()
    {
        Assert.That(
            () => ClassicalReliability.Analyze([0, 1, 2], 2),
            Throws.ArgumentException.With.Property("ParamName").EqualTo("responses"));
        Assert.That(
            () => ClassicalReliability.Analyze([0, 64], 2),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("responses"));
        Assert.That(
            () => ClassicalReliability.Analyze([0, -2], 2),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("responses"));
        Assert.That(
            () => ClassicalReliability.Analyze([0, 1], 0),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("items"));
        Assert.That(
            () => ClassicalReliability.Analyze([0, 1], 2, 1),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("confidence"));
    }
}
