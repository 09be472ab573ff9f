using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Calibration;

/// <summary>
/// The items being fitted and where their parameters stand in the parameter vector.
/// One-parameter items each hold a copy of the shared slope.
/// </summary>
internal sealed class FittedItems
{
    private static readonly double LowestLogit = Math.Log(CalibrationOptions.SmallestGuessing / (1 - CalibrationOptions.SmallestGuessing));
    private static readonly double HighestLogit = Math.Log(CalibrationOptions.LargestGuessing / (1 - CalibrationOptions.LargestGuessing));

    private readonly bool _allowNegative;

    public FittedItems(IReadOnlyList<CalibrationItem> items, IReadOnlyList<int> categories, bool allowNegative)
    {
        _allowNegative = allowNegative;
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

    /// <summary>The bounds within which a parameter is searched.</summary>
    public (double Low, double High) Bounds(int item, int parameter) =>
        parameter == 0 ? (LowestSlope(item), CalibrationOptions.LargestDiscrimination)
        : parameter < Curves[item].Categories ? (-CalibrationOptions.LargestIntercept, CalibrationOptions.LargestIntercept)
        : (LowestLogit, HighestLogit);

    /// <summary>The parameters of an item that stand at a bound.</summary>
    public IEnumerable<ReachedBound> ReachedBounds(double[] x, int item)
    {
        for (var j = 0; j < Curves[item].Parameters; j++)
        {
            var (value, (low, high)) = (x[First[item] + j], Bounds(item, j));
            if (value > low && value < high) continue;
            if (j == 0) yield return new(ParametersAtBound.Discrimination, 0, value);
            else if (j < Curves[item].Categories) yield return new(ParametersAtBound.Intercept, j - 1, value);
            else yield return new(ParametersAtBound.Guessing, 0, Logistic.Pair(value).Upper);
        }
    }

    /// <summary>
    /// Parameters as informative as an item's that belong to its model: those of the item scored the other way round
    /// where its slope is not positive.
    /// </summary>
    public ItemParameters ScoredUpwards(double[] x, int item)
    {
        var own = Of(x, item).ToArray();
        if (own[0] < CalibrationOptions.SmallestDiscrimination)
        {
            own[0] = Math.Max(-own[0], CalibrationOptions.SmallestDiscrimination);
            var intercepts = own.AsSpan(1, Curves[item].Categories - 1);
            intercepts.Reverse();
            foreach (ref var intercept in intercepts) intercept = -intercept;
        }

        return Curves[item].Parametrise(own);
    }

    public Span<double> Of(double[] x, int item) => x.AsSpan(First[item], Curves[item].Parameters);

    // Priors of a or b have no density at or below a slope of 0, and the common slope of one-parameter items has no sign of its own.
    private double LowestSlope(int item) =>
        _allowNegative && Items[item] is { Model: not ItemModel.OneParameterLogistic, Priors: { Discrimination: null, Difficulty: null } }
            ? -CalibrationOptions.LargestDiscrimination
            : CalibrationOptions.SmallestDiscrimination;
}
