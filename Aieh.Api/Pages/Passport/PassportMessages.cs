using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Aieh.Api.Platform.Browser;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Passport;

/// <summary>Pages that say why a passport is not shown.</summary>
internal static class PassportMessages
{
    /// <summary>A browser that holds no passport is shown how to come by one.</summary>
    public static IResult NoPassport() => PageResult.GoTo(PassportAddresses.Home);

    /// <summary>What the API has refused. An erased passport is held no longer.</summary>
    public static IResult Of(ProblemDetails problem, HttpContext context)
    {
        var words = WordsOf(context);
        if (problem.Type != Problems.PassportErasedKind.Type)
        {
            return MessagePages.OfProblem(problem, new PageLink(PassportAddresses.Home, words["BackToPassport"]));
        }

        PageCookie.Passport.Forget(context);
        return Erased(words);
    }

    public static IResult Erased(IStringLocalizer<PassportWords> words) => MessagePages.Of(
        StatusCodes.Status410Gone, words["Erased"], [words["ErasedText"]], links: [new(PassportAddresses.Home, words["StartAgain"])]);

    /// <summary>What was in the address is not repeated: it can be half of a secret.</summary>
    public static IResult UnknownLink(IStringLocalizer<PassportWords> words) => MessagePages.Of(
        StatusCodes.Status404NotFound, words["UnknownLink"], [words["UnknownLinkText"]],
        links: [new(PassportAddresses.Home, words["BackToPassport"])]);

    public static IResult Goodbye(IStringLocalizer<PassportWords> words) => MessagePages.Of(
        StatusCodes.Status200OK, words["Goodbye"], [words["GoodbyeText"], words["GoodbyeKept"]], links: [new("/", words["ToStart"])]);

    /// <summary>Why a link shows nothing of the passport that it was made for.</summary>
    public static IResult NotShared(LinkState state, IStringLocalizer<PassportWords> words)
    {
        var status = state == LinkState.Unknown ? StatusCodes.Status404NotFound : StatusCodes.Status410Gone;
        return MessagePages.Of(status, words[$"Shared{state}"], [words[$"Shared{state}Text"]]);
    }

    private static IStringLocalizer<PassportWords> WordsOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<IStringLocalizer<PassportWords>>();
}
