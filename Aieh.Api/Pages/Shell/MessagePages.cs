using System.Diagnostics;
using Aieh.Api.Pages.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Shell;

/// <summary>Pages that say why there is nothing else to be seen.</summary>
internal static class MessagePages
{
    /// <param name="status">Status of the answer.</param>
    /// <param name="title">The heading.</param>
    /// <param name="text">What is to be said, a paragraph each.</param>
    /// <param name="list">Lines below it.</param>
    /// <param name="links">Where to go from here.</param>
    public static PageResult<MessagePage> Of(
        int status, string title, IReadOnlyList<string> text, IReadOnlyList<string>? list = null, IReadOnlyList<PageLink>? links = null) =>
        new(status, new Dictionary<string, object?>
        {
            [nameof(MessagePage.Title)] = title,
            [nameof(MessagePage.Text)] = text,
            [nameof(MessagePage.List)] = list ?? [],
            [nameof(MessagePage.Links)] = links ?? [],
        });

    /// <summary>A problem of the API, to people: what it says is written to be read.</summary>
    public static PageResult<MessagePage> OfProblem(ProblemDetails problem, params PageLink[] links)
    {
        var text = problem.Detail is { } detail ? new[] { detail } : [];
        return Of(problem.Status ?? StatusCodes.Status400BadRequest, problem.Title ?? "", text, links: links);
    }

    public static PageResult<MessagePage> ForeignForm(HttpContext context)
    {
        IStringLocalizer<ShellWords> words = WordsOf(context);
        return Of(StatusCodes.Status400BadRequest, words["FormEnded"], [words["FormEndedText"]]);
    }

    /// <summary>What went wrong before or in the handler of a page.</summary>
    public static Task WriteProblemAsync(HttpContext context, ProblemDetails problem)
    {
        IStringLocalizer<ShellWords> words = WordsOf(context);
        var status = problem.Status ?? context.Response.StatusCode;
        var (title, text) = status switch
        {
            StatusCodes.Status429TooManyRequests => (words["TooMany"], words["TooManyText"]),
            StatusCodes.Status503ServiceUnavailable => (words["Unavailable"], words["UnavailableText"]),
            < StatusCodes.Status500InternalServerError => (words["Refused"], words["RefusedText"]),
            _ => (words["Fault"], words["FaultText"]),
        };
        var trace = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
        return Of(status, title, [text, words["Trace", trace]]).ExecuteAsync(context);
    }

    private static IStringLocalizer<ShellWords> WordsOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<IStringLocalizer<ShellWords>>();
}

/// <summary>Somewhere to go from a page.</summary>
public sealed record PageLink(string Path, string Text);
