using System.Xml.Linq;
using Aieh.Api.Drawing;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tools.Report;

/// <summary>How an item behaved in one group of people of like ability.</summary>
internal readonly record struct ObservedGroup(double Theta, double People, double MeanScore);

/// <summary>A small plot for each item: the characteristic curve of a dichotomous one, the category curves of a polytomous one.</summary>
internal static class ItemCurves
{
    private const int Colours = 6;
    private const int NameHeight = 24;

    private const string Polytomous =
        "For an item with more than two categories the solid grey line is the expected score as a share of the maximum, "
        + "which the dots should follow; the numbered lines are its categories.";

    private static readonly double[] _thetas = [.. Enumerable.Range(0, 61).Select(i => -4 + i * 8.0 / 60)];

    public static XElement Section(IReadOnlyList<NamedItem> items, IReadOnlyList<IReadOnlyList<ObservedGroup>> observed)
    {
        var polytomous = items.Any(item => item.Parameters.Categories > 2);
        return Page.Section("curves", "Items",
            Page.Text("Each curve is what the calibration says: "
                + $"the probability of {(polytomous ? "each category" : "a right answer")} at each ability, in logits. "
                + "Dots are what was seen: people in groups of like ability, their mean score on the item as a share of its maximum; "
                + "a larger dot stands for more people. "
                + "Dots that leave the curve together are a misfit."),
            polytomous ? Page.Text(Polytomous) : null,
            Page.Figures(polytomous ? "several" : "many", items.Select(Figure)));

        XElement Figure(NamedItem item, int i)
        {
            var groups = observed.Count > i ? observed[i] : [];
            return Page.Figure(Draw(i + 1, item, groups), Caption(item.Parameters));
        }
    }

    private static XElement Draw(int number, NamedItem item, IReadOnlyList<ObservedGroup> observed)
    {
        var parameters = item.Parameters;
        var isPolytomous = parameters.Categories > 2;
        var plot = new Plot(
            $"Item {number}, {item.Name}: {(isPolytomous ? "category curves" : "characteristic curve")}",
            Describe(parameters),
            new Axis("", -4, 4, [-4, -2, 0, 2, 4]),
            new Axis("", 0, 1, [0, 0.5, 1]),
            150 + (isPolytomous ? 40 : 0),
            190 + (isPolytomous ? 80 : 0),
            NameHeight);
        var probabilities = new double[parameters.Categories];
        var curves = _thetas.Select(theta =>
        {
            ItemResponseFunction.Probabilities(parameters, theta, probabilities);
            return (double[])probabilities.Clone();
        }).ToArray();
        if (parameters.Categories == 2)
        {
            plot.Line(_thetas.Select((theta, n) => (theta, curves[n][1])), "c0");
        }
        else
        {
            plot.Line(_thetas.Select(theta => (theta, Share(parameters, theta))), "axis");
            for (var k = 0; k < parameters.Categories; k++)
            {
                var category = k;
                plot.Line(_thetas.Select((theta, n) => (theta, curves[n][category])), $"c{k % Colours}");
            }
        }

        plot.Name($"{number}", Shorten(item.Name, parameters.Categories > 2 ? 32 : 21));
        var most = observed.Count == 0 ? 1 : observed.Max(group => group.People);
        foreach (var group in observed.Where(group => group.People > 0))
        {
            var radius = 1.2 + 2.2 * Math.Sqrt(group.People / most);
            var people = Show.Count((long)Math.Round(group.People));
            var tip = $"{people} people around θ = {Show.Number(group.Theta)}: {Show.Number(group.MeanScore)}";
            plot.Point(Math.Clamp(group.Theta, -4, 4), group.MeanScore / (parameters.Categories - 1), radius, "ring", tip);
        }

        // Last, so that no dot covers them.
        for (var k = 0; k < parameters.Categories && parameters.Categories > 2; k++)
        {
            var top = Enumerable.Range(0, _thetas.Length).MaxBy(n => curves[n][k]);
            plot.Word(Math.Clamp(_thetas[top], -3.8, 3.8), Math.Min(curves[top][k], 0.95), $"{k}", $"t{k % Colours} halo middle", dy: -4);
        }

        return plot.ToSvg();
    }

    /// <summary>The expected score as a share of the maximum.</summary>
    private static double Share(ItemParameters item, double theta) =>
        ItemResponseFunction.ExpectedScore(item, theta) / (item.Categories - 1);

    private static string Caption(ItemParameters item)
    {
        var a = $"a {Show.Number(item.Discrimination)}";
        if (item.Categories > 2) return $"{a}, b {string.Join(" / ", item.Thresholds.Select(b => Show.Number(b)))}";
        var c = item.Guessing > 0 ? $", c {Show.Number(item.Guessing)}" : "";
        return $"{a}, b {Show.Number(item.Thresholds[0])}{c}";
    }

    private static string Describe(ItemParameters item)
    {
        var model = ItemValues.Word(item.Model).ToUpperInvariant();
        return $"{model} with {Caption(item)}; probability against ability from −4 to 4 logits.";
    }

    private static string Shorten(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}
