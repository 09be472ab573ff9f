namespace Aieh.Api.Employers.Webhooks;

/// <summary>Carries deliveries to the endpoints of one kind.</summary>
internal interface IDeliverySender
{
    /// <summary>The kind, as stored.</summary>
    string Kind { get; }

    /// <summary>One attempt. What it throws besides a cancellation is a failed attempt, and logged.</summary>
    Task<WebhookAttempt> SendAsync(DeliveryWork work, CancellationToken cancellationToken);
}
