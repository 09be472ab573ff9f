using System.Collections.Immutable;
using Aieh.Scoring.Calibration;
using Aieh.Scoring.Checks;

namespace Aieh.Api.Tools.Files;

/// <summary>What there is to say of items from their answers alone, whichever verb has them before it.</summary>
internal static class ItemRemarks
{
    private const double Low = 0.15;
    private const double Significance = 0.05;

    /// <summary>Words for what is told of people beside their answers. A column of such a name is hardly ever an item.</summary>
    private static readonly HashSet<string> _background = new(StringComparer.OrdinalIgnoreCase)
    {
        "age", "sex", "gender", "female", "male", "race", "ethnicity", "country", "region", "language", "school", "class", "grade",
        "year", "date", "time", "duration", "seconds", "total", "score", "sum", "raw", "form", "booklet", "site", "rater", "weight",
    };

    /// <param name="remarks">Where it is said.</param>
    /// <param name="names">The items.</param>
    /// <param name="rest">How each goes with the others.</param>
    /// <param name="reversed">How the codes of an item would be declared the other way round; null where nobody declares codes.</param>
    public static void AddRest(
        this Remarks remarks, IReadOnlyList<string> names, ImmutableArray<ItemRestCorrelation> rest, Func<int, string>? reversed)
    {
        foreach (var item in rest.Where(item => item.IsNegative))
        {
            var name = names[item.Item];
            remarks.Add(
                $"{name}: people who do well on the other items do worse on it (item–rest r = {Show.Number(item.Correlation)}, "
                + $"N = {item.People}), so its discrimination is negative: is its key the wrong way round?"
                + (reversed is null ? "" : $" --codes {name}={reversed(item.Item)} turns it."));
        }

        var low = rest.Where(item => !item.IsNegative && item.Upper < Low).ToArray();
        remarks.Add(
            [.. low.Select(item => $"{names[item.Item]} (r = {Show.Number(item.Correlation)})")],
            "hardly related to the other items: no item at all, but something else about the people? --ignore leaves a column out");
        remarks.Add([.. names.Where(_background.Contains)], "called like something about the people; --ignore leaves a column out");
    }

    /// <summary>
    /// Codes that begin with 1 pass for categories unless somebody gave the highest: then everybody is a category too high.
    /// </summary>
    public static void AddShifted(this Remarks remarks, ItemList form, ResponseTable table)
    {
        const int fewest = 10;
        bool[] several = [.. form.Items.Select((item, i) => table.Codes[i] is null && item.Categories > 2)];
        int[] given = [.. table.Answers.Where((answer, at) => answer >= 0 && several[at % several.Length])];
        if (given.Length < fewest || given.Contains(0)) return;
        var example = form.Items[Array.IndexOf(several, true)];
        remarks.Add(
            $"{table.Path}: nobody has the code 0 of any item with more than two categories. "
            + $"If their codes begin with 1, declare them, as in --codes {example.Name}=1-{example.Categories}.");
    }

    /// <summary>One item twice, which counts twice in whatever is made of all of them.</summary>
    public static void AddAlike(this Remarks remarks, IReadOnlyList<string> names, ImmutableArray<AlikePair> alike)
    {
        remarks.Add(
            [.. alike.Select(pair => $"{names[pair.First]} and {names[pair.Second]} ({Show.Percent(pair.Share)} of {pair.People} people)")],
            "answered alike: one item twice? All other estimates rest on it too; --ignore leaves one out");
    }

    /// <summary>With as many tests as items, one sound test in twenty has an item that is named.</summary>
    public static void AddMisfit(this Remarks remarks, IReadOnlyList<string> names, ImmutableArray<ItemFit> fit)
    {
        var judged = fit.Count(item => item.PValue is not null);
        string[] misfits = [.. Enumerable.Range(0, fit.Length).Where(i => fit[i].PValue < Significance / judged).Select(i => names[i])];
        remarks.Add(misfits, $"misfit (S-X², p below {Significance} over the {judged} items judged); look at the curves that check draws");
    }
}
