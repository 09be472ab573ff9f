using System.Collections.Concurrent;

namespace Aieh.Api.Tools.Ats;

/// <summary>What an ATS objects to in what the service did.</summary>
/// <param name="Exchange">The call that it was seen in.</param>
internal sealed record AtsFault(string Exchange, string What)
{
    public override string ToString() => $"{Exchange}: {What}";
}

/// <summary>All that was objected to, from any thread; nothing is ever taken out.</summary>
internal sealed class AtsFaults
{
    private readonly ConcurrentQueue<AtsFault> _all = new();

    public IReadOnlyList<AtsFault> All => [.. _all];

    public void Add(AtsFault fault) => _all.Enqueue(fault);
}

/// <summary>One look at one message of the service.</summary>
internal sealed class Inspection(string exchange, AtsFaults faults)
{
    private readonly List<string> _found = [];

    /// <summary>What was objected to in this message.</summary>
    public IReadOnlyList<string> Found => _found;

    public bool IsClean => _found.Count == 0;

    public void Object(string what)
    {
        _found.Add(what);
        faults.Add(new AtsFault(exchange, what));
    }
}
