using System.Xml.Linq;
using Aieh.Api.Drawing;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tools.Report;

/// <summary>The person–item map of people who answered: their estimates, and the thresholds of the items by number.</summary>
internal static class WrightMap
{
    private const int Steps = 40;
    private const double From = -4;
    private const double Step = 0.2;

    private const string Caption =
        "People by estimated ability (EAP), left; items by number, right. "
        + "7.2 is the second threshold of item 7; the names stand in the table of parameters.";

    /// <param name="abilities">One ability per row of the responses.</param>
    /// <param name="frequencies">How many people each row stands for.</param>
    public static XElement Section(IReadOnlyList<NamedItem> items, IReadOnlyList<double> abilities, IReadOnlyList<int> frequencies)
    {
        var map = new MapRows(
            "Person–item map",
            "Left: how many people have each ability, from −4 at the bottom to 4 logits at the top. "
            + $"Right: the thresholds of {items.Count} items on the same scale, by item number.",
            Steps,
            "people",
            "items");
        var people = new long[Steps];
        for (var i = 0; i < abilities.Count; i++) people[Slot(abilities[i])] += frequencies[i];
        var most = Math.Max(1, people.Max());
        var marks = items.SelectMany(MarksOf).ToLookup(mark => mark.Slot, mark => mark.Mark);
        for (var slot = 0; slot < Steps; slot++) Row(map, slot, people[slot], (double)people[slot] / most, [.. marks[slot]]);
        var locations = items.Any(item => item.Parameters.Categories > 2) ? "thresholds" : "difficulties";
        return Page.Section("map", "People and items",
            Page.Text($"The {locations} of the items should lie where the people are: "
                + "items far above or below everybody tell little. The first and last row also hold what lies beyond ±4."),
            Page.Figures("map", [Page.Figure(map.ToSvg(), Caption)]));
    }

    private static void Row(MapRows map, int slot, long people, double share, string[] marks)
    {
        if (slot % 5 == 0) map.Rule(slot, new Axis("", -4, 4, []).Mark(From + slot * Step));
        if (people > 0)
        {
            var (from, to) = (Show.Number(From + slot * Step, "0.0"), Show.Number(From + (slot + 1) * Step, "0.0"));
            map.People(slot, share, $"{Show.Count(people)} people from {from} to {to}");
        }

        map.Named(slot, marks);
    }

    private static int Slot(double theta) => (int)Math.Clamp(Math.Floor((theta - From) / Step), 0, Steps - 1);

    /// <summary>Where the thresholds of an item stand, and what marks them.</summary>
    private static IEnumerable<(int Slot, string Mark)> MarksOf(NamedItem item, int i) =>
        item.Parameters.Thresholds.Select((b, k) => (Slot(b), Name(item.Parameters, i + 1, k + 1)));

    private static string Name(ItemParameters item, int number, int threshold) =>
        item.Thresholds.Length == 1 ? $"{number}" : $"{number}.{threshold}";
}
