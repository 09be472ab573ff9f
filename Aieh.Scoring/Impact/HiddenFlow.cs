namespace Aieh.Scoring.Impact;

/// <summary>
/// The hidden cells of a table as a network: more in one cell is less in others of its row and column, and so on round a circle. What goes
/// round the circles through a cell is what it can be besides itself.
/// </summary>
internal readonly ref struct HiddenFlow
{
    private readonly int[,] _cells;
    private readonly bool[,] _hidden;
    private readonly int[] _rowOf;
    private readonly int[] _columnOf;

    public HiddenFlow(int[,] people, bool[,] hidden, ReadOnlySpan<bool> hiddenRows, ReadOnlySpan<bool> hiddenColumns)
    {
        (_rowOf, var rows) = Merge(hiddenRows);
        (_columnOf, var columns) = Merge(hiddenColumns);
        _cells = new int[rows, columns];
        _hidden = new bool[rows, columns];
        for (var row = 0; row < _rowOf.Length; row++)
            for (var column = 0; column < _columnOf.Length; column++)
            {
                if (!hidden[row, column]) continue;
                _cells[_rowOf[row], _columnOf[column]] += people[row, column];
                _hidden[_rowOf[row], _columnOf[column]] = true;
            }
    }

    /// <summary>How far apart the cell's lowest and highest values are; from <paramref name="enough"/> on, that it is enough.</summary>
    public int RangeOf(int row, int column, int enough)
    {
        var (r, c) = (_rowOf[row], _columnOf[column]);
        var more = Flow(r, c, isMore: true, enough);
        return more >= enough ? more : more + Flow(r, c, isMore: false, Math.Min(enough, _cells[r, c]));
    }

    // Nodes: rows, then columns. A step from a column to a row takes people out of the cell, a step from a row to a column puts them in.
    // One more in the cell is a way from its column back to its row; one fewer, one from its row to its column; not through the cell.
    private int Flow(int row, int column, bool isMore, int enough)
    {
        var left = (int[,])_cells.Clone();
        var rows = left.GetLength(0);
        var (from, to) = isMore ? (rows + column, row) : (row, rows + column);
        var flow = 0;
        while (flow < enough && Way(left, from, to, (row, column)) is { } way)
        {
            foreach (var (r, c, change) in way) left[r, c] += change;
            flow++;
        }

        return flow;
    }

    /// <summary>A way for one person, breadth first; null when there is none.</summary>
    private List<(int Row, int Column, int Change)>? Way(int[,] left, int from, int to, (int Row, int Column) without)
    {
        var (rows, columns) = (left.GetLength(0), left.GetLength(1));
        var before = new int[rows + columns];
        Array.Fill(before, -1);
        before[from] = from;
        var queue = new Queue<int>([from]);
        while (queue.TryDequeue(out var node) && before[to] < 0)
        {
            for (var next = 0; next < before.Length; next++)
            {
                if (before[next] >= 0 || node < rows == next < rows) continue;
                var (r, c) = node < rows ? (node, next - rows) : (next, node - rows);
                if (!_hidden[r, c] || (r, c) == without || (node >= rows && left[r, c] == 0)) continue;
                before[next] = node;
                queue.Enqueue(next);
            }
        }

        if (before[to] < 0) return null;
        var way = new List<(int Row, int Column, int Change)>();
        for (var node = to; node != from; node = before[node])
        {
            var puts = before[node] < rows;
            way.Add(puts ? (before[node], node - rows, 1) : (node, before[node] - rows, -1));
        }

        return way;
    }

    /// <summary>Lines with a hidden total become one, after the told ones; the last line, of the unclassified, stays by itself.</summary>
    private static (int[] Of, int Count) Merge(ReadOnlySpan<bool> hidden)
    {
        var of = new int[hidden.Length + 1];
        var told = 0;
        for (var line = 0; line < hidden.Length; line++)
        {
            if (!hidden[line]) of[line] = told++;
        }

        var isAny = hidden.Contains(true);
        for (var line = 0; line < hidden.Length; line++)
        {
            if (hidden[line]) of[line] = told;
        }

        var last = told + (isAny ? 1 : 0);
        of[^1] = last;
        return (of, last + 1);
    }
}
