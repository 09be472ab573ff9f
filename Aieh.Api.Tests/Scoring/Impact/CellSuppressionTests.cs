using System.Globalization;
using Aieh.Scoring.Impact;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Impact;

internal sealed class CellSuppressionTests
{
    // The last is Connecticut v. Teal: Black, Hispanic, Indian and White people, and the unidentified.
    [TestCase("40 60", 20, "", false)]
    [TestCase("40 0 60", 0, "", false)]
    [TestCase("9 40 60", 0, "0 1", false)]
    [TestCase("9 40 60", 1, "0", true)]
    [TestCase("3 4 60 12", 2, "0 1 3", false)]
    [TestCase("3 4 60 12", 3, "0 1", true)]
    [TestCase("6 4 60", 0, "0 1", false)]
    [TestCase("5 60", 0, "0 1", false)]
    [TestCase("2 3", 0, "0 1", false)]
    [TestCase("48 4 3 259", 15, "1 2", true)]
    public void OneWay_Cells_LeaveARemainderOfTen(string people, int unknown, string hidden, bool isUnknownHidden)
    {
        var result = CellSuppression.OneWay(NumbersIn(people), unknown);

        Assert.That(Enumerable.Range(0, result.Cells.Length).Where(cell => result.Cells[cell]), Is.EqualTo(NumbersIn(hidden)));
        Assert.That(result.IsUnknownHidden, Is.EqualTo(isUnknownHidden));
    }

    [Test]
    public void OneWay_AnyCells_TellNoSmallOneAndNoSmallRemainder() =>
        Gen.Select(Gen.Int[0, 40].Array[1, 7], Gen.Int[0, 30]).Sample((people, unknown) =>
        {
            // Smaller samples tell nothing at all.
            if (people.Sum() + unknown < 20) return;

            var result = CellSuppression.OneWay(people, unknown);
            var hidden = people.Where((_, cell) => result.Cells[cell]).ToList();
            var (kinds, rest) = (hidden.Count + (result.IsUnknownHidden ? 1 : 0), hidden.Sum() + (result.IsUnknownHidden ? unknown : 0));
            Assert.That(people.Where((_, cell) => !result.Cells[cell]), Is.All.Matches<int>(told => told is 0 or >= 10));
            Assert.That(hidden.Count == 0 || (kinds > 1 && rest >= 10), $"{string.Join(' ', people)}, {unknown}");
        });

    // Two sexes and two races, with the unknown last: the small cell is worked out from either total unless three others go with it.
    [Test]
    public void TwoWay_OneSmallCell_TakesARectangleWithIt()
    {
        var people = new[,] { { 5, 30, 0 }, { 20, 40, 0 }, { 0, 0, 0 } };

        var hidden = CellSuppression.TwoWay(people, [false, false], [false, false]);

        Assert.That(
            (hidden[0, 0], hidden[0, 1], hidden[1, 0], hidden[1, 1], hidden[2, 2]), Is.EqualTo((true, true, true, true, true)));
    }

    [Test]
    public void TwoWay_ManyUnknown_HideTheSmallCellByThemselves()
    {
        var people = new[,] { { 5, 30, 20 }, { 20, 40, 20 }, { 20, 20, 20 } };

        var hidden = CellSuppression.TwoWay(people, [false, false], [false, false]);

        Assert.That((hidden[0, 0], hidden[0, 1], hidden[1, 0], hidden[1, 1]), Is.EqualTo((true, false, false, false)));
    }

    [Test]
    public void TwoWay_ALineWhoseTotalIsHidden_IsHiddenWhole()
    {
        var people = new[,] { { 12, 30, 20, 1 }, { 20, 40, 20, 1 }, { 1, 1, 1, 1 } };

        var hidden = CellSuppression.TwoWay(people, [false, false], [true, true, false]);

        Assert.That(Cells(hidden, 0, 3), Is.EqualTo(new[] { true, true, false }));
        Assert.That(Cells(hidden, 1, 3), Is.EqualTo(new[] { true, true, false }));

        static bool[] Cells(bool[,] table, int row, int columns) => [.. Enumerable.Range(0, columns).Select(column => table[row, column])];
    }

    /// <summary>By brute force: all tables that have the totals and the told cells, and what the small cell is in each.</summary>
    [Test]
    public void TwoWay_SmallCells_CannotBeNarrowedBelowTheLimitByAnyTable() =>
        Gen.Int[0, 5].Array[9].Sample(
            cells =>
            {
                const int smallest = 3;
                var people = new int[3, 3];
                for (var i = 0; i < 9; i++) people[i / 3, i % 3] = cells[i];
                bool[] none = [false, false];
                var hidden = CellSuppression.TwoWay(people, none, none, smallest);
                var isAnyTold = Enumerable.Range(0, 4).Any(i => !hidden[i / 2, i % 2] && people[i / 2, i % 2] > 0);
                for (var i = 0; i < 4; i++)
                {
                    var (row, column) = (i / 2, i % 2);
                    if (people[row, column] is 0 or >= smallest) continue;
                    Assert.That(hidden[row, column]);
                    if (!isAnyTold) continue;
                    var range = RangeOf(people, hidden, row, column);
                    Assert.That(range, Is.GreaterThanOrEqualTo(smallest), string.Join(' ', cells));
                }
            },
            iter: 60,
            threads: 1);

    [Test]
    public void Arguments_OutsideTheirDomain_AreRefused()
    {
        Assert.That(() => CellSuppression.OneWay([1, -1], 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => CellSuppression.OneWay([1], -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => CellSuppression.OneWay([1], 0, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => CellSuppression.TwoWay(new int[1, 3], [], [false, false]), Throws.ArgumentException);
        Assert.That(() => CellSuppression.TwoWay(new int[2, 2], [false], [false, true]), Throws.ArgumentException);
        Assert.That(
            () => CellSuppression.TwoWay(new[,] { { -1, 0 }, { 0, 0 } }, [false], [false]),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    /// <summary>Four cells of a table of three by three make the others, by the totals.</summary>
    private static int RangeOf(int[,] people, bool[,] hidden, int row, int column)
    {
        var rows = Enumerable.Range(0, 3).Select(r => people[r, 0] + people[r, 1] + people[r, 2]).ToArray();
        var columns = Enumerable.Range(0, 3).Select(c => people[0, c] + people[1, c] + people[2, c]).ToArray();
        var (least, most) = (int.MaxValue, int.MinValue);
        for (var a = 0; a <= rows[0]; a++)
            for (var b = 0; a + b <= rows[0]; b++)
                for (var c = 0; a + c <= columns[0] && c <= rows[1]; c++)
                    for (var d = 0; b + d <= columns[1] && c + d <= rows[1]; d++)
                    {
                        int[,] table =
                        {
                            { a, b, rows[0] - a - b }, { c, d, rows[1] - c - d },
                            { columns[0] - a - c, columns[1] - b - d, rows[2] - (columns[0] - a - c) - (columns[1] - b - d) },
                        };
                        if (!Fits(table)) continue;
                        (least, most) = (Math.Min(least, table[row, column]), Math.Max(most, table[row, column]));
                    }

        return most - least;

        bool Fits(int[,] table)
        {
            for (var i = 0; i < 9; i++)
            {
                var (r, c) = (i / 3, i % 3);
                if (table[r, c] < 0 || (!hidden[r, c] && table[r, c] != people[r, c])) return false;
            }

            return true;
        }
    }

    private static int[] NumbersIn(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
}
