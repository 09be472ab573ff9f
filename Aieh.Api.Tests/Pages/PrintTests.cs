using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Pages;

/// <summary>Pages on paper.</summary>
public sealed partial class PrintTests : BrowserFixture
{
    private const double MillimetresPerPoint = 25.4 / 72;

    [TestCase("report", 2)]
    [TestCase("report-insufficient", 2)]
    public async Task Page_OnPaper_IsSoManySheetsOfA4(string name, int sheets)
    {
        using var states = new PageStates(App);
        var address = await states.AddressOfAsync(EveryPage.Named(name));
        var visitor = await VisitAsync(address.Path);

        Assert.That(SheetsOf(await visitor.PrintAsync()), Is.EqualTo(Enumerable.Repeat((210, 297), sheets)));
    }

    [Test]
    public async Task Page_ThatIsLonger_IsSeenToNeedMoreSheets()
    {
        var visitor = await VisitAsync("/report/unknown");
        await visitor.Page.EvaluateAsync("document.querySelector('h1').innerText = 'line\\n'.repeat(200)");

        Assert.That(SheetsOf(await visitor.PrintAsync()), Has.Count.GreaterThan(2));
    }

    /// <summary>Width and height of each in millimetres. Chromium writes the objects of pages as plain text.</summary>
    private static List<(int Width, int Height)> SheetsOf(byte[] pdf) =>
    [
        .. Sheet().Matches(Encoding.Latin1.GetString(pdf)).Select(sheet => (Length(sheet.Groups[1]), Length(sheet.Groups[2]))),
    ];

    private static int Length(Group points) =>
        (int)Math.Round(double.Parse(points.Value, CultureInfo.InvariantCulture) * MillimetresPerPoint);

    [GeneratedRegex(@"/Type\s*/Page\b(?:(?!endobj).)*?/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", RegexOptions.Singleline)]
    private static partial Regex Sheet();
}
