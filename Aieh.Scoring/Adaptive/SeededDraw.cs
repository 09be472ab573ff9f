namespace Aieh.Scoring.Adaptive;

/// <summary>
/// Draws that are a function of seed, stream and index alone, by the output function of SplitMix64 [SteeleLeaFlood2014].
/// Only integer arithmetic and one exact conversion: the same numbers on every runtime and processor, in any order,
/// with no state to carry from one answer to the next.
/// </summary>
internal static class SeededDraw
{
    /// <summary>Uniform in [0, 1), a multiple of 2⁻⁵³.</summary>
    public static double Uniform(ulong seed, DrawStream stream, int index) => SplitMix64.Uniform(Hash(seed, stream, index));

    /// <summary>One of 0..count − 1.</summary>
    public static int Choice(ulong seed, DrawStream stream, int index, int count) =>
        (int)Math.BigMul(Hash(seed, stream, index), (ulong)count, out _);

    /// <summary>Standard normal, from two uniforms [BoxMuller1958].</summary>
    public static double Normal(ulong seed, DrawStream stream, int index) =>
        Math.Sqrt(-2 * Math.Log(1 - Uniform(seed, stream, 2 * index))) * Math.Cos(2 * Math.PI * Uniform(seed, stream, 2 * index + 1));

    /// <summary>64 bits; also a seed for something that draws on its own.</summary>
    public static ulong Hash(ulong seed, DrawStream stream, int index) =>
        SplitMix64.Mix(SplitMix64.Mix(seed + SplitMix64.Increment * (ulong)stream) + SplitMix64.Increment * ((ulong)index + 1));
}

/// <summary>
/// What a draw is for: draws of different streams are independent. The numbers decide which items a seed yields and never change.
/// </summary>
internal enum DrawStream : ulong
{
    /// <summary>Which of the best items is taken, by step.</summary>
    Randomesque = 1,

    /// <summary>Whether an item is open to this test, by item.</summary>
    Exposure = 2,

    /// <summary>Abilities of simulees, by simulee.</summary>
    Ability = 3,

    /// <summary>The seed of a simulee's test, by simulee.</summary>
    Simulee = 4,

    /// <summary>The answers of a simulee, by item.</summary>
    Answer = 5,

    /// <summary>The seed of a cycle of simulations, by cycle.</summary>
    Cycle = 6,

    /// <summary>Which draw of its parameters answers for an item, by item.</summary>
    Parameters = 7,
}
