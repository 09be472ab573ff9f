namespace Aieh.Api.Tools.Ats;

/// <summary>Draws for a simulated ATS, from any thread. Not for secrets: the keys that it makes guard nothing.</summary>
internal sealed class AtsChance(int seed)
{
    private readonly Random _random = new(seed);
    private readonly Lock _lock = new();

    public bool Happens(double share)
    {
        lock (_lock) return _random.NextDouble() < share;
    }

    public T Pick<T>(params T[] choices)
    {
        lock (_lock) return choices[_random.Next(choices.Length)];
    }

    public Guid NewId() => new(Bytes(16));

    /// <summary>A key or an id in the letters that such systems use.</summary>
    public string NewKey() => Convert.ToHexStringLower(Bytes(16));

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        lock (_lock) _random.NextBytes(bytes);
        return bytes;
    }
}
