using Aieh.Api.Catalog.Documents;
using Aieh.Api.Drawing;

namespace Aieh.Api.Pages.Guide;

/// <summary>What several pages need to draw.</summary>
internal static class GuidePictures
{
    public static DrawnScale ScaleOf(CatalogSnapshot catalog)
    {
        var methodology = catalog.Methodology;
        return new DrawnScale(
            methodology.Scale.Minimum.Value,
            methodology.Scale.Maximum.Value,
            [.. methodology.Bands.Select(band => new DrawnBand(band.Name, band.From.Value, band.To.Value))]);
    }
}
