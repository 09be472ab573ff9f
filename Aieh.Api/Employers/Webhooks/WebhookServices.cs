using System.Net;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Employers.Webhooks;

internal static class WebhookServices
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>();
        services.AddSingleton<ResolveHost>(Dns.GetHostAddressesAsync);
        services.AddSingleton<IDeliverySender, WebhookSender>();
        services.AddSingleton<WebhookOutcomes>();
        services.AddSingleton<WebhookDispatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<WebhookDispatcher>());
        services.AddSingleton<DeliverySweep>();
        services.AddMaintenanceTask<DeliverySweep>("webhook-sweep", sweep => sweep.RunAsync);
        return services.AddWireJson(WebhookJson.Wire);
    }
}
