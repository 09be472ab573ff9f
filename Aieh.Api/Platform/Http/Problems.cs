using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Aieh.Api.Platform.Http;

/// <summary>The whole error catalog: one entry per kind (ProblemKinds.cs), and one method per place that can raise it.</summary>
internal static partial class Problems
{
    public static ProblemHttpResult Of(Kind kind, string? detail = null) => TypedResults.Problem(Details(kind, detail));

    public static ProblemHttpResult Invalid(string detail, params ProblemError[] errors) =>
        With(InvalidRequestKind, detail, "errors", errors);

    public static ProblemHttpResult InvalidParameter(string name, string detail) =>
        Invalid($"The parameter '{name}' is not valid.", new ProblemError { Parameter = name, Detail = detail });

    public static ProblemHttpResult ResponsesRefused(IReadOnlyList<ProblemError> errors) =>
        With(ResponsesRefusedKind, "Nothing was saved; what was saved before is kept.", "errors", errors);

    public static ProblemHttpResult PassportRefused()
    {
        var fault = new ProblemError { Pointer = "#/passport", Detail = "It is not the token of a passport." };
        return With(PassportRefusedKind, "Nothing was done.", "errors", new[] { fault });
    }

    public static ProblemHttpResult InsufficientScope(string detail) => Of(InsufficientScopeKind, detail);

    public static ProblemHttpResult NotFound() => Of(NotFoundKind, "It does not exist, or this credential may not see it.");

    public static ProblemHttpResult AttemptInProgress(Guid attempt) =>
        With(AttemptInProgressKind, "Finish or submit it first: its id is in 'attempt'.", "attempt", attempt);

    public static ProblemHttpResult RetakeNotYetEligible(DateTimeOffset nextEligibleAt) =>
        With(RetakeNotYetEligibleKind, "The next attempt may start at 'nextEligibleAt'.", "nextEligibleAt", nextEligibleAt);

    public static ProblemHttpResult AttemptExpired() => Of(
        AttemptExpiredKind,
        "Answers are no longer taken. What was saved in time is kept: a submission without responses, under a new Idempotency-Key, "
        + "has it scored, if it suffices for a score.");

    public static ProblemHttpResult AttemptAlreadySubmitted() => Of(
        AttemptAlreadySubmittedKind,
        "Its score report is the attempt's /score. To repeat a submission safely, send the Idempotency-Key it was made with.");

    public static ProblemHttpResult AttemptIncomplete(int answers) =>
        Of(AttemptIncompleteKind, FormattableString.Invariant($"An adaptive attempt needs {answers} answers for a score."));

    public static ProblemHttpResult SupervisionRequired() => Of(
        SupervisionRequiredKind,
        "Nothing was scored. An employer counts a supervised score alone, and nobody says that this attempt is watched. Have whoever "
        + "watches say so while it runs (POST /v1/attempts/{id}/supervision) and submit again; or repeat with acceptUnsupervised: true: "
        + "the score goes to the passport, and not to the hiring loop, which goes on waiting.");

    public static ProblemHttpResult AttemptSupervised() => Of(
        AttemptSupervisedKind, "Nothing was changed. One tenant says so, and it alone can take it back while the attempt runs.");

    public static ProblemHttpResult DeclarationOutdated(string? current) => current is null
        ? Of(DeclarationOutdatedKind, "The form asks for no declaration: leave it out.")
        : With(
            DeclarationOutdatedKind, "Show the form's aiPolicy as it is now, and declare its version, which is in 'policy'.", "policy",
            current);

    public static ProblemHttpResult VerificationNotAsked() => Of(
        VerificationNotAskedKind,
        "No employer has asked for one in this assessment, its time is over, or it has been started before: it is taken once.");

    public static ProblemHttpResult VerificationRefused(string detail) => Of(VerificationRefusedKind, "Nothing was asked for. " + detail);

    public static ProblemHttpResult PassportExists(Guid passport) =>
        With(PassportExistsKind, "An account has one. Its id is in 'passport'; the token that was sent opens it.", "passport", passport);

    public static ProblemHttpResult PassportErased() => Of(PassportErasedKind, "Its owner had everything in it deleted.");

    public static ProblemHttpResult MailNotAvailable(string detail) =>
        Of(MailNotAvailableKind, detail + " Keep the passport's token: it is the way back.");

    public static ProblemHttpResult ReturnLinkEnded() => Of(
        ReturnLinkEndedKind,
        "A link works once, for 30 minutes, and while the passport has the address that it was mailed to. Ask for a new one.");

    public static ProblemHttpResult PreconditionFailed() => Of(
        PreconditionFailedKind, "Nothing was done. Read the resource again: its ETag, if it has one, is what If-Match must name.");

    public static ProblemHttpResult PreconditionRequired() => Of(
        PreconditionRequiredKind, "Nothing was done. Read the resource, and name its ETag in If-Match.");

    public static ProblemHttpResult AssessmentNotAvailable(string detail) => Of(AssessmentNotAvailableKind, detail);

    public static ProblemHttpResult GrantRefused(ProblemError error) =>
        With(GrantRefusedKind, "Nothing was granted.", "errors", new[] { error });

    public static ProblemHttpResult EvidenceRefused(ProblemError error) =>
        With(EvidenceRefusedKind, "Nothing was recorded.", "errors", new[] { error });

    public static ProblemHttpResult HiringLoopRefused(IReadOnlyList<ProblemError> errors) =>
        With(HiringLoopRefusedKind, "Nothing was done.", "errors", errors.ToArray());

    /// <summary>With the message that recruiters are shown: an answer that is stored does not pass where such are added.</summary>
    public static ProblemHttpResult OrderRefused(string detail) => WithMessage(OrderRefusedKind, detail);

    public const string NotOffered = "This test is not offered, or not any more.";

    /// <summary>Where a system knows no refusal but this.</summary>
    public static ProblemHttpResult TestNotFound() => WithMessage(NotFoundKind, NotOffered);

    private static ProblemHttpResult WithMessage(Kind kind, string detail)
    {
        var problem = Details(kind, detail);
        AddMessage(problem);
        return TypedResults.Problem(problem);
    }

    /// <summary>Applicant tracking systems show a message to recruiters, and some look for a sign of failure.</summary>
    public static void AddMessage(ProblemDetails problem) =>
        (problem.Extensions["success"], problem.Extensions["message"]) = (false, problem.Detail ?? problem.Title);

    public static ProblemHttpResult WebhookEndpointRefused(params ProblemError[] errors) =>
        With(WebhookEndpointRefusedKind, "Nothing was done.", "errors", errors);

    public static ProblemHttpResult ReferenceAlreadyUsed() => Of(
        ReferenceAlreadyUsedKind,
        "A result is recorded once under a concordance and a reference. "
        + "To repeat a request safely, send the Idempotency-Key it was made with.");

    public static ProblemHttpResult HiringLoopArchived() =>
        Of(HiringLoopArchivedKind, "It takes no more invitations. Those that are there go on.");

    public static ProblemHttpResult InvitationClosed(string state) =>
        With(InvitationClosedKind, "Nothing was done: how it has ended is in 'state'.", "state", state);

    public static ProblemHttpResult ResultNotAvailable(string state) =>
        With(ResultNotAvailableKind, "It ended before there was one: how is in 'state'.", "state", state);

    public static ProblemHttpResult InvitationRefused(IReadOnlyList<ProblemError> errors) =>
        With(InvitationRefusedKind, "Nothing was done.", "errors", errors);

    public static ProblemHttpResult LimitReached(int limit, string what) =>
        With(LimitReachedKind, FormattableString.Invariant($"Nothing was done: it holds at most {limit} {what}."), "limit", limit);

    public static ProblemHttpResult RateLimited(string policy, string limit) =>
        With(RateLimitedKind, limit + " Wait for the seconds in Retry-After.", "violatedPolicies", new[] { policy });

    /// <summary>
    /// The problem for a bare status code that the framework set; one that the catalog does not have becomes the general one of its class.
    /// </summary>
    public static ProblemDetails ForStatus(int status) => Details(
        All.FirstOrDefault(kind => kind.Status == status) ?? (status < 500 ? InvalidRequestKind : InternalErrorKind),
        status switch
        {
            StatusCodes.Status404NotFound => "There is no such route, or an id in it is malformed; /openapi/v1.yaml lists the routes.",
            StatusCodes.Status405MethodNotAllowed => "The header Allow lists the methods it has.",
            StatusCodes.Status413PayloadTooLarge => "Bodies may have 64 KiB, those of batches 1 MiB.",
            StatusCodes.Status415UnsupportedMediaType => "Send Content-Type: application/json.",
            _ => null,
        });

    public static ProblemDetails Details(Kind kind, string? detail = null) =>
        new() { Type = kind.Type, Title = kind.Title, Status = kind.Status, Detail = detail };

    private static ProblemHttpResult With(Kind kind, string detail, string member, object value)
    {
        var problem = Details(kind, detail);
        problem.Extensions[member] = value;
        return TypedResults.Problem(problem);
    }
}

/// <summary>One fault in a request: where it is, and what is wrong there.</summary>
internal sealed record ProblemError
{
    /// <summary>JSON Pointer into the request body, in URI fragment form.</summary>
    /// <example>#/responses/0/option</example>
    public string? Pointer { get; init; }

    /// <summary>Name of the query parameter or header at fault.</summary>
    public string? Parameter { get; init; }

    /// <summary>What is wrong there.</summary>
    /// <example>Item py-ds-001 has no option 'z'.</example>
    public required string Detail { get; init; }
}
