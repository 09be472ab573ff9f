using System.Diagnostics;
using Aieh.Api.Employers.Reports;
using Microsoft.AspNetCore.Mvc;

namespace Aieh.Api.Pages;

/// <summary>Pages that say why there is nothing else to be seen.</summary>
internal static class MessagePages
{
    public static IResult UnknownLink() => Page(StatusCodes.Status404NotFound, "There is no such report", [ReportText.UnknownLink]);

    public static IResult EndedLink() => Page(StatusCodes.Status410Gone, "This link has ended", [ReportText.EndedLink]);

    /// <summary>Nothing of the candidate is on it: who has withdrawn a permission is not to be named by the page that says so.</summary>
    public static IResult Of(NoResultReason lack, InvitationResult found, ReportViews views) => lack switch
    {
        NoResultReason.Open => Page(
            StatusCodes.Status200OK, "Not completed yet", [ReportText.OpenUntil(found.Invitation.ExpiresAt)],
            views.TitlesOf(found.Invitation.RemainingSlugs)),
        NoResultReason.Declined => Gone("There is no report", ReportText.Declined),
        NoResultReason.Cancelled => Gone("There is no report", ReportText.Cancelled),
        NoResultReason.NeverAccepted => Gone("There is no report", ReportText.NeverAccepted),
        NoResultReason.Withdrawn => Gone("This report was withdrawn", ReportText.Withdrawn),
        NoResultReason.Erased => Gone("This report was erased", ReportText.Erased),
        _ => throw new ArgumentOutOfRangeException(nameof(lack), lack, "Not a reason that a page is written for."),
    };

    /// <summary>What the API says to programs, to people.</summary>
    public static Task WriteProblemAsync(HttpContext context, ProblemDetails problem)
    {
        var status = problem.Status ?? context.Response.StatusCode;
        var (title, text) = status switch
        {
            StatusCodes.Status429TooManyRequests => ("Too many requests", ReportText.TooMany),
            StatusCodes.Status503ServiceUnavailable => ("Not available at the moment", ReportText.Unavailable),
            < StatusCodes.Status500InternalServerError => ("This page cannot be shown", ReportText.Refused),
            _ => ("Something went wrong", ReportText.Fault),
        };
        var trace = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
        return Page(status, title, [text, ReportText.Trace(trace)]).ExecuteAsync(context);
    }

    private static PageResult<MessagePage> Gone(string title, string text) => Page(StatusCodes.Status410Gone, title, [text]);

    private static PageResult<MessagePage> Page(int status, string title, string[] text, IReadOnlyList<string>? list = null) =>
        new(status, new Dictionary<string, object?>
        {
            [nameof(MessagePage.Title)] = title,
            [nameof(MessagePage.Text)] = text,
            [nameof(MessagePage.List)] = list ?? [],
        });
}
