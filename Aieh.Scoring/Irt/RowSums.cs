using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Aieh.Scoring.Irt;

/// <summary>
/// Sums of rows of a table whose rows are padded to whole blocks. Each entry's sum runs over the rows in the order given,
/// whatever the vector width.
/// </summary>
internal static class RowSums
{
    public const int Lanes = 4;

    /// <summary>Eight vectors.</summary>
    public const int Block = 8 * Lanes;

    /// <summary>The length of a row of so many entries.</summary>
    public static int Padded(int entries) => (entries + Block - 1) / Block * Block;

    /// <summary>Adds the rows that begin at <paramref name="starts"/> to <paramref name="sums"/>, which has the length of a row.</summary>
    public static void Add(double[] table, ReadOnlySpan<int> starts, Span<double> sums)
    {
        ref var values = ref MemoryMarshal.GetArrayDataReference(table);
        ref var target = ref MemoryMarshal.GetReference(sums);
        for (nuint block = 0; block < (nuint)sums.Length; block += Block)
        {
            // Eight accumulators stay in registers while the rows stream by.
            var s0 = Vector256.LoadUnsafe(ref target, block);
            var s1 = Vector256.LoadUnsafe(ref target, block + Lanes);
            var s2 = Vector256.LoadUnsafe(ref target, block + 2 * Lanes);
            var s3 = Vector256.LoadUnsafe(ref target, block + 3 * Lanes);
            var s4 = Vector256.LoadUnsafe(ref target, block + 4 * Lanes);
            var s5 = Vector256.LoadUnsafe(ref target, block + 5 * Lanes);
            var s6 = Vector256.LoadUnsafe(ref target, block + 6 * Lanes);
            var s7 = Vector256.LoadUnsafe(ref target, block + 7 * Lanes);
            foreach (var start in starts)
            {
                var row = (nuint)start + block;
                s0 += Vector256.LoadUnsafe(ref values, row);
                s1 += Vector256.LoadUnsafe(ref values, row + Lanes);
                s2 += Vector256.LoadUnsafe(ref values, row + 2 * Lanes);
                s3 += Vector256.LoadUnsafe(ref values, row + 3 * Lanes);
                s4 += Vector256.LoadUnsafe(ref values, row + 4 * Lanes);
                s5 += Vector256.LoadUnsafe(ref values, row + 5 * Lanes);
                s6 += Vector256.LoadUnsafe(ref values, row + 6 * Lanes);
                s7 += Vector256.LoadUnsafe(ref values, row + 7 * Lanes);
            }

            s0.StoreUnsafe(ref target, block);
            s1.StoreUnsafe(ref target, block + Lanes);
            s2.StoreUnsafe(ref target, block + 2 * Lanes);
            s3.StoreUnsafe(ref target, block + 3 * Lanes);
            s4.StoreUnsafe(ref target, block + 4 * Lanes);
            s5.StoreUnsafe(ref target, block + 5 * Lanes);
            s6.StoreUnsafe(ref target, block + 6 * Lanes);
            s7.StoreUnsafe(ref target, block + 7 * Lanes);
        }
    }
}
