using Aieh.Api.Employers.Ats;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Greenhouse;

/// <summary>
/// Tells Greenhouse that a test is completed: it asks for the status then, and finds it, because the result was stored before this was
/// queued.
/// </summary>
internal sealed class GreenhouseSender(
    Db db, Sealing sealing, AtsCaller caller, GreenhouseAddresses addresses, AtsResults results) : IDeliverySender
{
    public string Kind { get; } = KebabCase.Of(AtsKind.Greenhouse);

    public async Task<WebhookAttempt> SendAsync(DeliveryWork work, CancellationToken cancellationToken)
    {
        if (work.Type != EventTypes.InvitationCompleted) return AtsCaller.NothingToTell;

        var found = await db.ReadAsync(session => AtsOrderStore.FindWithInvitationAsync(session, work.Subject), cancellationToken);
        if (found is not ({ ReplyTo: { } url }, var invitation)) return AtsCaller.NothingToTell;
        if (AtsCredentials.Open(sealing, work.Secret, work.EndpointId) is not { ApiKey: { } key }) return AtsCaller.HasNoKey;

        // Until there is one, the status does not say complete.
        if (results.ReportUrlOf(invitation) is null) return AtsCaller.HasNoReport;
        if (!addresses.Allow(url))
        {
            return new WebhookAttempt(null, "The address is not one that may be called: see Ats:GreenhouseHosts.")
            {
                IsRefused = true, IsFinal = true, Spares = true,
            };
        }

        using var request = new HttpRequestMessage(HttpMethod.Patch, url);
        request.Headers.Authorization = AtsCaller.BasicOf(key);
        return await caller.CallAsync(work, request, "greenhouse: PATCH the test", cancellationToken);
    }
}
