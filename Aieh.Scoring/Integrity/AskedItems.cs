using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Integrity;

/// <summary>
/// The items that were answered, with the probability of each of their categories at the nodes of an ability grid, in an order that does not
/// depend on the one they were given in: so neither do the results, to the last bit, nor what is drawn.
/// </summary>
internal sealed class AskedItems
{
    private readonly int _stride;
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
        _rows = [.. given.Select((item, j) => Row(table, isOnNodes ? item : j, form.Items[item].Categories, quadrature.Nodes.Length))];
        Answers = [.. categories];
        Array.Sort(_rows, Answers, Comparer<double[]>.Create((one, other) => one.AsSpan().SequenceCompareTo(other)));
    }

    /// <summary>The categories answered.</summary>
    public int[] Answers { get; }

    public int Count => _rows.Length;

    public int CategoriesOf(int item) => _rows[item].Length / _stride;

    /// <summary>The probability of a category at each node; padding 0.</summary>
    public ReadOnlySpan<double> Row(int item, int category) => _rows[item].AsSpan(category * _stride, _stride);

    private double[] Row(LogProbabilityTable table, int item, int categories, int nodes)
    {
        var row = new double[categories * _stride];
        Span<double> logs = stackalloc double[table.Stride];
        for (var k = 0; k < categories; k++)
        {
            logs.Clear();
            table.Add(item, k, logs);
            for (var n = 0; n < nodes; n++) row[k * _stride + n] = Math.Exp(logs[n]);
        }

        return row;
    }
}
