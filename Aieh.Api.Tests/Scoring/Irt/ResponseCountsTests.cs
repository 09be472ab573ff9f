using Aieh.Scoring.Irt;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Irt;

internal sealed class ResponseCountsTests
{
    [Test]
    public void Of_GapsBeforeAndAfterTheLastAnswer_AreOmittedAndNotReached() =>
        Assert.That(ResponseCounts.Of([true, false, true, false, false, true, false, false]), Is.EqualTo(new ResponseCounts(3, 3, 2)));

    [Test]
    public void Of_NoAnswer_IsAllNotReached() => Assert.That(ResponseCounts.Of([false, false]), Is.EqualTo(new ResponseCounts(0, 0, 2)));

    [Test]
    public void Of_NothingServed_IsAllZero() => Assert.That(ResponseCounts.Of([]), Is.Default);

    [Test]
    public void Of_AnyOrder_CountsEveryItemOnce() => Gen.Bool.Array[0, 60].Sample(answered =>
    {
        var counts = ResponseCounts.Of(answered);
        return counts.Answered + counts.Omitted + counts.NotReached == answered.Length && counts.Answered == answered.Count(x => x);
    });
}
