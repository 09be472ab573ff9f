using Aieh.Api.Tests.Support;
using Microsoft.Playwright;

namespace Aieh.Api.Tests.Pages;

/// <summary>What holds for all pages, in a real browser.</summary>
public sealed class EveryPageTests : BrowserFixture
{
    /// <summary>What a page of text at 1280 pixels shrinks to at the enlargement of 400 % that people with weak eyes may ask for.</summary>
    private const int Narrowest = 320;

    private static readonly string[] Names = [.. EveryPage.Names];

    private static readonly Look[] Looks =
    [
        .. from width in (int[])[Look.Phone, Look.Desk] from dark in (bool[])[false, true] select new Look { Width = width, Dark = dark },
    ];

    private PageStates _states = null!;

    [OneTimeSetUp]
    public void KeepStates() => _states = new PageStates(App);

    [OneTimeTearDown]
    public void Dispose() => _states?.Dispose();

    /// <summary>Axe waits now and then, so time has to pass. The pictures are for people to look at: artifacts/pages.</summary>
    [TestCaseSource(nameof(Names))]
    public async Task Page_InEveryLook_KeepsNobodyOutAndHasItsPictureTaken(string name)
    {
        var folder = Path.Combine(Checkout.Folder ?? AppContext.BaseDirectory, "artifacts", "pages");
        var barriers = new List<string>();
        foreach (var look in Looks)
        {
            var visitor = await VisitPageAsync(name, look with { TimePasses = true });
            var path = Path.Combine(folder, $"{name}-{Told(look)}.png");
            await visitor.Page.ScreenshotAsync(new() { Path = path, FullPage = true, Animations = ScreenshotAnimations.Disabled });
            barriers.AddRange((await Barriers.OnAsync(visitor.Page)).Select(barrier => $"{Told(look)}: {barrier}"));
        }

        Assert.That(barriers, Is.Empty, string.Join("\n", barriers));
    }

    [TestCaseSource(nameof(Names))]
    public async Task Page_OnANarrowScreen_IsNotWiderThanIt(string name)
    {
        foreach (var width in (int[])[Narrowest, Look.Phone])
        {
            var visitor = await VisitPageAsync(name, new Look { Width = width });
            var wider = await visitor.Page.EvaluateAsync<string[]>(PageScripts.WiderThanTheScreen);

            Assert.That(wider, Is.Empty, $"at {width} pixels");
        }
    }

    [TestCaseSource(nameof(Names))]
    public async Task Page_HasALanguageATitleAndHeadingsInOrder(string name)
    {
        var visitor = await VisitPageAsync(name, new Look());
        var faults = await visitor.Page.EvaluateAsync<string[]>(PageScripts.FaultsOfStructure);

        Assert.That(faults, Is.Empty);
    }

    [TestCaseSource(nameof(Names))]
    public async Task Page_ByKeyboard_StartsWithALinkToItsContent(string name)
    {
        var visitor = await VisitPageAsync(name, new Look());
        await visitor.Page.Keyboard.PressAsync("Tab");
        var skip = visitor.Page.Locator("a:focus");
        await Assertions.Expect(skip).ToBeInViewportAsync(new() { Ratio = 1 });
        await visitor.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(visitor.Page.Locator("main:focus")).ToHaveCountAsync(1);
    }

    [TestCaseSource(nameof(Names))]
    public async Task Page_WithoutJavaScript_SaysTheSame(string name)
    {
        var (with, without) = (await VisitPageAsync(name, new Look()), await VisitPageAsync(name, new Look { JavaScript = false }));
        var heading = await with.Page.Locator("h1").InnerTextAsync();

        Assert.That(await without.Page.Locator("h1").InnerTextAsync(), Is.EqualTo(heading));
    }

    private async Task<Visitor> VisitPageAsync(string name, Look look)
    {
        var address = await _states.AddressOfAsync(EveryPage.Named(name));
        return await VisitAsync(address.Path, look with { Cookies = address.Cookies });
    }

    private static string Told(Look look) => $"{look.Width}-{(look.Dark ? "dark" : "light")}";
}
