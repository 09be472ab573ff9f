using Aieh.Api.Employers.Ats;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Employers.Greenhouse;

/// <summary>
/// Tells Greenhouse that a test is completed: it asks for the status then, and finds it, because the result was stored before this was
/// queued.
/// </summary>
internal sealed class GreenhouseSender(
    Db db, Sealing sealing, AtsCaller caller, IOptions<AtsOptions> ats, IOptions<WebhookOptions> webhooks) : IDeliverySender
{
    public const int MaxUrlLength = 2000;

    public string Kind { get; } = KebabCase.Of(AtsKind.Greenhouse);

    public async Task<WebhookAttempt> SendAsync(DeliveryWork work, CancellationToken cancellationToken)
    {
        if (work.Type != EventTypes.InvitationCompleted) return AtsCaller.NothingToTell;

        var order = await db.ReadAsync(session => AtsOrderStore.FindAsync(session, work.Subject), cancellationToken);
        if (order?.ReplyTo is not { } url) return AtsCaller.NothingToTell;
        if (AtsCredentials.Open(sealing, work.Secret, work.EndpointId) is not { ApiKey: { } key }) return AtsCaller.IsUnreadable;

        // Once more: the operator's list may be another one than when the order came, and a key goes there.
        if (!ats.Value.IsGreenhouse(new Uri(url)) || WebhookUrl.FaultOf(url, webhooks.Value) is not null)
        {
            return new WebhookAttempt(null, "The address is not one that may be called.")
            {
                IsRefused = true, IsFinal = true, Spares = true,
            };
        }

        using var request = new HttpRequestMessage(HttpMethod.Patch, url);
        request.Headers.Authorization = AtsCaller.BasicOf(key);
        return await caller.CallAsync(work, request, "greenhouse: PATCH the test", cancellationToken);
    }
}
