using Aieh.Scoring.Checks;

namespace Aieh.Api.Tests.Scoring.Checks;

internal sealed class SpeedednessTests
{
    // By hand, four items: one finished, one passed over item 2 and stopped at 3, one stopped at 2, one never started.
    // The three-quarter point is item 3.
    [Test]
    public void Analyze_FourPeople_TellsOmittedFromNotReached()
    {
        var result = Speededness.Analyze([1, 0, 1, 0, 1, -1, 0, -1, 0, 0, -1, -1, -1, -1, -1, -1], 4);

        Assert.That((result.People, result.NotStarted, result.Items, result.ThreeQuarterPoint), Is.EqualTo((3, 1, 4, 3)));
        Assert.That(result.Omitted, Is.EqualTo(1.0 / 3).Within(1e-15));
        Assert.That(result.NotReached, Is.EqualTo(1).Within(1e-15));
        Assert.That(result.MeanLastReached, Is.EqualTo(3).Within(1e-15));
        Assert.That(result.ShareReached, Is.EqualTo(new[] { 1, 1, 2.0 / 3, 1.0 / 3 }).Within(1e-15));
        Assert.That(
            (result.ShareReachingThreeQuarters, result.ShareReachingLast, result.IsUnspeeded),
            Is.EqualTo(((double?)(2.0 / 3), (double?)(1.0 / 3), (bool?)false)));
    }

    [TestCase(80, 20, 0, true)]
    [TestCase(79, 21, 0, false)]
    [TestCase(90, 9, 1, true)]
    [TestCase(90, 8, 2, false)]
    public void Analyze_SharesAroundTheRule_DecideAsPublished(int finished, int threeQuarters, int half, bool isUnspeeded)
    {
        int[][] rows =
        [
            .. Enumerable.Repeat(new[] { 1, 1, 1, 1 }, finished),
            .. Enumerable.Repeat(new[] { 1, 1, 1, -1 }, threeQuarters),
            .. Enumerable.Repeat(new[] { 1, 1, -1, -1 }, half),
        ];

        Assert.That(Speededness.Analyze([.. rows.SelectMany(row => row)], 4).IsUnspeeded, Is.EqualTo(isUnspeeded));
    }

    [TestCase(1, 1)]
    [TestCase(4, 3)]
    [TestCase(5, 4)]
    [TestCase(40, 30)]
    [TestCase(50, 38)]
    public void Analyze_ThreeQuarterPoint_IsRoundedUp(int items, int point) =>
        Assert.That(Speededness.Analyze(Enumerable.Repeat(1, items).ToArray(), items).ThreeQuarterPoint, Is.EqualTo(point));

    [Test]
    public void Analyze_NobodyStarted_HasNoShares()
    {
        var result = Speededness.Analyze([-1, -1, -1, -1], 2);

        Assert.That(
            (result.People, result.NotStarted, result.MeanLastReached, result.IsUnspeeded),
            Is.EqualTo((0, 2, (double?)null, (bool?)null)));
        Assert.That(result.ShareReached, Is.Empty);
    }
}
