using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Calibration;

/// <summary>
/// The items being fitted and where their parameters stand in the parameter vector.
/// One-parameter items each hold a copy of the shared slope.
/// </summary>
internal sealed class FittedItems
{
    public FittedItems(IReadOnlyList<CalibrationItem> items, IReadOnlyList<int> categories)
    {
        Items = [.. items];
        Curves = [.. items.Zip(categories, (item, count) => ItemCurve.Of(item.Model, count))];
        First = new int[Count + 1];
        FirstRows = new int[Count + 1];
        for (var i = 0; i < Count; i++)
        {
            First[i + 1] = First[i] + Curves[i].Parameters;
            FirstRows[i + 1] = FirstRows[i] + Curves[i].Categories;
        }

        Sharing = [.. Enumerable.Range(0, Count).Where(i => items[i].Model == ItemModel.OneParameterLogistic)];
    }

    public CalibrationItem[] Items { get; }

    public ItemCurve[] Curves { get; }

    /// <summary>Position of each item's slope in the parameter vector; the last entry is its length.</summary>
    public int[] First { get; }

    /// <summary>First row of each item in the expected counts; the last entry is the number of rows.</summary>
    public int[] FirstRows { get; }

    /// <summary>The items that share a slope.</summary>
    public int[] Sharing { get; }

    public int Count => Curves.Length;

    public int Rows => FirstRows[^1];

    /// <summary>Number of parameters estimated: the shared slope counts once.</summary>
    public int FreeParameters => First[^1] - Math.Max(0, Sharing.Length - 1);

    public Span<double> Of(double[] x, int item) => x.AsSpan(First[item], Curves[item].Parameters);
}
