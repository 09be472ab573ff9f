namespace Aieh.Api.Platform.Http;

/// <summary>The kinds of problem, each with its stable type.</summary>
internal static partial class Problems
{
    private const string TypePrefix = "urn:aieh:problem:";

    internal sealed record Kind(string Slug, int Status, string Title)
    {
        public string Type => TypePrefix + Slug;

        /// <summary>Only routes that name the kind can answer with it; every other kind belongs to all routes with its status.</summary>
        public bool IsParticular { get; init; }
    }

    public static readonly Kind InvalidRequestKind = new("invalid-request", 400, "The request does not have the documented shape.");
    public static readonly Kind IdempotencyKeyMissingKind = new("idempotency-key-missing", 400, "Idempotency-Key is missing.");
    public static readonly Kind IdempotencyKeyInvalidKind = new("idempotency-key-invalid", 400, "Idempotency-Key is not valid.");
    public static readonly Kind UnauthenticatedKind = new("unauthenticated", 401, "A credential is needed.");
    public static readonly Kind InvalidTokenKind = new("invalid-token", 401, "The credential is not valid.");
    public static readonly Kind SignatureInvalidKind = Particular("signature-invalid", 401, "The signature is not valid.");
    public static readonly Kind InsufficientScopeKind = new("insufficient-scope", 403, "The credential does not allow this.");
    public static readonly Kind NotFoundKind = new("not-found", 404, "There is nothing here for you.");
    public static readonly Kind MethodNotAllowedKind = new("method-not-allowed", 405, "The resource does not have this method.");
    public static readonly Kind NotAcceptableKind = new("not-acceptable", 406, "The resource has no such representation.");
    public static readonly Kind RequestTimeoutKind = new("request-timeout", 408, "The request did not arrive in time.");
    public static readonly Kind AttemptInProgressKind =
        Particular("attempt-in-progress", 409, "An attempt on the same items is still open.");
    public static readonly Kind AttemptAlreadySubmittedKind =
        Particular("attempt-already-submitted", 409, "The attempt has been submitted.");
    public static readonly Kind AttemptExpiredKind = Particular("attempt-expired", 409, "The attempt's time is over.");
    public static readonly Kind AttemptCancelledKind = Particular("attempt-cancelled", 409, "The attempt has been cancelled.");
    public static readonly Kind AttemptNotScoredKind = Particular("attempt-not-scored", 409, "The attempt has no score yet.");
    public static readonly Kind AttemptAlreadySavedKind = Particular("attempt-already-saved", 409, "The attempt is in another passport.");
    public static readonly Kind StatementNotTakenKind = Particular("statement-not-taken", 409, "The attempt takes no statement.");
    public static readonly Kind AttemptIncompleteKind =
        Particular("attempt-incomplete", 409, "The attempt has too few answers for a score.");
    public static readonly Kind SupervisionRequiredKind =
        Particular("supervision-required", 409, "Nobody watches this attempt, and a hiring loop asks for that.");
    public static readonly Kind AttemptSupervisedKind =
        Particular("attempt-supervised", 409, "Another tenant says that it watches this attempt.");
    public static readonly Kind VerificationNotAskedKind =
        Particular("verification-not-asked", 409, "Nobody waits for a verification.");
    public static readonly Kind VerificationRefusedKind = Particular("verification-refused", 409, "There is nothing to verify.");
    public static readonly Kind NothingToConfirmKind = Particular("nothing-to-confirm", 409, "The verification has no outcome.");
    public static readonly Kind BusyKind = Particular("resource-busy", 409, "The resource is being changed by other requests.");
    public static readonly Kind RetakeNotYetEligibleKind =
        Particular("retake-not-yet-eligible", 409, "The retake policy does not allow another attempt yet.");
    public static readonly Kind IdempotencyKeyInUseKind =
        new("idempotency-key-in-use", 409, "A request with this Idempotency-Key is still running.");
    public static readonly Kind ReferenceAlreadyUsedKind =
        Particular("reference-already-used", 409, "The reference is already used for other evidence.");
    public static readonly Kind LimitReachedKind = Particular("limit-reached", 409, "There is as much as there may be.");
    public static readonly Kind PassportExistsKind = Particular("passport-exists", 409, "The account has a passport.");
    public static readonly Kind MailNotAvailableKind = Particular("mail-not-available", 409, "The service sends no mail.");
    public static readonly Kind HiringLoopArchivedKind = Particular("hiring-loop-archived", 409, "The hiring loop has been archived.");
    public static readonly Kind InvitationClosedKind = Particular("invitation-closed", 409, "The invitation is not open any more.");
    public static readonly Kind InvitationAlreadyAcceptedKind =
        Particular("invitation-already-accepted", 409, "The invitation has been accepted.");
    public static readonly Kind AlreadyInHiringLoopKind =
        Particular("already-in-hiring-loop", 409, "The passport is in this hiring loop by another invitation.");
    public static readonly Kind ResultNotAvailableKind = Particular("result-not-available", 409, "The invitation has no result.");
    public static readonly Kind TenantNameTakenKind = Particular("tenant-name-taken", 409, "There is a tenant of this name.");
    public static readonly Kind KeyNotLiveKind = Particular("key-not-live", 409, "The key has ended.");
    public static readonly Kind PassportErasedKind = new("passport-erased", 410, "The passport has been erased.");
    public static readonly Kind ResultWithdrawnKind =
        Particular("result-withdrawn", 410, "The candidate has withdrawn the result.");
    public static readonly Kind PreconditionFailedKind = new("precondition-failed", 412, "A condition of the request does not hold.");
    public static readonly Kind BodyTooLargeKind = new("body-too-large", 413, "The request body is too large.");
    public static readonly Kind UnsupportedMediaTypeKind = new("unsupported-media-type", 415, "The request body must be application/json.");
    public static readonly Kind ResponsesRefusedKind = Particular("responses-refused", 422, "The responses do not fit the attempt.");
    public static readonly Kind PassportRefusedKind = Particular("passport-refused", 422, "The passport cannot be used.");
    public static readonly Kind AssessmentNotAvailableKind = Particular("assessment-not-available", 422, "The assessment cannot be taken.");
    public static readonly Kind BundleNotPublishedKind =
        Particular("bundle-not-published", 422, "The role's bundle has not been published.");
    public static readonly Kind GrantRefusedKind = Particular("grant-refused", 422, "The grant cannot be made.");
    public static readonly Kind EvidenceRefusedKind = Particular("evidence-refused", 422, "The evidence cannot be recorded.");
    public static readonly Kind HiringLoopRefusedKind = Particular("hiring-loop-refused", 422, "The hiring loop cannot be so.");
    public static readonly Kind InvitationRefusedKind = Particular("invitation-refused", 422, "The invitation cannot be made.");
    public static readonly Kind ConsentOutdatedKind = Particular("consent-outdated", 422, "The consent is to another text.");
    public static readonly Kind DeclarationOutdatedKind = Particular("declaration-outdated", 422, "The declaration is to other words.");
    public static readonly Kind ReturnLinkEndedKind = Particular("return-link-ended", 422, "The link does not work, or not any more.");
    public static readonly Kind OrderRefusedKind = Particular("order-refused", 422, "The order cannot be taken.");
    public static readonly Kind WebhookEndpointRefusedKind =
        Particular("webhook-endpoint-refused", 422, "The webhook endpoint cannot be so.");
    public static readonly Kind IdempotencyKeyReusedKind =
        new("idempotency-key-reused", 422, "Idempotency-Key is already used for another request.");
    public static readonly Kind PreconditionRequiredKind = new("precondition-required", 428, "The request must say what it changes.");
    public static readonly Kind RateLimitedKind = new("rate-limited", 429, "Too many requests.");
    public static readonly Kind InternalErrorKind = new("internal-error", 500, "The service failed.");
    public static readonly Kind UnavailableKind = new("unavailable", 503, "The service cannot answer now.");

    /// <summary>Every kind, for the contract and its tests.</summary>
    public static readonly IReadOnlyList<Kind> All =
    [
        InvalidRequestKind, IdempotencyKeyMissingKind, IdempotencyKeyInvalidKind, UnauthenticatedKind, InvalidTokenKind,
        SignatureInvalidKind, InsufficientScopeKind, NotFoundKind, MethodNotAllowedKind, NotAcceptableKind, RequestTimeoutKind,
        AttemptInProgressKind, AttemptAlreadySavedKind,
        AttemptAlreadySubmittedKind, AttemptExpiredKind, AttemptCancelledKind, AttemptNotScoredKind, AttemptIncompleteKind,
        VerificationNotAskedKind, VerificationRefusedKind, NothingToConfirmKind, StatementNotTakenKind, SupervisionRequiredKind,
        AttemptSupervisedKind, DeclarationOutdatedKind, BusyKind,
        RetakeNotYetEligibleKind, IdempotencyKeyInUseKind, ReferenceAlreadyUsedKind, LimitReachedKind, PassportExistsKind,
        MailNotAvailableKind, HiringLoopArchivedKind,
        InvitationClosedKind, InvitationAlreadyAcceptedKind, AlreadyInHiringLoopKind, ResultNotAvailableKind, TenantNameTakenKind,
        KeyNotLiveKind, PassportErasedKind, ResultWithdrawnKind, PreconditionFailedKind, BodyTooLargeKind, UnsupportedMediaTypeKind,
        ResponsesRefusedKind, PassportRefusedKind, AssessmentNotAvailableKind, BundleNotPublishedKind, GrantRefusedKind,
        EvidenceRefusedKind,
        HiringLoopRefusedKind, InvitationRefusedKind, ConsentOutdatedKind, ReturnLinkEndedKind, OrderRefusedKind,
        WebhookEndpointRefusedKind,
        IdempotencyKeyReusedKind, PreconditionRequiredKind, RateLimitedKind, InternalErrorKind, UnavailableKind,
    ];

    private static Kind Particular(string slug, int status, string title) => new(slug, status, title) { IsParticular = true };
}
