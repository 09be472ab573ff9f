using System.Globalization;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Take;

/// <summary>Why an attempt has not started, or is not saved.</summary>
internal static class TakeMessages
{
    public static IResult NotStarted(Answer<AttemptResponse> answer, ProblemDetails problem, IStringLocalizer<TakeWords> words)
    {
        var passport = new PageLink("/passport", words["ToPassport"]);
        if (answer.Is(Problems.UnauthenticatedKind))
        {
            return MessagePages.Of(StatusCodes.Status403Forbidden, words["NeedsPassport"], [words["NeedsPassportText"]], links: [passport]);
        }

        if (answer.Is(Problems.RetakeNotYetEligibleKind))
        {
            var next = DateTimeOffset.Parse(problem.Extensions["nextEligibleAt"]!.ToString()!, CultureInfo.InvariantCulture);
            return MessagePages.Of(
                StatusCodes.Status409Conflict, words["NotYet"], [words["NotYetText", TakeViews.MomentOf(next).Text]],
                links: [new PageLink("/tests", words["OtherTests"])]);
        }

        return MessagePages.OfProblem(problem, new PageLink("/tests", words["OtherTests"]));
    }

    /// <summary>What is to be agreed to was not, or has other words by now.</summary>
    public static IResult NotAgreed(string assessment, IStringLocalizer<TakeWords> words) => MessagePages.Of(
        StatusCodes.Status422UnprocessableEntity, words["NotAgreed"], [words["NotAgreedText"]],
        links: [new PageLink($"/tests/{Uri.EscapeDataString(assessment)}", words["ToTest"])]);

    public static IResult NotSaved(
        Answer<ScoreReportResponse> answer, ProblemDetails problem, string result, IStringLocalizer<TakeWords> words)
    {
        var back = new PageLink(result, words["BackToResult"]);
        return answer.Is(Problems.RetakeNotYetEligibleKind)
            ? MessagePages.Of(StatusCodes.Status409Conflict, words["NotSaved"], [words["NotSavedText"]], links: [back])
            : MessagePages.OfProblem(problem, back);
    }
}
