using Aieh.Api.Contract;
using Aieh.Api.Employers.Mail;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Returns;

internal static class ReturnEndpoints
{
    private const string Tag = "Ways back";
    private const string Description =
        "For who has lost a passport's token: a link by e-mail, to the address that was left with the passport.";

    private const int MaxEmailLength = 320;
    private const string RetryAfterSeconds = "30";

    public static IServiceCollection AddReturns(this IServiceCollection services)
    {
        services.AddSingleton<PassportReturns>();
        services.AddHostedService<ReturnSender>();
        return services.AddWireJson(ReturnJson.Wire);
    }

    public static void MapReturns(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/passports").Tag(Tag, Description).Refusals(() => ReturnExamples.Refusals);
        group.MapContact();
        group.MapPost("/return", AskReturn).WithName("askReturn").Access(PrincipalKinds.Everyone)
            .WithMetadata(new BodyExamples(() => ReturnExamples.Ask, Response: null))
            .Problems(400, 401, 409, 413, 415).Raises(Problems.MailNotAvailableKind);
        group.MapPost("/return/exchange", ExchangeReturn).WithName("exchangeReturn").Access(PrincipalKinds.Everyone)
            .Example(() => ReturnExamples.Exchange, () => ReturnExamples.Returned)
            .Problems(400, 401, 413, 415, 422).Raises(Problems.ReturnLinkEndedKind);
    }

    /// <summary>
    /// Have a link mailed to an address, if it was left with a passport. The answer is the same whether it was or not. The link works once,
    /// for 30 minutes. A network can ask a few times an hour (429 with the policy returns), an address gets a few mails a day.
    /// </summary>
    internal static Results<Accepted, ProblemHttpResult> AskReturn(
        AskReturnRequest request, Preconditions conditions, PassportReturns returns, RateLimits limits, HttpContext context)
    {
        if (FaultIn(request.Email) is { } fault) return Problems.Invalid("No mail can be sent there.", fault);
        if (returns.Refusal is { } refusal) return Problems.MailNotAvailable(refusal);
        if (conditions.Fail(tag: null)) return Problems.PreconditionFailed();
        if (limits.Returns.Take(context) is { } limited) return limited;
        if (returns.TryAsk(request.Email)) return TypedResults.Accepted((string?)null);

        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Problems.Of(Problems.UnavailableKind, "Too many links wait to be mailed.");
    }

    /// <summary>Use a link that was mailed: it becomes a new token of the passport's owner, and the address counts as verified.</summary>
    internal static async Task<Results<Ok<ReturnedPassportResponse>, ProblemHttpResult>> ExchangeReturn(
        ExchangeReturnRequest request, Preconditions conditions, PassportReturns returns, CancellationToken cancellationToken)
    {
        if (conditions.Fail(tag: null)) return Problems.PreconditionFailed();
        if (await returns.ExchangeAsync(request.Token, cancellationToken) is not { } returned) return Problems.ReturnLinkEnded();

        return TypedResults.Ok(new ReturnedPassportResponse
        {
            Passport = returned.Passport,
            Token = returned.Token,
            ExpiresAt = returned.ExpiresAt,
        });
    }

    /// <summary>What is wrong with an address; null when mail can be sent there.</summary>
    internal static ProblemError? FaultIn(string email) => email.Length <= MaxEmailLength && MailAddresses.IsRecipient(email)
        ? null
        : new ProblemError { Pointer = "#/email", Detail = $"One e-mail address, of at most {MaxEmailLength} characters." };
}
