using Aieh.Api.Employers.Reports;
using Aieh.Api.Pages.Shell;

namespace Aieh.Api.Pages.Reports;

/// <summary>Pages that say why there is no report or ranking to be seen.</summary>
internal sealed class ReportMessages(ReportText text)
{
    public IResult UnknownReport() => UnknownLink("UnknownReport");

    public IResult UnknownRanking() => UnknownLink("UnknownRanking");

    public IResult EndedReport() => Gone("EndedLink", "EndedReportText");

    public IResult EndedRanking() => Gone("EndedLink", "EndedRankingText");

    /// <summary>The ranking has changed since the page before, or that was too long ago.</summary>
    /// <param name="first">Address of its first page.</param>
    public IResult EndedPage(string first) => MessagePages.Of(
        StatusCodes.Status410Gone, text["EndedPage"], [text["EndedPageText"]], links: [new PageLink(first, text["ReadAnew"])]);

    /// <summary>Nothing of the candidate is on it: who has withdrawn a permission is not to be named by the page that says so.</summary>
    public IResult Of(NoResultReason lack, InvitationResult found, ReportViews views) => lack switch
    {
        NoResultReason.Open => MessagePages.Of(
            StatusCodes.Status200OK, text["Open"], [text["OpenText", Figures.Day(found.Invitation.ExpiresAt)]],
            views.TitlesOf(found.Invitation.RemainingSlugs)),
        NoResultReason.Declined => Gone("NoReport", "DeclinedText"),
        NoResultReason.Cancelled => Gone("NoReport", "CancelledText"),
        NoResultReason.NeverAccepted => Gone("NoReport", "NeverAcceptedText"),
        NoResultReason.Withdrawn => Gone("Withdrawn", "WithdrawnText"),
        NoResultReason.Erased => Gone("Erased", "ErasedText"),
        _ => throw new ArgumentOutOfRangeException(nameof(lack), lack, "Not a reason that a page is written for."),
    };

    private PageResult<MessagePage> UnknownLink(string title) =>
        MessagePages.Of(StatusCodes.Status404NotFound, text[title], [text["UnknownLinkText"]]);

    private PageResult<MessagePage> Gone(string title, string said) =>
        MessagePages.Of(StatusCodes.Status410Gone, text[title], [text[said]]);
}
