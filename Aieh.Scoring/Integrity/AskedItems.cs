using Aieh.Scoring.Adaptive;
using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Integrity;

/// <summary>
/// The items that were answered, with the probability of each of their categories at the nodes of an ability grid, in an order that does
/// not depend on the one they were given in: so neither do the results, to the last bit, nor what is drawn.
/// </summary>
internal sealed class AskedItems
{
    private readonly int _stride;
    private readonly double[][] _logs;
    private readonly double[][] _rows;

    /// <exception cref="ArgumentException">There is not one answer per item.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An answer is not a category of its item.</exception>
    public AskedItems(TestForm form, ReadOnlySpan<int> answers, NormalQuadrature quadrature)
    {
        _stride = quadrature.Stride;
        form.Table.Accumulate(answers, stackalloc double[form.Table.Stride]);
        List<int> given = [], categories = [];
        for (var i = 0; i < answers.Length; i++)
        {
            if (answers[i] == Response.NotAdministered) continue;
            given.Add(i);
            categories.Add(answers[i]);
        }

        var isOnNodes = form.Table.Nodes.AsSpan().SequenceEqual(quadrature.Nodes.AsSpan());
        var table = isOnNodes || given.Count == 0
            ? form.Table
            : new LogProbabilityTable([.. given.Select(i => form.UncertainItems[i])], quadrature.Nodes);
        _logs = [.. given.Select((item, j) => Row(table, isOnNodes ? item : j, form.Items[item].Categories, quadrature.Nodes.Length))];
        Answers = [.. categories];
        Array.Sort(_logs, Answers, Comparer<double[]>.Create((one, other) => one.AsSpan().SequenceCompareTo(other)));
        _rows = [.. _logs.Select(logs => Probabilities(logs, quadrature.Nodes.Length))];
    }

    /// <summary>The categories answered.</summary>
    public int[] Answers { get; }

    public int Count => _rows.Length;

    public int CategoriesOf(int item) => _rows[item].Length / _stride;

    /// <summary>The probability of a category at each node; padding 0.</summary>
    public ReadOnlySpan<double> Row(int item, int category) => _rows[item].AsSpan(category * _stride, _stride);

    /// <summary>The logarithm of the probability of a category at each node; padding 0.</summary>
    public ReadOnlySpan<double> LogRow(int item, int category) => _logs[item].AsSpan(category * _stride, _stride);

    /// <summary>Draws an ability from the weights of the nodes, and answers to all items at it.</summary>
    public void Draw(double[] weights, ref ulong state, int[] answers)
    {
        var node = Choose(weights, SplitMix64.Uniform(SplitMix64.Next(ref state)));
        for (var j = 0; j < answers.Length; j++)
        {
            var left = SplitMix64.Uniform(SplitMix64.Next(ref state));
            var (row, last) = (_rows[j], CategoriesOf(j) - 1);
            var category = 0;
            while (category < last && (left -= row[category * _stride + node]) >= 0) category++;
            answers[j] = category;
        }
    }

    private static int Choose(double[] weights, double uniform)
    {
        var last = Array.FindLastIndex(weights, weight => weight > 0);
        for (var n = 0; n < last; n++)
            if ((uniform -= weights[n]) < 0)
                return n;
        return last;
    }

    private double[] Row(LogProbabilityTable table, int item, int categories, int nodes)
    {
        var row = new double[categories * _stride];
        Span<double> logs = stackalloc double[table.Stride];
        for (var k = 0; k < categories; k++)
        {
            logs.Clear();
            table.Add(item, k, logs);
            logs[..nodes].CopyTo(row.AsSpan(k * _stride));
        }

        return row;
    }

    private double[] Probabilities(double[] logs, int nodes)
    {
        var row = new double[logs.Length];
        for (var n = 0; n < row.Length; n++)
            if (n % _stride < nodes)
                row[n] = Math.Exp(logs[n]);
        return row;
    }
}
