using System.Xml.Linq;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Checks;

namespace Aieh.Api.Tools.Report;

/// <summary>A group compared with another on every item.</summary>
/// <param name="Dif">Null where one of them is too small: then nothing is told of it, its size neither.</param>
internal sealed record GroupComparison(string Focal, string Reference, DifResult? Dif);

/// <summary>The comparisons of an assessment.</summary>
/// <param name="Items">Names of the items.</param>
internal sealed record GroupComparisons(string Assessment, IReadOnlyList<string> Items, IReadOnlyList<GroupComparison> All);

/// <summary>Whether items favour one group of those who have said of which they are, among people with the same score.</summary>
internal static class GroupDifReport
{
    private static readonly string[] _columns = ["item", "class", "χ²", "p", "MH D-DIF", "SE", "mean difference", "effect size"];

    private static string SizesText =>
        $"Told where the compared group and the other have at least {DifferentialItemFunctioning.SmallestFocalGroup} people each with "
        + $"every item, and {DifferentialItemFunctioning.SmallestSample} together. Of smaller ones nothing is told.";

    public static void WritePage(TextWriter writer, GroupComparisons comparisons)
    {
        var title = $"Differential functioning: {comparisons.Assessment}";
        Page.Write(writer, title,
        [
            new XElement("header",
                new XElement("h1", title),
                new XElement("p", new XAttribute("class", "lead"),
                    "Of people who have answered the voluntary questionnaire. " + SizesText)),
            new XElement("main", comparisons.All.Select(each => SectionOf(each, comparisons.Items))),
        ]);
    }

    public static void WriteJson(TextWriter writer, GroupComparisons comparisons) => OutputFile.WriteJson(writer, new
    {
        comparisons.Assessment,
        DifferentialItemFunctioning.SmallestFocalGroup,
        DifferentialItemFunctioning.SmallestSample,
        Comparisons = comparisons.All.Select(each => new
        {
            each.Focal,
            each.Reference,
            IsSuppressed = each.Dif is null,
            FocalPeople = each.Dif?.FocalPeople,
            ReferencePeople = each.Dif?.ReferencePeople,
            Purification = each.Dif?.Purification,
            Items = each.Dif?.Purified.Select(item => new
            {
                Item = comparisons.Items[item.Item],
                item.Status,
                Class = item.Class?.ToString(),
                item.ChiSquare,
                item.PValue,
                item.MhDelta,
                item.MhDeltaStandardError,
                item.MeanDifference,
                item.EffectSize,
            }),
        }),
    });

    private static XElement SectionOf(GroupComparison comparison, IReadOnlyList<string> items)
    {
        var heading = $"{comparison.Focal} beside {comparison.Reference}";
        if (comparison.Dif is not { } dif) return Page.Section(comparison.Focal, heading, Page.Text("Not told: too few people."));

        return Page.Section(comparison.Focal, heading,
            Page.Text($"{Show.Count(dif.FocalPeople)} people against {Show.Count(dif.ReferencePeople)}, matched on the score. Below zero "
                + "an item is harder for the first group than for others with the same score. Class A is negligible, B moderate, C large. "
                + "DIF is a reason to read the item: it is bias only if what makes the difference is not what the test is about."),
            Page.Table(
                $"Matched on the score without the flagged items ({Words.Of(dif.Purification)} after {dif.Passes} passes)",
                _columns,
                dif.Purified.Select(item => RowOf(items[item.Item], item))));
    }

    private static IReadOnlyList<object> RowOf(string name, ItemDif item) =>
    [
        name,
        item.Class switch { null => "not evaluated", DifClass.A => "A", var other => Page.Flag($"{other}") },
        Show.Number(item.ChiSquare),
        Show.Probability(item.PValue),
        Show.Number(item.MhDelta),
        Show.Number(item.MhDeltaStandardError),
        Show.Number(item.MeanDifference, "0.000"),
        Show.Number(item.EffectSize),
    ];
}
