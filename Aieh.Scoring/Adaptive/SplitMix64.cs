namespace Aieh.Scoring.Adaptive;

/// <summary>
/// The generator SplitMix64 [SteeleLeaFlood2014]. Integer arithmetic alone: the same numbers on every runtime and processor.
/// Not for secrets.
/// </summary>
public static class SplitMix64
{
    /// <summary>What the state grows by in a step: 2⁶⁴ over the golden ratio, the nearest odd number.</summary>
    internal const ulong Increment = 0x9E3779B97F4A7C15;

    /// <summary>The next number of a sequence.</summary>
    /// <param name="state">The state, at first the seed; any value. Receives the next state.</param>
    /// <returns>64 bits.</returns>
    public static ulong Next(ref ulong state) => Mix(state += Increment);

    /// <summary>The output function: what a state looks like from outside, a different value for each.</summary>
    internal static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A uniform number from 64 random bits, by one exact conversion.</summary>
    /// <param name="bits">64 bits of any good generator; the upper 53 are used.</param>
    /// <returns>A multiple of 2⁻⁵³ in [0, 1).</returns>
    public static double Uniform(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));
}
