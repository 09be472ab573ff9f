using Aieh.Api.Employers.Reports;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Reports;

/// <summary>Pages that say why there is no report or ranking to be seen.</summary>
internal sealed class ReportMessages(IStringLocalizer<ReportWords> words)
{
    public IResult UnknownReport() => UnknownLink(words["UnknownReport"]);

    public IResult UnknownRanking() => UnknownLink(words["UnknownRanking"]);

    public IResult UnknownImpact() => UnknownLink(words["UnknownImpact"]);

    public IResult EndedImpact() => Gone(words["EndedLink"], words["EndedImpactText"]);

    public IResult EndedReport() => Gone(words["EndedLink"], words["EndedReportText"]);

    public IResult EndedRanking() => Gone(words["EndedLink"], words["EndedRankingText"]);

    /// <summary>The ranking has changed since the page before, or that was too long ago.</summary>
    /// <param name="first">Address of its first page.</param>
    public IResult EndedPage(string first) => MessagePages.Of(
        StatusCodes.Status410Gone, words["EndedPage"], [words["EndedPageText"]], links: [new PageLink(first, words["ReadAnew"])]);

    /// <summary>Nothing of the candidate is on it: who has withdrawn a permission is not to be named by the page that says so.</summary>
    public IResult Of(NoResultReason lack, InvitationResult found, ReportViews views) => lack switch
    {
        NoResultReason.Open => MessagePages.Of(
            StatusCodes.Status200OK, words["Open"], [words["OpenText", Written.Day(found.Invitation.ExpiresAt).Text]],
            views.TitlesOf(found.Invitation.RemainingSlugs)),
        NoResultReason.Declined => Gone(words["NoReport"], words["DeclinedText"]),
        NoResultReason.Cancelled => Gone(words["NoReport"], words["CancelledText"]),
        NoResultReason.NeverAccepted => Gone(words["NoReport"], words["NeverAcceptedText"]),
        NoResultReason.Withdrawn => Gone(words["Withdrawn"], words["WithdrawnText"]),
        NoResultReason.Erased => Gone(words["Erased"], words["ErasedText"]),
        _ => throw new ArgumentOutOfRangeException(nameof(lack), lack, "Not a reason that a page is written for."),
    };

    private PageResult<MessagePage> UnknownLink(string title) =>
        MessagePages.Of(StatusCodes.Status404NotFound, title, [words["UnknownLinkText"]]);

    private static PageResult<MessagePage> Gone(string title, string text) =>
        MessagePages.Of(StatusCodes.Status410Gone, title, [text]);
}
