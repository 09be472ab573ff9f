using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Aieh.Api.Tests.Pages;

/// <summary>What keeps people with disabilities out of a page, as far as a program finds it: axe-core.</summary>
internal static class Barriers
{
    /// <summary>WCAG 2.2 AA, and what axe's makers think good beyond it.</summary>
    private static readonly AxeRunOptions Options = new()
    {
        RunOnly = new()
        {
            Type = "tag",
            Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        },
    };

    /// <summary>One text for each place, with the rule and what its makers say of it.</summary>
    public static async Task<IReadOnlyList<string>> OnAsync(IPage page)
    {
        var result = await page.RunAxe(Options);
        Assert.That(result.Passes, Is.Not.Empty, "axe has looked at nothing");
        return
        [
            .. from rule in result.Violations
               from place in rule.Nodes
               select $"{rule.Id} ({rule.Impact}) at {place.Target}: {rule.Help}. {rule.HelpUrl}\n    {place.Html}",
        ];
    }
}
