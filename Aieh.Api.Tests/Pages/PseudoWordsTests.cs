using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Tests.Pages;

/// <summary>Whatever a page says comes from the resources, unless it is marked as content: seen in a language that nobody speaks.</summary>
public sealed class PseudoWordsTests : BrowserFixture
{
    protected override void Add(IServiceCollection services) => PseudoLocalizerFactory.AddTo(services);

    [Test]
    public async Task Pages_WithWords_SayNothingElse()
    {
        using var states = new PageStates(App);
        var bare = new List<string>();
        foreach (var page in EveryPage.All.Where(page => page.HasWords))
        {
            var address = await states.AddressOfAsync(page);
            var visitor = await VisitAsync(address.Path, new Look { Cookies = address.Cookies });
            bare.AddRange((await visitor.Page.EvaluateAsync<string[]>(PageScripts.BareWords)).Select(text => $"{page.Name}: {text}"));
        }

        Assert.That(bare, Is.Empty);
    }

    [TestCase("<p>⟦Whatever⟧ 95 %</p>")]
    [TestCase("<p>⟦Scores of ⟦Robin⟧ and others⟧</p>")]
    [TestCase("<p>⟦Score⟧: <strong data-content>Robin <em>Example</em></strong></p>")]
    [TestCase("<p data-content aria-label='Robin'>Robin</p>")]
    [TestCase("<style>p { color: red }</style><script type='application/json'>{ \"a\": 1 }</script>")]
    [TestCase("<input value='what somebody has typed'><input type='submit' value='⟦Send⟧'>")]
    [TestCase("<p>Bare</p>", "p: Bare")]
    [TestCase("<p>⟦Whatever⟧ bare</p>", "p: ⟦Whatever⟧ bare")]
    [TestCase("<p>⟦Cut in the mi…</p>", "p: ⟦Cut in the mi…")]
    [TestCase("<p hidden>Shown later</p>", "p: Shown later")]
    [TestCase("<template><p>Shown later</p></template>", "p: Shown later")]
    [TestCase("<svg><title>Picture</title><desc>Told</desc><text>Drawn</text></svg>", "title: Picture", "desc: Told", "text: Drawn")]
    [TestCase("<nav aria-label='Pages'></nav>", "nav aria-label: Pages")]
    [TestCase("<img alt='Picture'><input placeholder='Name'>", "img alt: Picture", "input placeholder: Name")]
    [TestCase("<input type='submit' value='Send'><button title='Tip'>⟦Send⟧</button>", "input value: Send", "button title: Tip")]
    [TestCase("<optgroup label='Group'><option label='One'></optgroup>", "optgroup label: Group", "option label: One")]
    public async Task Text_OfAPlantedPage_IsBareOrNot(string html, params string[] expected)
    {
        var visitor = await ArriveAsync();
        await visitor.Page.SetContentAsync($"<title>⟦Planted⟧</title>{html}");

        Assert.That(await visitor.Page.EvaluateAsync<string[]>(PageScripts.BareWords), Is.EqualTo(expected));
    }

    [Test]
    public async Task Title_OfAPlantedPage_IsLookedAt()
    {
        var visitor = await ArriveAsync();
        await visitor.Page.SetContentAsync("<title>Planted</title><meta name='description' content='Told'>");

        Assert.That(
            await visitor.Page.EvaluateAsync<string[]>(PageScripts.BareWords),
            Is.EqualTo(new[] { "title: Planted", "meta content: Told" }));
    }

    [TestCase("Score of {0:N1} in {1}", "⟦Sçóré óf {0:N1} íñ {1}⟧")]
    [TestCase("{0}", "⟦{0}⟧")]
    [TestCase("one <em class=\"a\">two</em> &amp; three", "⟦óñé <em class=\"a\">twó</em> &amp; thréé⟧")]
    public void Text_InThePseudoLocale_KeepsItsPlaceholders(string text, string expected) =>
        Assert.That(PseudoLocalizerFactory.Of(text), Is.EqualTo(expected));

    /// <summary>A key that the resources lack is shown as it is, and so is found on the page.</summary>
    [Test]
    public void Localizer_OfTheService_IsThePseudoOne()
    {
        var words = App.Services.GetRequiredService<IStringLocalizer<PseudoWordsTests>>();

        Assert.That((words["None"].Value, words["None"].ResourceNotFound), Is.EqualTo(("None", true)));
        Assert.That(App.Services.GetRequiredService<IStringLocalizerFactory>(), Is.TypeOf<PseudoLocalizerFactory>());
    }
}
