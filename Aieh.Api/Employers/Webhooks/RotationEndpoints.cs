using Aieh.Api.Contract;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Employers.Webhooks;

internal static class RotationEndpoints
{
    private const int DefaultOverlapHours = 24;
    private const int MostOverlapHours = 168;

    public static void MapRotation(this IEndpointRouteBuilder group) =>
        group.MapPost("/{id:guid}/rotation", RotateWebhookSecret).WithName("rotateWebhookSecret")
            .Access(PrincipalKinds.Key, Scopes.WebhooksWrite).Produces<WebhookEndpointResponse>(StatusCodes.Status201Created)
            .Example(() => WebhookExamples.Rotate, () => WebhookExamples.Rotated).Problems(401, 403, 404, 409, 413, 415, 422)
            .Raises(Problems.BusyKind);

    /// <summary>
    /// Make a new secret, which is shown once. For some hours deliveries are signed with both, so that the receiver can change over.
    /// </summary>
    /// <param name="id">Id of the endpoint.</param>
    internal static async Task<IResult> RotateWebhookSecret(
        Guid id, RotateWebhookSecretRequest? request, Principal principal, Sealing sealing, Idempotency idempotency, TimeProvider time,
        HttpContext context)
    {
        var hours = request?.OverlapHours ?? DefaultOverlapHours;
        if (hours is < 0 or > MostOverlapHours)
        {
            var fault = new ProblemError { Pointer = "#/overlapHours", Detail = $"From 0 to {MostOverlapHours}." };
            return Problems.Invalid("The overlap cannot be so long.", fault);
        }

        var now = time.Now();
        return await idempotency.RunAsync(
            context, request ?? new RotateWebhookSecretRequest(), WebhookJson.Wire.RotateWebhookSecretRequest,
            session => WebhookStore.FindAsync(session, id, principal.TenantId!.Value),
            row => ValueTask.FromResult(row is null
                ? Plan.RefuseWithoutKeeping(Problems.NotFound())
                : PlanRotation(row, hours, principal, sealing, now)));
    }

    private static Plan PlanRotation(WebhookRow row, int overlapHours, Principal principal, Sealing sealing, DateTimeOffset now)
    {
        var secret = WebhookSecret.Create();
        var rotated = row with
        {
            Secret = sealing.Seal(secret, WebhookSecret.Purpose, row.Id.ToString()),
            PreviousSecret = overlapHours == 0 ? null : row.Secret,
            PreviousUntil = overlapHours == 0 ? null : now.AddHours(overlapHours),
        };
        var outcome = WebhookEndpoints.CreatedOf(rotated, secret, sealing, now);
        return new Plan(outcome, async session =>
        {
            if (!await WebhookStore.UpdateAsync(session, rotated)) return false;
            await AuditTrail.AddAsync(session, WebhookChanges.Audited(principal, "rotated", row, rotated, now));
            return true;
        })
        {
            Tag = WebhookChanges.TagOf(row, sealing, now),
        };
    }
}
