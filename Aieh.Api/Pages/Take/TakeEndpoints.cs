using System.Globalization;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Aieh.Api.Platform.Browser;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Take;

/// <summary>Taking an attempt in a browser. Everything is a form; the script saves earlier, and over a lost connection.</summary>
internal static class TakeEndpoints
{
    private static readonly PageCookie[] Holders = [PageCookie.Attempt, PageCookie.Passport];

    public static IServiceCollection AddTake(this IServiceCollection services) =>
        services.AddSingleton<TakeViews>().AddSingleton<ResultViews>();

    public static void MapTake(this IEndpointRouteBuilder routes)
    {
        const PageNeeds needs = PageNeeds.Forms | PageNeeds.Scripts;
        routes.MapForm(TakeAddresses.Start, StartAttempt, PageCookie.Passport);
        routes.MapPage("/take/{id:guid}", ShowItem, needs, Holders);
        routes.MapPage("/take/{id:guid}/review", ShowReview, needs, Holders);
        routes.MapForm("/take/{id:guid}/answer", SaveAnswer, Holders);
        routes.MapForm("/take/{id:guid}/signals", IntegrityPageEndpoints.SendSignals, Holders);
        routes.MapForm("/take/{id:guid}/submission", Submit, Holders);
        routes.MapPage("/result/{id:guid}", ResultEndpoints.ShowResult, PageNeeds.Forms, Holders);
        routes.MapForm("/result/{id:guid}/passport", ResultEndpoints.SaveInPassport, PageCookie.Attempt);
        routes.MapForm("/result/{id:guid}/statement", IntegrityPageEndpoints.State, Holders);
    }

    /// <summary>Starts an attempt, or goes on with the one that is open.</summary>
    internal static async Task<IResult> StartAttempt(
        Principal principal, AttemptStart start, Idempotency idempotency, CatalogCache catalog, IStringLocalizer<TakeWords> words,
        HttpContext context)
    {
        var form = PageRoutes.FormOf(context);
        if (!KebabCase.TryParse<FormKind>(form["form"].ToString(), out var kind)) kind = FormKind.Sample;
        var (assessment, declared) = (form["assessment"].ToString(), form["declaration"].ToString());
        var mustAgree = principal.PassportId is not null
            && FormPolicies.ToAgreeTo(catalog.Current, assessment, FormSlugs.Of(kind)) is not null;
        if (mustAgree && declared.Length == 0) return TakeMessages.NotAgreed(assessment, words);

        var request = new CreateAttemptRequest
        {
            Assessment = assessment,
            Form = kind,
            Declaration = declared.Length == 0 ? null : new AttemptDeclarationRequest { Policy = declared },
        };
        var result = await AttemptEndpoints.CreateAttempt(request, principal, start, idempotency, context);
        var answer = Answer<AttemptResponse>.Of(result, AttemptJson.Wire.AttemptResponse);
        if (answer.Is(Problems.AttemptInProgressKind)) return PageResult.GoTo(TakeAddresses.Of(IdIn(answer.Problem!, "attempt")));
        if (answer.Is(Problems.DeclarationOutdatedKind)) return TakeMessages.NotAgreed(assessment, words);
        if (answer.Problem is { } problem) return TakeMessages.NotStarted(answer, problem, words);

        var attempt = answer.Value!;
        if (attempt.Token is { } token)
        {
            var keptFor = attempt.ExpiresAt - attempt.ServerTime + AttemptStart.TokenOutlivesBy;
            PageCookie.Attempt.Hold(context, token, TakeAddresses.Of(attempt.Id), keptFor);
            PageCookie.Attempt.Hold(context, token, TakeAddresses.ResultOf(attempt.Id), keptFor);
        }

        ComingBack.Remember(context, attempt.Id, form["from"].ToString());
        return PageResult.GoTo(TakeAddresses.Of(attempt.Id));
    }

    /// <summary>
    /// One item: that of the number asked for, or the first without an answer; of an adaptive form the one whose turn it is.
    /// </summary>
    internal static async Task<IResult> ShowItem(
        Guid id, string? q, Principal principal, Db db, AssembledForms forms, TakeViews views, TimeProvider time, HttpContext context)
    {
        var cancellationToken = context.RequestAborted;
        var (attempt, elsewhere) = await ReadAsync(id, principal, db, forms, time, views, cancellationToken);
        if (elsewhere is not null) return elsewhere;
        if (!FormSlugs.IsAdaptive(attempt!.Form)) return PageResult.Of<TakePage>(views.OfItem(attempt, q, ItemFlags.Read(context)));

        var next = await AttemptEndpoints.GetNextItem(id, principal, db, forms, time, cancellationToken);
        var answer = Answer<NextItemResponse>.Of(next, AttemptJson.Wire.NextItemResponse);
        if (answer.Problem is { } problem) return MessagePages.OfProblem(problem);

        return answer.Value!.Complete
            ? PageResult.GoTo(TakeAddresses.ReviewOf(id))
            : PageResult.Of<TakePage>(views.OfNext(attempt, answer.Value));
    }

    /// <summary>
    /// Which items have an answer and which are flagged, before the attempt is submitted; and what to do when it was refused because nobody
    /// watches.
    /// </summary>
    internal static async Task<IResult> ShowReview(
        Guid id, string? watch, Principal principal, Db db, AssembledForms forms, TakeViews views, TimeProvider time, HttpContext context)
    {
        var (attempt, elsewhere) = await ReadAsync(id, principal, db, forms, time, views, context.RequestAborted);
        return elsewhere ?? PageResult.Of<ReviewPage>(
            views.OfReview(attempt!, ItemFlags.Read(context), isRefused: watch is not null));
    }

    /// <summary>
    /// Saves the answer of an item and goes where the button says. To the script, which asks for JSON, it says what the API says; of a
    /// repeat the key means nothing, because saving is safe to repeat.
    /// </summary>
    internal static async Task<IResult> SaveAnswer(
        Guid id, Principal principal, Db db, ResponseSave save, HttpContext context, CancellationToken cancellationToken)
    {
        var form = PageRoutes.FormOf(context);
        var (item, option) = (form["item"].ToString(), form["option"].ToString());
        ItemFlags.Write(context, id, form);
        var isForScript = context.Request.Headers.Accept.ToString().StartsWith("application/json", StringComparison.Ordinal);
        if (option.Length > 0 || isForScript)
        {
            var given = new ItemResponse { Item = item, Option = option, Seconds = SecondsIn(form) };
            var request = new SaveResponsesRequest { Responses = option.Length == 0 ? [] : [given] };
            var saved = await AttemptEndpoints.SaveResponses(
                id, request, principal, new Preconditions(context), db, save, cancellationToken);
            if (isForScript) return saved;

            var answer = Answer<SavedResponsesResponse>.Of(saved, AttemptJson.Wire.SavedResponsesResponse);
            var isClosed = answer.Is(Problems.AttemptExpiredKind) || answer.Is(Problems.AttemptAlreadySubmittedKind);
            if (answer.Problem is { } problem && !isClosed) return MessagePages.OfProblem(problem);
        }

        return PageResult.GoTo(form["go"].ToString() switch
        {
            "review" => TakeAddresses.ReviewOf(id),
            "" => TakeAddresses.Of(id),
            var number => $"{TakeAddresses.Of(id)}?q={Uri.EscapeDataString(number)}",
        });
    }

    internal static async Task<IResult> Submit(
        Guid id, Principal principal, AttemptSubmission submission, Idempotency idempotency, IStringLocalizer<TakeWords> words,
        HttpContext context)
    {
        var accepts = PageRoutes.FormOf(context)["unsupervised"].Count > 0;
        var request = new SubmitAttemptRequest { AcceptUnsupervised = accepts ? true : null };
        var result = await AttemptEndpoints.SubmitAttempt(id, request, principal, submission, idempotency, context);
        var answer = Answer<ScoreReportResponse>.Of(result, AttemptJson.Wire.ScoreReportResponse);
        if (answer.Problem is null || answer.Is(Problems.AttemptAlreadySubmittedKind)) return PageResult.GoTo(TakeAddresses.ResultOf(id));

        if (answer.Is(Problems.SupervisionRequiredKind)) return PageResult.GoTo(TakeAddresses.UnwatchedOf(id));

        return answer.Is(Problems.AttemptIncompleteKind)
            ? MessagePages.OfProblem(answer.Problem, new PageLink(TakeAddresses.Of(id), words["GoOn"]))
            : MessagePages.OfProblem(answer.Problem);
    }

    /// <summary>The attempt while it takes answers; otherwise where its holder is sent, or what is said.</summary>
    private static async Task<(AttemptResponse? Attempt, IResult? Elsewhere)> ReadAsync(
        Guid id, Principal principal, Db db, AssembledForms forms, TimeProvider time, TakeViews views, CancellationToken cancellationToken)
    {
        var result = await AttemptEndpoints.GetAttempt(id, principal, db, forms, time, cancellationToken);
        var answer = Answer<AttemptResponse>.Of(result, AttemptJson.Wire.AttemptResponse);
        if (answer.Problem is not null) return (null, views.Unknown());

        return answer.Value!.State switch
        {
            AttemptState.InProgress => (answer.Value, null),
            AttemptState.Scored => (null, PageResult.GoTo(TakeAddresses.ResultOf(id))),
            AttemptState.Expired => (null, PageResult.Of<TimeOverPage>(views.OfExpired(answer.Value))),
            _ => (null, views.Cancelled()),
        };
    }

    /// <summary>The script alone knows: without it, there are none.</summary>
    private static double? SecondsIn(IFormCollection form) =>
        double.TryParse(form["seconds"].ToString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? Math.Min(seconds, ItemTimes.MostSeconds)
            : null;

    private static Guid IdIn(Microsoft.AspNetCore.Mvc.ProblemDetails problem, string member) =>
        Guid.Parse(problem.Extensions[member]!.ToString()!);
}
