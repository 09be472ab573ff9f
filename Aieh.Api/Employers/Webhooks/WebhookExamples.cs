using Aieh.Api.Contract;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Webhooks;

internal static class WebhookExamples
{
    /// <summary>A placeholder: its bytes are no secret's.</summary>
    private const string Secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private static readonly Guid Invitation = new("019e82f1-5a00-7b1c-9d2e-4c5f6a7b8c9d");

    public static readonly CreateWebhookEndpointRequest Create = new()
    {
        Url = "https://ats.example.com/hooks/aieh",
        EventTypes = [EventTypes.InvitationCompleted, EventTypes.ResultUpdated],
    };

    public static readonly WebhookEndpointResponse Endpoint = new()
    {
        Id = new Guid("019e82f0-1c80-7d3a-8b4f-2e6a9c1d5f70"),
        Url = Create.Url,
        EventTypes = Create.EventTypes,
        State = WebhookEndpointState.Enabled,
        SecretState = WebhookSecretState.Ready,
        CreatedAt = ExampleStory.Now,
    };

    public static readonly WebhookEndpointResponse Created = Endpoint with { Secret = Secret };

    public static readonly WebhookEndpointListResponse List = new() { Items = [Endpoint], Next = null };

    public static readonly UpdateWebhookEndpointRequest Update = new() { Url = "https://ats.example.com/hooks/aieh/v2" };

    public static readonly WebhookEndpointResponse Updated = Endpoint with { Url = Update.Url };

    public static readonly RotateWebhookSecretRequest Rotate = new() { OverlapHours = 24 };

    public static readonly WebhookEndpointResponse Rotated = Created with { PreviousSecretUntil = ExampleStory.Now.AddHours(24) };

    private static readonly OutboxEventRow Happened = OutboxEventRow.Of(
        EventTypes.InvitationCompleted, Guid.Empty, Invitation, new EventData { Invitation = Invitation, State = "completed" },
        ExampleStory.Now);

    public static readonly WebhookDeliveryResponse Delivery = new()
    {
        Event = new Guid("019e82f2-7d10-7f4b-8a6c-3b5d7e9f1a20"),
        Type = Happened.Type,
        State = WebhookDeliveryState.Delivered,
        Attempts = 1,
        CreatedAt = ExampleStory.Now,
        LastAttemptAt = ExampleStory.Now.AddSeconds(1),
        Status = StatusCodes.Status204NoContent,
        LatencyMilliseconds = 84,
        Body = Happened.Body,
    };

    public static readonly WebhookDeliveryListResponse Deliveries = new() { Items = [Delivery], Next = null };

    public static readonly ReplayWebhookEventsRequest ReplayRange = new()
    {
        From = ExampleStory.Now.AddHours(-2),
        To = ExampleStory.Now,
    };

    public static readonly WebhookReplayResponse Replayed = new() { Events = 12 };

    public static readonly WebhookPingResponse Ping = new() { Event = Delivery.Event };

    public static readonly IReadOnlyList<ProblemHttpResult> Refusals =
    [
        Problems.WebhookEndpointRefused(new ProblemError { Pointer = "#/url", Detail = "It must begin with https://." }),
    ];
}
