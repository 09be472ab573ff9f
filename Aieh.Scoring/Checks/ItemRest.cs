using System.Collections.Immutable;

namespace Aieh.Scoring.Checks;

/// <summary>How an item goes with the others, among the people who answered it.</summary>
/// <param name="Item">Position of the item, from 0.</param>
/// <param name="People">People with an answer to it and to another item.</param>
/// <param name="Correlation">
/// Correlation of the category with the mean of the other items, in [−1, 1]; null with fewer than four people,
/// or when either does not vary.
/// </param>
/// <param name="Upper">Upper limit of the correlation, 97.5 %, in [−1, 1]; null without it.</param>
public readonly record struct ItemRestCorrelation(int Item, long People, double? Correlation, double? Upper)
{
    /// <summary>
    /// Whether people who do well on the other items surely do worse on this one: the upper limit is below 0.
    /// As a rule its key is the wrong way round.
    /// </summary>
    public bool IsNegative => Upper < 0;
}

/// <summary>Item–rest correlations where not everybody answered every item; classical statistics take complete rows alone.</summary>
public static class ItemRest
{
    // Of the standard normal distribution.
    private const double TwoSided95 = 1.959963984540054;

    // A sum of squares this small beside that of the values is rounding.
    private const double SmallestShare = 1e-12;

    /// <summary>Correlates each item with the others.</summary>
    /// <param name="responses">Row-major, people × items, categories 0..63; −1 where there is no answer.</param>
    /// <param name="frequencies">How many people each row stands for, at least 0; empty for one each.</param>
    /// <param name="items">Number of items; at least 1.</param>
    /// <returns>One entry per item.</returns>
    /// <exception cref="ArgumentException">The responses are not whole rows, or there is not one frequency per row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A response, a frequency or the number of items is outside its domain.</exception>
    /// <remarks>
    /// The rest of a person is the mean of the other items answered, each as a share of its highest category that occurs;
    /// with complete answers to items scored 0/1 the correlation is the corrected item–total correlation of [LordNovick1968].
    /// Items nobody answered above category 0 are in nobody's rest.
    /// The limit is tanh(artanh r + 1.96/√(n − 3)) [Fisher1921].
    /// </remarks>
    public static ImmutableArray<ItemRestCorrelation> Analyze(ReadOnlySpan<int> responses, ReadOnlySpan<int> frequencies, int items)
    {
        var matrix = new ResponseMatrix(responses, items);
        if (frequencies.Length != 0 && frequencies.Length != matrix.People)
            throw new ArgumentException($"{matrix.People} rows and {frequencies.Length} frequencies were given.", nameof(frequencies));
        var highest = new int[items];
        for (var at = 0; at < responses.Length; at++) highest[at % items] = Math.Max(highest[at % items], responses[at]);

        var sums = new Sums[items];
        for (var row = 0; row < matrix.People; row++)
        {
            var weight = frequencies.Length == 0 ? 1 : frequencies[row];
            if (weight < 0) throw new ArgumentOutOfRangeException(nameof(frequencies), weight, "A frequency is at least 0.");
            if (weight > 0) Add(matrix.Row(row), weight, highest, sums);
        }

        return [.. sums.Select((sum, item) => sum.Correlation(item))];
    }

    private static void Add(ReadOnlySpan<int> row, int weight, int[] highest, Sums[] sums)
    {
        double total = 0;
        var answered = 0;
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i] < 0 || highest[i] == 0) continue;
            total += (double)row[i] / highest[i];
            answered++;
        }

        for (var i = 0; i < row.Length; i++)
        {
            if (row[i] < 0) continue;
            var isCounted = highest[i] > 0;
            var others = isCounted ? answered - 1 : answered;
            if (others > 0) sums[i].Add(row[i], (total - (isCounted ? (double)row[i] / highest[i] : 0)) / others, weight);
        }
    }

    private struct Sums
    {
        private long _n;
        private double _x, _y, _xx, _yy, _xy;

        public void Add(double x, double y, long weight)
        {
            _n += weight;
            _x += weight * x;
            _y += weight * y;
            _xx += weight * x * x;
            _yy += weight * y * y;
            _xy += weight * x * y;
        }

        public readonly ItemRestCorrelation Correlation(int item)
        {
            var (xx, yy) = (_xx - _x * _x / _n, _yy - _y * _y / _n);
            if (_n < 4 || !(xx > SmallestShare * _xx) || !(yy > SmallestShare * _yy))
                return new ItemRestCorrelation(item, _n, null, null);
            var r = Math.Clamp((_xy - _x * _y / _n) / Math.Sqrt(xx * yy), -1, 1);
            return new ItemRestCorrelation(item, _n, r, Math.Tanh(Math.Atanh(r) + TwoSided95 / Math.Sqrt(_n - 3)));
        }
    }
}
