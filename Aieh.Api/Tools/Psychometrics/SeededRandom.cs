using System.Numerics;
using Aieh.Scoring.Adaptive;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>
/// Random numbers that are the same on every machine for the same seed: xoshiro256** (Blackman and Vigna 2021), its state
/// filled by SplitMix64.
/// </summary>
/// <remarks>System.Random does not promise its algorithm. Not for secrets.</remarks>
internal sealed class SeededRandom
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    public SeededRandom(ulong seed)
    {
        _s0 = SplitMix64.Next(ref seed);
        _s1 = SplitMix64.Next(ref seed);
        _s2 = SplitMix64.Next(ref seed);
        _s3 = SplitMix64.Next(ref seed);
    }

    /// <summary>From a state; not all zero.</summary>
    internal SeededRandom(ulong s0, ulong s1, ulong s2, ulong s3) => (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform on the 2⁵³ multiples of 2⁻⁵³ in [0, 1).</summary>
    public double Uniform() => SplitMix64.Uniform(Next());

    /// <summary>Standard normal, by the ratio of uniforms (Kinderman and Monahan 1977).</summary>
    /// <remarks>
    /// The value is a quotient, which IEEE 754 rounds alike everywhere. An inverse distribution function would hand on the last bits of the
    /// platform's logarithm; here it only decides whether a pair is kept, where a last bit matters once in about 10¹⁵ draws.
    /// </remarks>
    public double Normal()
    {
        const double width = 1.7155277699214135; // 2·√(2/e)
        while (true)
        {
            var u = 1 - Uniform();
            var x = width * (Uniform() - 0.5) / u;
            if (x * x <= -4 * Math.Log(u)) return x;
        }
    }
}
