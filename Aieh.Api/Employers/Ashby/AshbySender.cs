using System.Net.Http.Headers;
using System.Text.Json;
using Aieh.Api.Employers.Ats;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Employers.Ashby;

/// <summary>
/// Tells Ashby how an assessment goes. Started is when the candidate has agreed, not when an attempt begins: how long somebody took says
/// whether more time was given, and is the candidate's.
/// </summary>
internal sealed class AshbySender(
    Db db, Sealing sealing, AtsCaller caller, AtsResults results, IOptions<AtsOptions> options, TimeProvider time) : IDeliverySender
{
    public string Kind { get; } = KebabCase.Of(AtsKind.Ashby);

    public async Task<WebhookAttempt> SendAsync(DeliveryWork work, CancellationToken cancellationToken)
    {
        var found = await db.ReadAsync(session => AtsOrderStore.FindWithInvitationAsync(session, work.Subject), cancellationToken);
        if (found is not var (order, invitation) || order.CancelledAt is not null) return AtsCaller.NothingToTell;
        if (AtsCredentials.Open(sealing, work.Secret, work.EndpointId) is not { ApiKey: { } key }) return AtsCaller.HasNoKey;

        var timestamp = Math.Max(time.Now().ToUnixTimeMilliseconds(), order.LastTimestamp + 1);
        var (update, lack) = await UpdateOfAsync(work, invitation, timestamp, cancellationToken);
        if (update is null) return lack!;

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(options.Value.AshbyUrl), "assessment.update"))
        {
            Content = AtsCaller.JsonOf(update, AshbyMessagesJson.Default.AshbyUpdate),
        };
        request.Headers.Authorization = AtsCaller.BasicOf(key);
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("application/json; version=1"));
        var attempt = await caller.CallAsync(work, request, "ashby: assessment.update", cancellationToken, SaysNoSuccess);
        var audit = attempt.AlsoWrite;
        return attempt with { AlsoWrite = WriteAsync };

        // Also when the answer was lost: Ashby may have seen this one.
        async Task WriteAsync(DbSession session)
        {
            await AtsOrderStore.NoteTimestampAsync(session, order.InvitationId, timestamp);
            if (audit is not null) await audit(session);
        }
    }

    /// <summary>Ashby answers 200 to what it does not take, and says so in the body.</summary>
    private static bool SaysNoSuccess(string body)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            return answer.RootElement.ValueKind == JsonValueKind.Object
                && answer.RootElement.TryGetProperty("success", out var success) && success.ValueKind == JsonValueKind.False;
        }
        catch (JsonException)
        {
            // No JSON: the status is what is known.
            return false;
        }
    }

    /// <summary>The update, or what becomes of the delivery without one.</summary>
    private async Task<(AshbyUpdate? Update, WebhookAttempt? Lack)> UpdateOfAsync(
        DeliveryWork work, InvitationRow invitation, long timestamp, CancellationToken cancellationToken)
    {
        if (AtsResults.ReasonOf(work.Type) is { } reason) return (AshbyUpdate.Cancelled(invitation.Id, timestamp, reason), null);

        switch (work.Type)
        {
            case EventTypes.InvitationAccepted:
                return (AshbyUpdate.Started(invitation.Id, timestamp), null);
            case EventTypes.InvitationCompleted:
                var told = await results.OfAsync(
                    invitation, AtsConnections.FormatOf(work.ScoreFormat), AtsConnections.ActorOf(work.EndpointId), cancellationToken);
                if (told.ReportUrl is null) return (null, AtsCaller.HasNoReport);

                return (
                    AshbyUpdate.Completed(told, timestamp)
                        ?? AshbyUpdate.Cancelled(invitation.Id, timestamp, "The candidate has withdrawn the result."),
                    null);
            default:
                return (null, AtsCaller.NothingToTell);
        }
    }
}
