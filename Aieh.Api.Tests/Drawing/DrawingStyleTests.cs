using System.Globalization;
using System.Text.RegularExpressions;
using Aieh.Api.Drawing;

namespace Aieh.Api.Tests.Drawing;

/// <summary>Colours that can be told from what they stand on: WCAG 2.2, 1.4.3 and 1.4.11.</summary>
public sealed partial class DrawingStyleTests
{
    private const double OfText = 4.5;
    private const double OfMarks = 3;

    private static readonly string Css = Read();
    private static readonly string[] Grounds = ["paper", "band-0", "band-1", "band-2", "band-3"];
    private static readonly string[] Themes = ["light", "dark"];
    private static readonly string[] Texts = ["ink", "soft"];
    private static readonly string[] Marks = ["mark", "limit", "c1", "c2", "c3", "c4", "c5"];

    private static string Read()
    {
        var type = typeof(Picture);
        using var reader = new StreamReader(type.Assembly.GetManifestResourceStream(type, "drawing.css")!);
        return reader.ReadToEnd();
    }

    [Test]
    public void Text_OnEveryGround_IsReadable([ValueSource(nameof(Themes))] string theme, [ValueSource(nameof(Grounds))] string ground) =>
        Assert.That(Texts.Where(text => Contrast(theme, text, ground) < OfText), Is.Empty);

    [Test]
    public void Marks_OnEveryGround_AreSeen([ValueSource(nameof(Themes))] string theme, [ValueSource(nameof(Grounds))] string ground) =>
        Assert.That(Marks.Where(mark => Contrast(theme, mark, ground) < OfMarks), Is.Empty);

    [Test]
    public void Rules_TouchPicturesAlone()
    {
        var selectors = Rule().Matches(Css).SelectMany(rule => rule.Groups[1].Value.Split(',')).Select(selector => selector.Trim());

        Assert.That(selectors, Has.Exactly(2).EqualTo(":root"));
        Assert.That(selectors.Where(selector => selector != ":root"), Is.All.Match(@"^\.picture( |$)"));
    }

    [Test]
    public void Colours_AllThatAreUsed_AreSetInBothThemes()
    {
        var used = Used().Matches(Css).Select(match => match.Groups[1].Value).Distinct().ToList();

        foreach (var theme in Themes) Assert.That(used, Is.SubsetOf(ColoursOf(theme).Keys), theme);
    }

    private static double Contrast(string theme, string colour, string ground)
    {
        var colours = ColoursOf(theme);
        double[] two = [Luminance(colours[colour]), Luminance(colours[ground])];
        return (two.Max() + 0.05) / (two.Min() + 0.05);
    }

    private static Dictionary<string, string> ColoursOf(string theme) =>
        Colour().Matches(Css.Split(":root {")[theme == "light" ? 1 : 2].Split('}')[0])
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    /// <summary>Relative luminance of a colour in sRGB, as WCAG defines it.</summary>
    private static double Luminance(string colour)
    {
        var parts = Enumerable.Range(0, 3).Select(i => int.Parse(colour.AsSpan(2 * i, 2), NumberStyles.HexNumber, null) / 255.0)
            .Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4)).ToArray();
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    }

    [GeneratedRegex("--draw-([a-z0-9-]+): #([0-9a-f]{6})")]
    private static partial Regex Colour();

    [GeneratedRegex(@"var\(--draw-([a-z0-9-]+)\)")]
    private static partial Regex Used();

    [GeneratedRegex(@"(?m)^ *((?::root|\.picture)[^{@]*)\{")]
    private static partial Regex Rule();
}
