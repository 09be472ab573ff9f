using Aieh.Api.Employers.Ats;
using Aieh.Api.Employers.Webhooks;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Employers.Greenhouse;

/// <summary>
/// Where Greenhouse may want to be told. Asked when an address comes and again when it is called: a key goes there, and the operator's list
/// may be another one by then.
/// </summary>
internal sealed class GreenhouseAddresses(IOptions<AtsOptions> ats, IOptions<WebhookOptions> webhooks)
{
    public bool Allow(string url) => WebhookUrl.FaultOf(url, webhooks.Value) is null && ats.Value.IsGreenhouse(new Uri(url));
}
