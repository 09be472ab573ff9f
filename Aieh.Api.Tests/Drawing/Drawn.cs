using System.Globalization;
using System.Xml.Linq;
using Aieh.Api.Drawing;
using Aieh.Scoring.Checks;
using Aieh.Scoring.Irt;
using Aieh.Api.Tests.Pages;
using Aieh.Scoring.Scale;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Tests.Drawing;

/// <summary>A picture as it is read back out of a page.</summary>
internal sealed record Drawn(XElement Root)
{
    /// <summary>Coordinates are written with one decimal.</summary>
    public const double Rounding = 0.051;

    public static DrawnScale Scale { get; } = new(
        300, 850, [new("Below threshold", 300, 499), new("Functional", 500, 649), new("Strong", 650, 749), new("Exceptional", 750, 850)]);

    public static TestForm Form { get; } = new(
        Enumerable.Range(0, 20).Select(i => ItemParameters.ThreeParameter(0.8 + i % 5 * 0.2, -2 + i * 0.2, 0.2)));

    /// <summary>The standard errors of a form's scores, its items taken for true.</summary>
    public static IReadOnlyList<ErrorPoint> ErrorsOf(TestForm form) =>
        [.. ScorePrecision.Curve(form, ScoreScale.Passport, 5).Select(point => new ErrorPoint(point.Score, point.PosteriorStandardError))];

    /// <summary>The words as they are in the resources.</summary>
    public static IStringLocalizer<PictureWords> English { get; } = new StringLocalizer<PictureWords>(Localizers());

    /// <summary>The words in a language that nobody speaks.</summary>
    public static IStringLocalizer<PictureWords> Pseudo { get; } =
        new StringLocalizer<PictureWords>(new PseudoLocalizerFactory(Localizers()));

    public static Drawn Of(Picture picture) => new(XElement.Parse(picture.Markup));

    /// <summary>Where a score stands: 12 pixels are free on each side of 380.</summary>
    public static double X(double score) => 12 + 356 * (score - 300) / 550;

    public double Height => double.Parse(Root.Attribute("viewBox")!.Value.Split(' ')[3], CultureInfo.InvariantCulture);

    public string Description => Root.Element("desc")!.Value;

    public IReadOnlyList<XElement> All(string name, string style) =>
        [.. Root.Elements(name).Where(element => element.Attribute("class")!.Value.Split(' ').Contains(style))];

    public IReadOnlyList<string> Texts(string style) => [.. All("text", style).Select(Words)];

    public double YOf(string text) => Number(Root.Elements("text").Single(element => Words(element) == text), "y");

    public IReadOnlyList<(double X, double Y)> Line(string style) => PointsOf(All("polyline", style).Single());

    public static IReadOnlyList<(double X, double Y)> PointsOf(XElement line) =>
        [.. line.Attribute("points")!.Value.Split(' ', ',').Select(Parse).Chunk(2).Select(pair => (pair[0], pair[1]))];

    public static double Number(XElement element, string attribute) => Parse(element.Attribute(attribute)!.Value);

    private static ResourceManagerStringLocalizerFactory Localizers() =>
        new(Options.Create(new LocalizationOptions()), NullLoggerFactory.Instance);

    private static double Parse(string number) => double.Parse(number, CultureInfo.InvariantCulture);

    /// <summary>What is to be read, without the tooltip.</summary>
    public static string Words(XElement element) => string.Concat(element.Nodes().OfType<XText>().Select(text => text.Value));
}
