using System.Net.Http.Headers;
using Aieh.Api.Employers.Ats;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Employers.Kombo;

/// <summary>Gives Kombo the result of an order: once, because an order that is not open any more stays as it is.</summary>
internal sealed class KomboSender(
    Db db, Sealing sealing, AtsCaller caller, AtsResults results, IOptions<AtsOptions> options) : IDeliverySender
{
    public string Kind { get; } = KebabCase.Of(AtsKind.Kombo);

    public async Task<WebhookAttempt> SendAsync(DeliveryWork work, CancellationToken cancellationToken)
    {
        var found = await db.ReadAsync(session => AtsOrderStore.FindWithInvitationAsync(session, work.Subject), cancellationToken);
        if (found is not ({ ReplyTo: { } integration, OrderKey: { } id }, var invitation)) return AtsCaller.NothingToTell;
        if (AtsCredentials.Open(sealing, work.Secret, work.EndpointId) is not { ApiKey: { } key }) return AtsCaller.HasNoKey;

        var (result, lack) = await ResultOfAsync(work, invitation, cancellationToken);
        if (result is null) return lack!;

        var path = $"v1/assessment/orders/{Uri.EscapeDataString(id)}/result";
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(new Uri(options.Value.KomboUrl), path))
        {
            Content = AtsCaller.JsonOf(result, KomboMessagesJson.Default.KomboResult),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Add("X-Integration-Id", integration);
        return await caller.CallAsync(work, request, "kombo: PUT the result", cancellationToken);
    }

    /// <summary>The result, or what becomes of the delivery without one.</summary>
    private async Task<(KomboResult? Result, WebhookAttempt? Lack)> ResultOfAsync(
        DeliveryWork work, InvitationRow invitation, CancellationToken cancellationToken)
    {
        var reason = AtsResults.ReasonOf(work.Type);
        if (reason is null && work.Type != EventTypes.InvitationCompleted) return (null, AtsCaller.NothingToTell);

        if (results.ReportUrlOf(invitation) is not { } report) return (null, AtsCaller.HasNoReport);

        var at = (invitation.EndedAt ?? invitation.ExpiresAt).ToRfc3339();
        if (reason is not null) return (KomboResult.Cancelled(at, reason, report), null);

        var (format, actor) = (AtsConnections.FormatOf(work.ScoreFormat), AtsConnections.ActorOf(work.EndpointId));
        return (KomboResult.Completed(at, await results.OfAsync(invitation, format, actor, cancellationToken)), null);
    }
}
