using System.Xml.Linq;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tools.Report;

/// <summary>The person–item map: people and thresholds on one scale of ability [Wright and Stone 1979].</summary>
internal static class WrightMap
{
    private const int Steps = 40;
    private const double From = -4;
    private const double Step = 0.2;
    private const int Top = 26;
    private const int RowHeight = 12;
    private const int Middle = 150;
    private const int MarkWidth = 28;
    private const int Marks = (Plot.Width - Middle - 34) / MarkWidth;

    private const string Caption =
        "People by estimated ability (EAP), left; items by number, right. "
        + "7.2 is the second threshold of item 7; the names stand in the table of parameters.";

    /// <param name="abilities">One ability per row of the responses.</param>
    /// <param name="frequencies">How many people each row stands for.</param>
    public static XElement Section(IReadOnlyList<NamedItem> items, IReadOnlyList<double> abilities, IReadOnlyList<int> frequencies)
    {
        var svg = Plot.Frame(
            "Person–item map",
            "Left: how many people have each ability, from −4 at the bottom to 4 logits at the top. "
            + $"Right: the thresholds of {items.Count} items on the same scale, by item number.",
            Plot.Width,
            Top + Steps * RowHeight + 12);
        svg.Add(Plot.Text(Middle - 8, 15, "people", "label end"), Plot.Text(Middle + 38, 15, "items", "label"));
        var people = new long[Steps];
        for (var i = 0; i < abilities.Count; i++) people[Slot(abilities[i])] += frequencies[i];
        var most = Math.Max(1, people.Max());
        var marks = items.SelectMany(MarksOf).ToLookup(mark => mark.Slot, mark => mark.Mark);
        for (var slot = 0; slot < Steps; slot++) Row(svg, slot, people[slot], (double)people[slot] / most, [.. marks[slot]]);
        var locations = items.Any(item => item.Parameters.Categories > 2) ? "thresholds" : "difficulties";
        return Page.Section("map", "People and items",
            Page.Text($"The {locations} of the items should lie where the people are: "
                + "items far above or below everybody tell little. The first and last row also hold what lies beyond ±4."),
            Page.Figures("map", [Page.Figure(svg, Caption)]));
    }

    private static void Row(XElement svg, int slot, long people, double share, string[] marks)
    {
        var y = Top + (Steps - 1 - slot) * RowHeight;
        if (slot % 5 == 0)
        {
            svg.Add(Plot.Text(Middle + 16, y + RowHeight + 3.5, new Axis("", -4, 4, []).Mark(From + slot * Step), "tick middle"));
            var below = Plot.N(y + RowHeight);
            var (left, right) = (Plot.N(Middle), Plot.N(Middle + 32));
            svg.Add(Plot.Shape("line", "grid", ("x1", "0"), ("x2", left), ("y1", below), ("y2", below)));
            svg.Add(Plot.Shape("line", "grid", ("x1", right), ("x2", Plot.N(Plot.Width)), ("y1", below), ("y2", below)));
        }

        if (people > 0)
        {
            var width = Math.Max(1, share * (Middle - 6));
            var (x, height) = (Plot.N(Middle - width), Plot.N(RowHeight - 2));
            var bar = Plot.Shape("rect", "bar", ("x", x), ("y", Plot.N(y + 1)), ("width", Plot.N(width)), ("height", height));
            var (from, to) = (Show.Number(From + slot * Step, "0.0"), Show.Number(From + (slot + 1) * Step, "0.0"));
            svg.Add(bar.With(new XElement("title", $"{Show.Count(people)} people from {from} to {to}")));
        }

        for (var i = 0; i < Math.Min(marks.Length, Marks); i++)
        {
            var more = i == Marks - 1 && marks.Length > Marks;
            var word = Plot.Text(
                Middle + 36 + i * MarkWidth, y + RowHeight - 2, more ? $"+{marks.Length - i}" : marks[i], "small");
            svg.Add(word.With(new XElement("title", string.Join(", ", marks))));
        }
    }

    private static int Slot(double theta) => (int)Math.Clamp(Math.Floor((theta - From) / Step), 0, Steps - 1);

    /// <summary>Where the thresholds of an item stand, and what marks them.</summary>
    private static IEnumerable<(int Slot, string Mark)> MarksOf(NamedItem item, int i) =>
        item.Parameters.Thresholds.Select((b, k) => (Slot(b), Name(item.Parameters, i + 1, k + 1)));

    private static string Name(ItemParameters item, int number, int threshold) =>
        item.Thresholds.Length == 1 ? $"{number}" : $"{number}.{threshold}";
}
