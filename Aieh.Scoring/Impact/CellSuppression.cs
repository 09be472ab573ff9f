using System.Collections.Immutable;

namespace Aieh.Scoring.Impact;

/// <summary>Which cells of one classification are not told.</summary>
/// <param name="Cells">Per cell, whether it is hidden.</param>
/// <param name="IsUnknownHidden">Whether the number of those in no cell is not told apart from the hidden cells.</param>
public sealed record HiddenCells(ImmutableArray<bool> Cells, bool IsUnknownHidden);

/// <summary>
/// Which cells of a table of people are not told, so that nobody who knows the totals can work out a small one by subtraction.
/// </summary>
/// <remarks>
/// The smallest cells are hidden first (primary suppression), then others beside them (complementary suppression)
/// [HundepoolEtAl2012, chapter 4]. An empty cell is told: it is about nobody.
/// </remarks>
public static class CellSuppression
{
    /// <summary>Fewer people than this are not told, and no more closely than to a range this wide: 10.</summary>
    public const int SmallestCell = 10;

    /// <summary>The cells of one classification whose total is known.</summary>
    /// <param name="people">People in each cell; at least 0.</param>
    /// <param name="unknown">People of the total who are in no cell; at least 0.</param>
    /// <param name="smallest">People below which a cell is hidden; at least 1.</param>
    /// <returns>
    /// Which cells are hidden. What is left of the total without the cells that are told is nobody, or at least <paramref name="smallest"/>
    /// people of at least two kinds: two hidden cells, or a hidden cell and the unknown, whose number is not told then.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or the smallest cell is below 1.</exception>
    /// <remarks>
    /// Who is unknown covers small cells first: a told group more is worth more to a reader than the number of those who belong to none.
    /// </remarks>
    public static HiddenCells OneWay(ReadOnlySpan<int> people, int unknown, int smallest = SmallestCell)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(smallest, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(unknown);
        var hidden = new bool[people.Length];
        for (var cell = 0; cell < people.Length; cell++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(people[cell], nameof(people));
            hidden[cell] = IsSmall(people[cell], smallest);
        }

        while (true)
        {
            var (cells, sum) = Count(people, hidden);
            if (cells == 0 || (cells > 1 && sum >= smallest)) return new HiddenCells([.. hidden], false);
            if (unknown > 0 && sum + unknown >= smallest) return new HiddenCells([.. hidden], true);
            if (SmallestOf(people, hidden) is not { } next) return new HiddenCells([.. hidden], unknown > 0);
            hidden[next] = true;
        }
    }

    /// <summary>The cells of two crossed classifications whose own totals are known.</summary>
    /// <param name="people">
    /// People in each cell; at least 0. The last row and the last column hold those who are not classified by the one or the other; their
    /// cells are never told.
    /// </param>
    /// <param name="hiddenRows">Per row but the last, whether its total is hidden; then all of it is.</param>
    /// <param name="hiddenColumns">Per column but the last, whether its total is hidden; then all of it is.</param>
    /// <param name="smallest">People below which a cell is hidden; at least 1.</param>
    /// <returns>
    /// Per cell, whether it is hidden. Whoever knows the totals and the cells that are told can narrow a small cell of a row and a column
    /// that are told to no range of fewer than <paramref name="smallest"/> people.
    /// </returns>
    /// <exception cref="ArgumentException">There is no row or column but the last, or not one flag for each.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or the smallest cell is below 1.</exception>
    /// <remarks>
    /// What a cell can be, given the totals, is the most that can be sent through the hidden cells of other rows and columns: a maximum
    /// flow [Cox1995]. Rows and columns with a hidden total count as one, since only what they hold together is known.
    /// </remarks>
    public static bool[,] TwoWay(
        int[,] people, ReadOnlySpan<bool> hiddenRows, ReadOnlySpan<bool> hiddenColumns, int smallest = SmallestCell)
    {
        ArgumentNullException.ThrowIfNull(people);
        ArgumentOutOfRangeException.ThrowIfLessThan(smallest, 1);
        var (rows, columns) = (people.GetLength(0), people.GetLength(1));
        if (rows < 2 || columns < 2 || hiddenRows.Length != rows - 1 || hiddenColumns.Length != columns - 1)
            throw new ArgumentException("One flag for each row and each column but the last.", nameof(people));

        var hidden = new bool[rows, columns];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(people[row, column], nameof(people));
                hidden[row, column] = row == rows - 1 || column == columns - 1 || hiddenRows[row] || hiddenColumns[column]
                    || IsSmall(people[row, column], smallest);
            }

        while (Narrow(people, hidden, hiddenRows, hiddenColumns, smallest) is { } open)
        {
            if (SmallestBeside(people, hidden, open) is not { } next) break;
            hidden[next.Row, next.Column] = true;
        }

        return hidden;
    }

    private static bool IsSmall(int people, int smallest) => people > 0 && people < smallest;

    private static (int Cells, int Sum) Count(ReadOnlySpan<int> people, bool[] hidden)
    {
        var (cells, sum) = (0, 0);
        for (var cell = 0; cell < people.Length; cell++)
        {
            if (!hidden[cell]) continue;
            cells++;
            sum += people[cell];
        }

        return (cells, sum);
    }

    private static int? SmallestOf(ReadOnlySpan<int> people, bool[] hidden)
    {
        int? smallest = null;
        for (var cell = 0; cell < people.Length; cell++)
        {
            if (!hidden[cell] && people[cell] > 0 && (smallest is not { } other || people[cell] < people[other])) smallest = cell;
        }

        return smallest;
    }

    /// <summary>A small cell that can be worked out too closely, while there is something left to hide; null without one.</summary>
    private static (int Row, int Column)? Narrow(
        int[,] people, bool[,] hidden, ReadOnlySpan<bool> hiddenRows, ReadOnlySpan<bool> hiddenColumns, int smallest)
    {
        for (var row = 0; row < hiddenRows.Length; row++)
            for (var column = 0; column < hiddenColumns.Length; column++)
            {
                if (hiddenRows[row] || hiddenColumns[column] || !IsSmall(people[row, column], smallest)) continue;
                var range = new HiddenFlow(people, hidden, hiddenRows, hiddenColumns).RangeOf(row, column, smallest);
                if (range < smallest && SmallestBeside(people, hidden, (row, column)) is not null) return (row, column);
            }

        return null;
    }

    /// <summary>The smallest told cell of the row and the column; where these are hidden, of the table: a way round needs more.</summary>
    private static (int Row, int Column)? SmallestBeside(int[,] people, bool[,] hidden, (int Row, int Column) cell)
    {
        (int Row, int Column)? beside = null, anywhere = null;
        for (var row = 0; row < people.GetLength(0); row++)
            for (var column = 0; column < people.GetLength(1); column++)
            {
                if (hidden[row, column] || people[row, column] == 0) continue;
                if (IsSmaller(anywhere, row, column)) anywhere = (row, column);
                if ((row == cell.Row || column == cell.Column) && IsSmaller(beside, row, column)) beside = (row, column);
            }

        return beside ?? anywhere;

        bool IsSmaller((int Row, int Column)? than, int row, int column) =>
            than is not { } other || people[row, column] < people[other.Row, other.Column];
    }
}
