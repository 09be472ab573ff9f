using System.Text.Json;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Take;

/// <summary>What the page of an attempt tells of it, and what its candidate says about it.</summary>
internal static class IntegrityPageEndpoints
{
    /// <summary>For the script alone: the field holds what the API's body would.</summary>
    internal static async Task<IResult> SendSignals(
        Guid id, Principal principal, Db db, SignalSave save, HttpContext context, CancellationToken cancellationToken)
    {
        var sent = PageRoutes.FormOf(context)["signals"].ToString();
        return RequestIn(sent) is not { } request
            ? Problems.Invalid("The signals cannot be read.")
            : await IntegrityEndpoints.SendSignals(id, request, principal, new Preconditions(context), db, save, cancellationToken);
    }

    internal static async Task<IResult> State(
        Guid id, Principal principal, Idempotency idempotency, TimeProvider time, IStringLocalizer<TakeWords> words, HttpContext context)
    {
        var request = new StateRequest { Text = PageRoutes.FormOf(context)["text"].ToString() };
        var result = await IntegrityEndpoints.StateOnAttempt(id, request, principal, idempotency, time, context);
        var answer = Answer<StatementResponse>.Of(result, IntegrityJson.Wire.StatementResponse);
        var address = TakeAddresses.ResultOf(id);
        return answer.Problem is { } problem
            ? MessagePages.OfProblem(problem, new PageLink(address, words["BackToResult"]))
            : PageResult.GoTo(address + "#statement");
    }

    private static SendSignalsRequest? RequestIn(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, IntegrityJson.Wire.SendSignalsRequest);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
