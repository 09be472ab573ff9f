using Aieh.Api.Employers.Reports;
using Aieh.Api.Pages.Shell;

namespace Aieh.Api.Pages.Reports;

/// <summary>Pages that say why there is no report to be seen.</summary>
internal static class ReportMessages
{
    public static IResult UnknownLink() =>
        MessagePages.Of(StatusCodes.Status404NotFound, "There is no such report", [ReportText.UnknownLink]);

    public static IResult EndedLink() => MessagePages.Of(StatusCodes.Status410Gone, "This link has ended", [ReportText.EndedLink]);

    /// <summary>Nothing of the candidate is on it: who has withdrawn a permission is not to be named by the page that says so.</summary>
    public static IResult Of(NoResultReason lack, InvitationResult found, ReportViews views) => lack switch
    {
        NoResultReason.Open => MessagePages.Of(
            StatusCodes.Status200OK, "Not completed yet", [ReportText.OpenUntil(found.Invitation.ExpiresAt)],
            views.TitlesOf(found.Invitation.RemainingSlugs)),
        NoResultReason.Declined => Gone("There is no report", ReportText.Declined),
        NoResultReason.Cancelled => Gone("There is no report", ReportText.Cancelled),
        NoResultReason.NeverAccepted => Gone("There is no report", ReportText.NeverAccepted),
        NoResultReason.Withdrawn => Gone("This report was withdrawn", ReportText.Withdrawn),
        NoResultReason.Erased => Gone("This report was erased", ReportText.Erased),
        _ => throw new ArgumentOutOfRangeException(nameof(lack), lack, "Not a reason that a page is written for."),
    };

    private static PageResult<MessagePage> Gone(string title, string text) => MessagePages.Of(StatusCodes.Status410Gone, title, [text]);
}
