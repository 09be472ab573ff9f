using Aieh.Api.Employers.Reports;
using Aieh.Api.Tests.Support;
using Microsoft.Playwright;

namespace Aieh.Api.Tests.Pages.Invitation;

/// <summary>From the invitation to the report without a mouse.</summary>
public sealed class InvitationByKeyboardTests : BrowserFixture
{
    [Test]
    public async Task Invitation_ByKeyboardAlone_LeadsToTheReport()
    {
        using var employer = await Employer.CreateAsync(App);
        var invitation = await employer.InviteAsync(
            await employer.CreateLoopAsync(new { assessments = new[] { Employer.Python } }), new { candidate = new { name = "Robin" } });
        var visitor = await VisitAsync($"/invitation/{invitation.Token}");
        var page = visitor.Page;
        await PressAsync(page, "Accept");
        await ArriveAsync(page, "You have accepted");
        await PressAsync(page, "Go on to the tests");
        await ArriveAsync(page, "asks you to take tests");
        await ReachAsync(page, "document.activeElement.matches('input[name=declaration]')");
        await page.Keyboard.PressAsync("Space");
        await PressAsync(page, "Start Python Fundamentals");
        await TakeAsync(page);
        await PressAsync(page, "Submit for scoring");
        await ArriveAsync(page, "Your score");
        await PressAsync(page, "Back to the invitation");
        await ArriveAsync(page, "asks you to take tests");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("All that was asked for is done");

        var result = await employer.Client.GetAsync<InvitationResultResponse>($"/v1/invitations/{invitation.Id}/result");
        await page.GotoAsync(result.ReportUrl!);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await ArriveAsync(page, "Robin");
        await Assertions.Expect(page.Locator("main")).ToBeFocusedAsync();
    }

    private static Task ArriveAsync(IPage page, string heading) =>
        Assertions.Expect(page.Locator("h1")).ToContainTextAsync(heading);

    /// <summary>Items one by one until there is nothing left to answer; the question has the focus, so a number chooses.</summary>
    private static async Task TakeAsync(IPage page)
    {
        for (var number = 1; ; number++)
        {
            await page.WaitForFunctionAsync(
                """
                n => location.pathname.endsWith('/review')
                    || document.getElementById('position')?.textContent.includes('Question ' + n + ' ')
                """,
                number);
            if (page.Url.EndsWith("/review", StringComparison.Ordinal)) return;

            await ReachAsync(page, "document.getElementById('question').contains(document.activeElement)");
            await page.Keyboard.PressAsync("1");
            await PressAsync(page, "Answer and go on", "Next", "Look over and submit");
        }
    }

    /// <summary>Goes to a button or link by the tabulator, and presses it.</summary>
    private static async Task PressAsync(IPage page, params string[] names)
    {
        var wanted = string.Join(", ", names.Select(name => $"'{name}'"));
        await ReachAsync(
            page,
            "document.activeElement.matches('a, button')"
            + $" && [{wanted}].includes(document.activeElement.textContent.replace(/\\s+/g, ' ').trim())");
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Presses the tabulator until what is said of the focus holds.</summary>
    private static async Task ReachAsync(IPage page, string condition)
    {
        for (var i = 0; i < 200; i++)
        {
            if (await page.EvaluateAsync<bool>(condition)) return;

            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"The tabulator does not lead to it at {page.Url}: {condition}");
    }
}
