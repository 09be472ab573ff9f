using System.Security.Cryptography;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Limits;
using Aieh.Api.Platform.Operations;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Candidates.Attempts;

/// <summary>
/// What is known of a passport before an attempt at one form. Verification: the one that is to be started; null of every other form.
/// </summary>
internal sealed record AttemptHistory(
    CatalogSnapshot Catalog, AssessmentForm? Form, PassportRow? Passport, int Evidence, IReadOnlyList<AttemptStartRow> Starts,
    IReadOnlyList<StandingAccommodationRow> Accommodations, VerificationRow? Verification = null);

/// <summary>Decides whether an attempt may start, and plans what starting it writes and answers.</summary>
internal sealed class AttemptStart(
    CatalogCache cache, AssembledForms forms, IOptions<PassportOptions> options, RateLimits limits, IPassportObserver observer,
    TimeProvider time)
{
    /// <summary>
    /// How long an attempt's own token outlives its time: long enough to read the report at leisure, and to save it in a passport.
    /// </summary>
    public static readonly TimeSpan TokenOutlivesBy = TimeSpan.FromDays(30);

    public async Task<AttemptHistory> LoadAsync(DbSession session, CreateAttemptRequest request, Principal principal)
    {
        // One snapshot for the whole start: the hashes pinned are those of the items served.
        var catalog = cache.Current;
        var assessment = catalog.Assessments.GetValueOrDefault(request.Assessment);
        var form = assessment?.Forms.FirstOrDefault(candidate => candidate.Kind == request.Form);
        VerificationRow? verification = null;
        if (request.Form == FormKind.Verification && principal.PassportId is { } verified)
        {
            (verification, form) = await VerificationForm.FindAskedAsync(session, catalog, verified, request.Assessment, time.Now());
        }

        if (form is null || principal.PassportId is not { } passport) return new AttemptHistory(catalog, form, null, 0, [], []);

        var depth = RetakePolicy.Depth(form.RetakeWindows.Value);
        var starts = await AttemptStore.ListStartsAsync(session, passport, request.Assessment, FormSlugs.Of(request.Form), depth);
        var evidence = await EvidenceStore.CountAsync(session, passport);
        var accommodations = await AccommodationStore.ListStandingAsync(session, passport, time.Now());
        var owner = await PassportStore.FindAsync(session, passport);
        return new AttemptHistory(catalog, form, owner, evidence, starts, accommodations, verification);
    }

    public async ValueTask<Plan> PlanAsync(
        CreateAttemptRequest request, Principal principal, AttemptHistory history, HttpContext context)
    {
        var now = time.Now();
        var cancellationToken = context.RequestAborted;
        if (Refuses(request, principal, history, now) is { } refused) return refused;
        // For the passports that a key has made its tenant answers, which has a quota of its own.
        var isLimited = request.Form != FormKind.Sample && principal.TenantId is null;
        if (isLimited && limits.AssessedStarts.Refuses(context) is { } tooMany) return tooMany;

        var form = history.Form!;
        var (limit, policy) = (form.TimeLimitSeconds.Value, FormPolicy.Of(form));
        var order = form.Items!.ToArray();
        RandomNumberGenerator.Shuffle(order.AsSpan());
        var attempt = new AttemptRow
        {
            Id = Guid.CreateVersion7(now),
            PassportId = principal.PassportId,
            Assessment = request.Assessment,
            Form = FormSlugs.Of(request.Form),
            State = "in-progress",
            ItemsHash = CatalogCache.HashOf(history.Catalog, CatalogKinds.Items, request.Assessment),
            CalibrationHash = CatalogCache.HashOf(history.Catalog, CatalogKinds.Calibration, request.Assessment),
            ItemOrder = ItemResponses.WriteOrder(order),
            Responses = ItemResponses.None(order.Length),
            Version = 1,
            StartedAt = now,
            TimeLimitSeconds = limit,
            AiPolicy = policy is null ? null : KebabCase.Of(policy.Kind),
            AiPolicyVersion = policy?.Version,
            AgreedAt = request.Declaration is null ? null : now,
        };
        attempt = attempt with { ExpiresAt = TimeAllowance.EndOf(attempt, history.Accommodations) };
        var assembled = await forms.OfAsync(attempt, order, cancellationToken);
        if (AdaptivePlan.Draw(form) is { } plan)
        {
            // A verification's bank is its own: how often its items are seen by others is not in its hand.
            var exposure = request.Form == FormKind.Verification
                ? null
                : await forms.ExposureAsync(assembled, plan, form.Adaptive!.MaximumExposure.Value, cancellationToken);
            attempt = attempt with { Adaptive = (plan with { Exposure = exposure }).ToJson() };
        }

        var token = principal.IsAnonymous ? SecretToken.Create(SecretToken.AttemptPrefix) : null;
        var response = AttemptView.Of(attempt, order, assembled, now, token);
        var planned = new Plan(
            Outcome.Created($"/v1/attempts/{attempt.Id}", response, AttemptJson.Wire.AttemptResponse),
            session => WriteAsync(session, attempt, history.Verification, token),
            () => Count(attempt));
        return isLimited ? limits.AssessedStarts.Taking(planned, context) : planned;
    }

    private static void Count(AttemptRow attempt)
    {
        Telemetry.Attempts.Add(1, new("assessment", attempt.Assessment), new("form", attempt.Form), new("outcome", "started"));
        // An adaptive form shows its first item now, and another after each answer.
        var shown = attempt.Adaptive is null ? ItemResponses.ReadOrder(attempt.ItemOrder).Length : 1;
        Telemetry.Exposure.Add(shown, new("assessment", attempt.Assessment), new("form", attempt.Form));
    }

    private Plan? Refuses(CreateAttemptRequest request, Principal principal, AttemptHistory history, DateTimeOffset now)
    {
        if (request.Form == FormKind.Verification && history.Form is null)
        {
            return Plan.RefuseWithoutKeeping(principal.IsAnonymous
                ? Problems.Of(Problems.UnauthenticatedKind, "A verification needs the passport that is asked.")
                : Problems.VerificationNotAsked());
        }

        if (history.Form is not { } form)
        {
            var slug = FormSlugs.Of(request.Form);
            return Plan.Refuse(Problems.AssessmentNotAvailable(
                $"There is no assessment of this name with the form '{slug}'; GET /v1/assessments lists them."));
        }

        if (form.Availability != FormAvailability.Available) return Plan.Refuse(Problems.AssessmentNotAvailable(form.AvailabilityNote));
        if (principal.IsAnonymous && request.Form != FormKind.Sample)
        {
            return Plan.RefuseWithoutKeeping(Problems.Of(
                Problems.UnauthenticatedKind, "This form needs a passport: create one with POST /v1/passports and send its token."));
        }

        if (history.Passport?.ErasedAt is not null) return Plan.Refuse(Problems.PassportErased());
        if (request.Declaration is { } declared && FormPolicy.Of(form)?.Version is var current && declared.Policy != current)
        {
            return Plan.RefuseWithoutKeeping(Problems.DeclarationOutdated(current));
        }

        var most = options.Value.MostEvidence;
        if (history.Evidence >= most) return Plan.RefuseWithoutKeeping(Problems.LimitReached(most, "pieces of evidence"));

        var open = history.Starts.FirstOrDefault(start => start.IsOpenAt(now));
        if (open is not null) return Plan.Refuse(Problems.AttemptInProgress(open.Id));
        if (history.Verification is { } asked && !asked.IsAskedAt(now)) return Plan.RefuseWithoutKeeping(Problems.VerificationNotAsked());

        DateTimeOffset[] starts = [.. history.Starts.Select(start => start.StartedAt)];
        return RetakePolicy.NextEligibleAt(form.RetakeWindows.Value, starts, now) is { } next
            ? Plan.Refuse(Problems.RetakeNotYetEligible(next))
            : null;
    }

    private async Task<bool> WriteAsync(DbSession session, AttemptRow attempt, VerificationRow? verification, string? token)
    {
        if (attempt.PassportId is { } passport)
        {
            await AttemptStore.ExpireAsync(session, passport, attempt.Assessment, attempt.Form, attempt.StartedAt);
            if (await IsOpenOnSameItemsAsync(session, passport, attempt)) return false;
            // One that was given since finds no attempt to lengthen yet.
            var standing = await AccommodationStore.ListStandingAsync(session, passport, attempt.StartedAt);
            if (attempt.ExpiresAt != TimeAllowance.EndOf(attempt, standing)) return false;
        }

        await AttemptStore.InsertAsync(session, attempt);
        if (verification is not null) return await VerificationStore.StartAsync(session, verification, attempt.Id, attempt.StartedAt);
        if (token is not null) await CredentialStore.InsertAsync(session, CredentialFor(attempt, token));
        if (attempt.PassportId is { } owner && FormSlugs.Counts(attempt.Form))
        {
            await observer.AttemptStartedAsync(session, owner, attempt.Assessment, attempt.StartedAt);
        }

        return true;
    }

    /// <summary>
    /// The index admits one open attempt on each form; of two forms with the same items, the passport's lock, which Idempotency has taken,
    /// lets the second see the first.
    /// </summary>
    private static async Task<bool> IsOpenOnSameItemsAsync(DbSession session, Guid passport, AttemptRow attempt)
    {
        if (attempt.Form == FormSlugs.SharingItemsWith(attempt.Form)) return false;

        var starts = await AttemptStore.ListStartsAsync(session, passport, attempt.Assessment, attempt.Form, 1);
        return starts is [var newest] && newest.IsOpenAt(attempt.StartedAt);
    }

    private static CredentialRow CredentialFor(AttemptRow attempt, string token) => new()
    {
        Id = Guid.CreateVersion7(attempt.StartedAt),
        Kind = "attempt",
        SecretHash = SecretToken.Hash(token),
        Hint = SecretToken.Hint(token),
        AttemptId = attempt.Id,
        CreatedAt = attempt.StartedAt,
        ExpiresAt = attempt.ExpiresAt + TokenOutlivesBy,
    };
}
