using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Pages;

/// <summary>What holds for all pages is seen not to hold for these.</summary>
public sealed class PlantedPageTests : BrowserFixture
{
    [Test]
    public async Task Barrier_OnAPage_IsToldWithItsRuleAndPlace()
    {
        var visitor = await OpenAsync("""
            <!DOCTYPE html><html lang="en"><title>Planted</title>
            <main><h1>Planted</h1><p style="color: #ccc; background: #fff">pale</p><img id="bare" src="data:,"></main></html>
            """);
        var barriers = await Barriers.OnAsync(visitor.Page);

        Assert.That(barriers, Has.Count.EqualTo(2));
        Assert.That(barriers, Has.Some.StartsWith("color-contrast (serious) at p: "));
        Assert.That(barriers, Has.Some.StartsWith("image-alt (critical) at #bare: ").And.Some.Contains("https://dequeuniversity.com/"));
    }

    [TestCase("<html lang='en'><title>T</title><h1>A</h1><h2>B</h2><h3>C</h3><h2>D</h2></html>")]
    [TestCase("<h1>A</h1>", "no language", "no title")]
    [TestCase("<html lang='en'><title>T</title><h2>B</h2></html>", "0 headings of the first level", "h2 after h0: B")]
    [TestCase("<html lang='en'><title>T</title><h1>A</h1><h1>B</h1><h3>C</h3></html>", "2 headings of the first level", "h3 after h1: C")]
    public async Task Structure_OfAPage_IsFaultyOrNot(string html, params string[] faults)
    {
        var visitor = await OpenAsync(html);

        Assert.That(await visitor.Page.EvaluateAsync<string[]>(PageScripts.FaultsOfStructure), Is.EqualTo(faults));
    }

    [TestCase("<p>narrow</p>", 0)]
    [TestCase("<div style='overflow-x: auto'><p style='width: 2000px'>wide, and it scrolls by itself</p></div>", 0)]
    [TestCase("<section style='width: 2000px'><p style='width: 1900px'>wide</p><p>wide</p></section>", 2)]
    public async Task Element_WiderThanTheScreen_IsToldUnlessItScrolls(string html, int wider)
    {
        var visitor = await OpenAsync(html);

        Assert.That(await visitor.Page.EvaluateAsync<string[]>(PageScripts.WiderThanTheScreen), Has.Length.EqualTo(wider));
    }

    private async Task<Visitor> OpenAsync(string html)
    {
        var visitor = await ArriveAsync(new Look { TimePasses = true });
        await visitor.Page.SetContentAsync(html);
        return visitor;
    }
}
