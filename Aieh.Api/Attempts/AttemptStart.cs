using System.Security.Cryptography;
using Aieh.Api.Catalog;
using Aieh.Api.Credentials;
using Aieh.Api.Data;
using Aieh.Api.Http;
using Aieh.Api.Passports;

namespace Aieh.Api.Attempts;

/// <summary>Decides whether an attempt may start, and plans what starting it writes and answers.</summary>
internal sealed class AttemptStart(Db db, CatalogueCache catalogue, AssembledForms forms, TimeProvider time)
{
    public async Task<Plan> PlanAsync(CreateAttemptRequest request, Principal principal, CancellationToken cancellationToken)
    {
        if (FindForm(request) is not { } form)
        {
            return Refuse(Problems.AssessmentNotAvailable($"There is no assessment '{(request.Assessment.Length <= 80 ? request.Assessment : "…")}' with a {FormSlugs.Of(request.Form)} form."));
        }

        if (form.Items is null) return Refuse(Problems.AssessmentNotAvailable(form.AvailabilityNote));
        if (principal.IsAnonymous && request.Form != FormKind.Sample)
        {
            return Refuse(Problems.Of(Problems.UnauthenticatedKind, "A full form needs a passport: create one with POST /v1/passports and send its token."));
        }

        var now = time.Now();
        if (principal.PassportId is { } passport && await RefuseAsync(passport, request, form, now, cancellationToken) is { } refused) return refused;

        var order = form.Items.ToArray();
        var attempt = new AttemptRow
        {
            Id = Guid.CreateVersion7(now),
            PassportId = principal.PassportId,
            Assessment = request.Assessment,
            Form = FormSlugs.Of(request.Form),
            State = "in-progress",
            ItemsHash = catalogue.HashOf(CatalogueKinds.Items, request.Assessment),
            CalibrationHash = catalogue.HashOf(CatalogueKinds.Calibration, request.Assessment),
            StartedAt = now,
            ExpiresAt = now.AddSeconds(form.TimeLimitSeconds.Value),
            Responses = "{}",
            Version = 1,
        };
        RandomNumberGenerator.Shuffle(order.AsSpan());
        attempt = attempt with { ItemOrder = ItemResponses.WriteOrder(order) };

        var token = principal.IsAnonymous ? SecretToken.Create(SecretToken.AttemptPrefix) : null;
        var response = AttemptView.Of(attempt, order, await forms.OfAsync(attempt, order, cancellationToken), now, token);
        return new Plan(
            Outcome.Created($"/v1/attempts/{attempt.Id}", response, WireJson.Default.AttemptResponse),
            session => WriteAsync(session, attempt, token),
            () => Telemetry.Attempts.Add(1, new("assessment", attempt.Assessment), new("form", attempt.Form), new("outcome", "started")));
    }

    private static async Task<bool> WriteAsync(DbSession session, AttemptRow attempt, string? token)
    {
        if (attempt.PassportId is { } passport)
        {
            if (!await PassportStore.LockLiveAsync(session, passport)) return false;
            await AttemptStore.ExpireAsync(session, passport, attempt.Assessment, attempt.Form, attempt.StartedAt);
        }

        await AttemptStore.InsertAsync(session, attempt);
        if (token is not null) await CredentialStore.InsertAsync(session, CredentialFor(attempt, token));
        return true;
    }

    private async Task<Plan?> RefuseAsync(Guid passport, CreateAttemptRequest request, AssessmentForm form, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var windows = form.RetakeWindows.Value;
        var (owner, starts) = await db.ReadAsync(
            async session => (
                await PassportStore.FindAsync(session, passport),
                await AttemptStore.ListStartsAsync(session, passport, request.Assessment, FormSlugs.Of(request.Form), RetakePolicy.Depth(windows))),
            cancellationToken);
        if (owner?.ErasedAt is not null) return Refuse(Problems.PassportErased());
        if (starts.FirstOrDefault(start => start.State == "in-progress" && start.ExpiresAt > now) is { } open) return Refuse(Problems.AttemptInProgress(open.Id));

        return RetakePolicy.NextEligibleAt(windows, [.. starts.Select(start => start.StartedAt)], now) is { } next
            ? Refuse(Problems.RetakeNotYetEligible(next))
            : null;
    }

    private AssessmentForm? FindForm(CreateAttemptRequest request) =>
        catalogue.Current.Assessments.GetValueOrDefault(request.Assessment)?.Forms.FirstOrDefault(form => form.Kind == request.Form);

    /// <summary>Long enough to read the report at leisure; an anonymous attempt has no other owner.</summary>
    private static CredentialRow CredentialFor(AttemptRow attempt, string token) => new()
    {
        Id = Guid.CreateVersion7(attempt.StartedAt),
        Kind = "attempt",
        SecretHash = SecretToken.Hash(token),
        Hint = SecretToken.Hint(token),
        AttemptId = attempt.Id,
        CreatedAt = attempt.StartedAt,
        ExpiresAt = attempt.ExpiresAt.AddDays(30),
    };

    private static Plan Refuse(Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult problem) => new(Outcome.Of(problem));
}
