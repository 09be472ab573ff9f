using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Webhooks;

/// <summary>Webhook endpoints and deliveries on the wire.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(CreateWebhookEndpointRequest))]
[JsonSerializable(typeof(UpdateWebhookEndpointRequest))]
[JsonSerializable(typeof(RotateWebhookSecretRequest))]
[JsonSerializable(typeof(WebhookEndpointResponse))]
[JsonSerializable(typeof(WebhookEndpointListResponse))]
[JsonSerializable(typeof(WebhookDeliveryListResponse))]
[JsonSerializable(typeof(ReplayWebhookEventsRequest))]
[JsonSerializable(typeof(WebhookReplayResponse))]
[JsonSerializable(typeof(WebhookPingResponse))]
[JsonSerializable(typeof(AuditedEndpoint))]
internal sealed partial class WebhookJson : JsonSerializerContext
{
    public static readonly WebhookJson Wire = new(WireJson.NewOptions());
}
