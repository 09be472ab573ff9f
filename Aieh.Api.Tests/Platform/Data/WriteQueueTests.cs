using Aieh.Api.Platform.Data;

namespace Aieh.Api.Tests.Platform.Data;

/// <summary>
/// How long a write waits for another process's lock, counted in the waits of the writer: each is one Database:LockTimeoutSeconds.
/// </summary>
public sealed class WriteQueueTests
{
    [TestCase(1)]
    [TestCase(1000)]
    public void LockWaits_HoweverManyWrites_AreTwoForAll(int writes)
    {
        var queue = new WriteQueue(limit: 1000);
        var units = Enumerable.Range(0, writes).Select(_ => Add(queue)).ToArray();

        var first = WaitInVain(queue);
        var second = WaitInVain(queue);

        Assert.That(first, Is.Empty, "each may wait once more");
        Assert.That(second, Is.EqualTo(units));
    }

    [Test]
    public void LockWaits_OfAWriteThatCameDuringOne_AreThatOneAndOneMore()
    {
        var queue = new WriteQueue(limit: 10);
        var early = Add(queue);
        var group = Take(queue);
        var late = Add(queue);
        Assert.That(queue.GiveUp(group), Is.Empty);
        group = Take(queue);
        var last = Add(queue);

        Assert.That(queue.GiveUp(group), Is.EqualTo(new[] { early, late }));
        Assert.That(WaitInVain(queue), Is.EqualTo(new[] { last }));
    }

    [Test]
    public void LockWaits_OfAWriteThatWaitsOn_LeaveItsPlaceInTheOrder()
    {
        var queue = new WriteQueue(limit: 10);
        WriteUnit[] units = [Add(queue), Add(queue), Add(queue)];

        queue.GiveUp(Take(queue, most: 2));

        Assert.That(Take(queue), Is.EqualTo(units));
    }

    [Test]
    public void Add_BeyondTheLimit_IsRefusedAlsoWhenWritesWerePutBack()
    {
        var queue = new WriteQueue(limit: 2);
        Add(queue);
        Add(queue);
        var group = Take(queue);
        Add(queue);
        Add(queue);
        queue.GiveUp(group);

        Assert.Throws<WriteQueueFullException>(() => Add(queue));
    }

    private static WriteUnit<int> Add(WriteQueue queue)
    {
        var unit = new WriteUnit<int>(_ => Task.FromResult(0), CancellationToken.None);
        queue.Add(unit);
        return unit;
    }

    private static List<WriteUnit> Take(WriteQueue queue, int most = 128)
    {
        var group = new List<WriteUnit>();
        Assert.That(queue.TryTake(group, most), Is.True);
        return group;
    }

    private static List<WriteUnit> WaitInVain(WriteQueue queue) => queue.GiveUp(Take(queue));
}
