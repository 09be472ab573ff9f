using Aieh.Api.Candidates.SignIn;
using Aieh.Api.Employers.Returns;
using Aieh.Api.Pages.Passport;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Aieh.Api.Platform.Browser;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Limits;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Returns;

/// <summary>Ways back to a passport for who has lost its link: by e-mail, or by an account elsewhere.</summary>
internal static class ReturnPageEndpoints
{
    public static IServiceCollection AddReturnPages(this IServiceCollection services) =>
        services.AddSingleton<IPassportSession, PassportSession>();

    public static void MapReturnPages(this IEndpointRouteBuilder routes)
    {
        routes.MapPage(PassportAddresses.Return, ShowReturn, PageNeeds.Forms);
        routes.MapForm(PassportAddresses.Return, Ask);
        routes.MapPage(ReturnLink.Path + "{token}", OpenLink, PageNeeds.Forms);
        routes.MapForm(ReturnLink.Path + "{token}", Exchange);
        routes.MapContactPage();
    }

    internal static IResult ShowReturn(PassportReturns returns, IStringLocalizer<ReturnWords> words) =>
        returns.Refusal is null ? PageResult.Of<ReturnPage>(new ReturnView(null)) : NoMail(words);

    /// <summary>Says the same whether there is a passport or not.</summary>
    internal static IResult Ask(
        Preconditions conditions, PassportReturns returns, RateLimits limits, IStringLocalizer<ReturnWords> words, HttpContext context)
    {
        var email = PageRoutes.FormOf(context)["email"].ToString().Trim();
        if (ReturnEndpoints.FaultIn(email) is not null)
        {
            return PageResult.Of<ReturnPage>(new ReturnView(words["NoAddress"]), StatusCodes.Status400BadRequest);
        }

        var asked = ReturnEndpoints.AskReturn(new AskReturnRequest { Email = email }, conditions, returns, limits, context);
        if (asked.Result is Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult { ProblemDetails: var problem })
        {
            return problem.Type == Problems.MailNotAvailableKind.Type ? NoMail(words) : MessagePages.OfProblem(problem);
        }

        return MessagePages.Of(
            StatusCodes.Status202Accepted, words["Asked"], [words["AskedText"], words["AskedNone"]],
            links: [new PageLink(PassportAddresses.Home, words["ToPassport"])]);
    }

    /// <summary>Programs that look at links in mails come here too: so the link is used by the page's button, and not by looking.</summary>
    internal static IResult OpenLink(string token, HttpContext context) => PageResult.Of<OpenReturnPage>(
        new OpenReturnView(context.Request.Path, PageCookie.Passport.Read(context.Request) is not null));

    internal static async Task<IResult> Exchange(
        string token, PassportReturns returns, IStringLocalizer<ReturnWords> words, TimeProvider time, HttpContext context,
        CancellationToken cancellationToken)
    {
        if (await returns.ExchangeAsync(token, cancellationToken) is not { } returned)
        {
            return MessagePages.Of(
                StatusCodes.Status410Gone, words["Ended"], [words["EndedText"]],
                links: [new PageLink(PassportAddresses.Return, words["Again"])]);
        }

        return PassportDoorEndpoints.Enter(context, returned.Token, returned.ExpiresAt, time);
    }

    private static PageResult<MessagePage> NoMail(IStringLocalizer<ReturnWords> words) => MessagePages.Of(
        StatusCodes.Status409Conflict, words["NoMail"], [words["NoMailText"]],
        links: [new PageLink(PassportAddresses.Home, words["ToPassport"])]);

    /// <summary>Who has signed in elsewhere holds the passport as anybody does, for as long as the secret lasts.</summary>
    private sealed class PassportSession(IStringLocalizer<ReturnWords> words, TimeProvider time) : IPassportSession
    {
        public PageRoute Page { get; } =
            new(MessagePages.WriteProblemAsync) { Needs = PageNeeds.Forms, Cookies = [PageCookie.Passport] };

        public string Home => PassportAddresses.Home;

        /// <summary>Another site can lead a browser here, and an account that is signed in there answers for itself.</summary>
        public IResult Enter(HttpContext context, SignedIn signedIn) =>
            PassportDoorEndpoints.HoldsAnother(Principal.Of(context), signedIn.Passport)
                ? PageResult.Of<AnotherPassportPage>(new AnotherPassportView(SignedInToken: signedIn.Token))
                : PassportDoorEndpoints.Enter(context, signedIn.Token, signedIn.ExpiresAt, time);

        public IResult Refuse() => MessagePages.Of(
            StatusCodes.Status400BadRequest, words["NotSignedIn"], [words["NotSignedInText"]],
            links: [new PageLink(PassportAddresses.SignIn, words["SignInAgain"]), new PageLink(Home, words["ToPassport"])]);
    }
}
