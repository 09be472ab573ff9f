using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Pages.Take;

/// <summary>What came of an attempt, for who took it.</summary>
internal static class ResultEndpoints
{
    internal static async Task<IResult> ShowResult(
        Guid id, Principal principal, Db db, AssembledForms forms, ScoreReports reports, ResultViews results, TakeViews attempts,
        HttpContext context)
    {
        var result = await AttemptEndpoints.GetScoreReport(id, principal, db, forms, reports, context.RequestAborted);
        var answer = Answer<ScoreReportResponse>.Of(result, AttemptJson.Wire.ScoreReportResponse);
        if (answer.Is(Problems.AttemptNotScoredKind)) return PageResult.GoTo(TakeAddresses.Of(id));
        if (answer.Problem is not null) return attempts.Unknown();

        return PageResult.Of<ResultPage>(results.Of(answer.Value!, ComingBack.Read(context)));
    }
}
