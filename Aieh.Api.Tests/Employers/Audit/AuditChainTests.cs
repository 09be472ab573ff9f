using Aieh.Api.Employers.Audit;
using Aieh.Api.Platform.Access;

namespace Aieh.Api.Tests.Employers.Audit;

/// <summary>The hash of an entry: the same for ever, and another one for whatever differs.</summary>
public sealed class AuditChainTests
{
    private static readonly AuditEntryRow Entry = new()
    {
        Id = new Guid("019e82f5-0680-7a1b-9c44-0f2e6d8b7a35"),
        TenantId = new Guid("019e7f00-1c00-7d3a-9b10-52c0e81f4b77"),
        OccurredAt = new DateTimeOffset(2026, 6, 1, 9, 0, 0, 1, TimeSpan.Zero),
        Actor = "key:1",
        Action = "passport.read",
        Subject = "passport:1",
    };

    private static readonly AuditEntryRow[] Others =
    [
        Entry with { Id = new Guid("019e82f5-0680-7a1b-9c44-0f2e6d8b7a36") },
        Entry with { TenantId = Entry.Id },
        Entry with { OccurredAt = Entry.OccurredAt.AddMilliseconds(1) },
        Entry with { Actor = "key:2" },
        Entry with { Action = "passport.reads" },
        Entry with { Actor = "key:1p", Action = "assport.read" },
        Entry with { Subject = "passport:2" },
        Entry with { PassportId = Entry.Id },
        Entry with { Scope = "" },
        Entry with { BeforeState = "{}" },
        Entry with { AfterState = "{}" },
        Entry with { ReadKey = "{}" },
    ];

    /// <summary>Computed once by another program (Python's hashlib and struct) from the encoding that AuditChain describes.</summary>
    [Test]
    public void Hash_OfAKnownEntry_IsTheKnownOne() =>
        Assert.That(Convert.ToHexStringLower(AuditChain.HashOf(AuditChain.Start, Entry, 1)), Is.EqualTo(Known));

    [Test]
    public void Hash_OfAnythingElse_IsAnother()
    {
        var hashes = Others.Select(other => AuditChain.HashOf(AuditChain.Start, other, 1))
            .Append(AuditChain.HashOf(AuditChain.Start, Entry, 1))
            .Append(AuditChain.HashOf(AuditChain.Start, Entry, 2))
            .Append(AuditChain.HashOf(AuditChain.HashOf(AuditChain.Start, Entry, 1), Entry, 1))
            .Select(Convert.ToHexString);

        Assert.That(hashes, Is.Unique);
    }

    [TestCase("1")]
    [TestCase("1:ab")]
    [TestCase(":" + Known)]
    [TestCase("0:" + Known)]
    [TestCase("-1:" + Known)]
    [TestCase("1:" + Known + ":")]
    [TestCase("1:" + Known + "00")]
    [TestCase("")]
    public void Head_WrittenOtherwise_IsNone(string text) => Assert.That(AuditCommands.ParseHead(text), Is.Null);

    [Test]
    public void Head_AsPrinted_IsReadBack()
    {
        var head = AuditCommands.ParseHead("12:" + Known)!;

        Assert.That((head.Position, Convert.ToHexStringLower(head.Hash)), Is.EqualTo((12L, Known)));
    }

    private const string Known = "512e31444c2fc0fe105f406cd74de91c49664e5d76f6e9fef7458cf68afcbdfd";
}
