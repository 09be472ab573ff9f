using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Aieh.Api.Platform.Browser;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Take;

/// <summary>What came of an attempt, for who took it.</summary>
internal static class ResultEndpoints
{
    internal static async Task<IResult> ShowResult(
        Guid id, Principal principal, Db db, AssembledForms forms, ScoreReports reports, TokenHolders holders, ResultViews results,
        TakeViews attempts, IStringLocalizer<TakeWords> words, HttpContext context)
    {
        var result = await AttemptEndpoints.GetScoreReport(id, principal, db, forms, reports, context.RequestAborted);
        var answer = Answer<ScoreReportResponse>.Of(result, AttemptJson.Wire.ScoreReportResponse);
        if (answer.Is(Problems.AttemptNotScoredKind)) return PageResult.GoTo(TakeAddresses.Of(id));
        if (answer.Problem is not null) return attempts.Unknown();

        if (answer.Value!.Form == FormKind.Verification) return attempts.Verified(ComingBack.Read(context));

        var held = await HeldPassport.FindAsync(holders, context);
        var view = results.Of(answer.Value!, held, ComingBack.Read(context));
        return PageResult.Of<ResultPage>(view with { Taken = await TakenAsync(answer.Value!, principal, db, words, context) });
    }

    private static async Task<IntegrityView?> TakenAsync(
        ScoreReportResponse report, Principal principal, Db db, IStringLocalizer<TakeWords> words, HttpContext context)
    {
        if (report.Form == FormKind.Sample) return null;

        var result = await IntegrityEndpoints.GetAttemptIntegrity(report.Attempt, principal, db, context.RequestAborted);
        var answer = Answer<AttemptIntegrityResponse>.Of(result, IntegrityJson.Wire.AttemptIntegrityResponse);
        return answer.Value is { } taken ? IntegrityView.Of(taken, words) : null;
    }

    /// <summary>Saves what was taken without a passport in the one that the browser holds.</summary>
    internal static async Task<IResult> SaveInPassport(
        Guid id, Principal principal, TokenHolders holders, AttemptSaving saving, Db db, AssembledForms forms, ScoreReports reports,
        TakeViews attempts, IStringLocalizer<TakeWords> words, HttpContext context)
    {
        var request = new SaveAttemptRequest { Passport = PageCookie.Passport.Read(context.Request) ?? "" };
        var result = await AttemptEndpoints.SaveAttempt(
            id, request, principal, new Preconditions(context), holders, saving, db, forms, reports, context.RequestAborted);
        var answer = Answer<ScoreReportResponse>.Of(result, AttemptJson.Wire.ScoreReportResponse);
        if (answer.Is(Problems.NotFoundKind)) return attempts.Unknown();
        // The page says which of the two it is: not scored yet, or no passport in the browser any more.
        if (answer.Problem is null || answer.Is(Problems.AttemptNotScoredKind) || answer.Is(Problems.PassportRefusedKind))
        {
            return PageResult.GoTo(TakeAddresses.ResultOf(id));
        }

        return TakeMessages.NotSaved(answer, answer.Problem, TakeAddresses.ResultOf(id), words);
    }
}
