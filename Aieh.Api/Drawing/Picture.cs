using System.Xml.Linq;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Drawing;

/// <summary>
/// A picture and what it shows as a table, which the page puts behind it for those who do not see the picture. Its look is that of
/// drawing.css; nothing in it asks for a script or carries a style.
/// </summary>
internal sealed record Picture(XElement Element, PictureTable Table)
{
    public const int Width = Plot.Width;

    /// <summary>The edges of what is drawn without an axis of values on the left.</summary>
    public const int Left = 12;

    public const int Right = Width - 12;

    public string Title => Element.Element("title")!.Value;

    /// <summary>The picture as it is written into a page.</summary>
    public string Markup => Element.ToString(SaveOptions.DisableFormatting);

    public static XElement Frame(string title, string description, double height, IStringLocalizer<PictureWords> words) =>
        Styled(Svg.Frame(title, Or(description, words), Width, (int)Math.Ceiling(height)));

    /// <summary>A picture without anything in it says so.</summary>
    public static string Or(string description, IStringLocalizer<PictureWords> words) =>
        description.Length > 0 ? description : words["Nothing"];

    /// <summary>The style sheet of the pages looks after pictures of this class alone.</summary>
    public static XElement Styled(XElement svg)
    {
        svg.SetAttributeValue("class", "picture");
        return svg;
    }
}

/// <summary>The numbers of a picture. The first cell of a row names it.</summary>
internal sealed record PictureTable(string Caption, IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows);
