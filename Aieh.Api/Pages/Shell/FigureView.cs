using Aieh.Api.Catalog.Documents;
using Aieh.Api.Drawing;
using Microsoft.AspNetCore.Components;

namespace Aieh.Api.Pages.Shell;

/// <summary>A picture with what it shows as a table.</summary>
public sealed record FigureView
{
    private FigureView(Picture picture)
    {
        Markup = new MarkupString(picture.Markup);
        Title = picture.Title;
        (TableCaption, Head, Rows) = (picture.Table.Caption, picture.Table.Head, picture.Table.Rows);
    }

    public MarkupString Markup { get; }

    public string Title { get; }

    public string TableCaption { get; }

    public IReadOnlyList<string> Head { get; }

    /// <summary>The first cell of each names it.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; }

    internal static FigureView Of(Picture picture) => new(picture);

    /// <summary>The methodology's scale, to draw on.</summary>
    internal static DrawnScale ScaleOf(MethodologyDocument methodology) => new(
        methodology.Scale.Minimum.Value,
        methodology.Scale.Maximum.Value,
        [.. methodology.Bands.Select(band => new DrawnBand(band.Name, band.From.Value, band.To.Value))]);
}
