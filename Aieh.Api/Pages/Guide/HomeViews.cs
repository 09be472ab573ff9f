using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Pages.Guide;

internal sealed class HomeViews(TestsViews tests)
{
    /// <param name="catalog">What there is.</param>
    /// <param name="address">Where the service is, as the browser knows it.</param>
    public HomeView Of(CatalogSnapshot catalog, string address)
    {
        var scale = catalog.Methodology.Scale;
        // What can be taken comes first.
        TestCard[] cards = [.. GuideOrder.TestsOf(catalog).Select(test => tests.CardOf(test, catalog)).OrderBy(card => !card.HasSample)];
        return new HomeView
        {
            Minimum = GuideText.Number(scale.Minimum.Value, "0"),
            Maximum = GuideText.Number(scale.Maximum.Value, "0"),
            Tests = cards,
            Roles = RoleViews.ListOf(catalog),
            FirstCall = cards.FirstOrDefault(card => card.HasSample) is { } first ? CallOf(address, first.Slug) : null,
        };
    }

    private static string CallOf(string address, string test) =>
        $$"""
        curl {{address}}/v1/attempts \
          -H 'Content-Type: application/json' \
          -d '{"assessment":"{{test}}","form":"sample"}'
        """;
}
