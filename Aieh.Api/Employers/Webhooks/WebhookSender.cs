using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Employers.Webhooks;

/// <summary>What came of one attempt.</summary>
/// <param name="Status">The status of the answer; null without one.</param>
/// <param name="Error">Why it is a failure, in words that hold nothing of the receiver's; null when it is none.</param>
internal sealed record WebhookAttempt(int? Status, string? Error)
{
    /// <summary>Whether it was not sent, because the address is not one to be asked.</summary>
    public bool IsRefused { get; init; }

    /// <summary>Whether it is never tried again, whatever the schedule says.</summary>
    public bool IsFinal { get; init; }

    /// <summary>Whether it was only put off, so that it does not count among the attempts.</summary>
    public bool IsPutOff { get; init; }

    /// <summary>Whether a failure says nothing about the endpoint, so that it is not disabled for such.</summary>
    public bool Spares { get; init; }

    /// <summary>What is written in the transaction that writes down the attempt.</summary>
    public Func<DbSession, Task>? AlsoWrite { get; init; }

    /// <summary>For how long the receiver wants to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public TimeSpan Latency { get; init; }

    public bool IsDelivered => Error is null;

    public bool IsGone => Status == StatusCodes.Status410Gone;
}

/// <summary>Signs an event and sends it, once. Of the answer only the head is read: a body of any length costs nothing.</summary>
internal sealed class WebhookSender(
    Sealing sealing, ResolveHost resolve, IOptions<WebhookOptions> options, TimeProvider time) : IDeliverySender, IDisposable
{
    public string Kind => WebhookRow.Webhook;

    /// <summary>For all of an attempt, from the name of the host to the head of the answer.</summary>
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private readonly HttpClient _client =
        new(GuardedHttp.NewHandler(resolve, options.Value.Allows)) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };

    public async Task<WebhookAttempt> SendAsync(DeliveryWork work, CancellationToken cancellationToken)
    {
        var (began, now) = (time.GetTimestamp(), time.Now());
        if (SecretsOf(work, now) is not { Count: > 0 } secrets)
        {
            return new WebhookAttempt(null, "The endpoint's secret cannot be opened any more: rotate it.");
        }

        if (WebhookUrl.FaultOf(work.Url, options.Value) is not null)
        {
            return new WebhookAttempt(null, "The endpoint's address is not allowed.") { IsRefused = true };
        }

        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var request = RequestOf(work, secrets, now);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return OutcomeOf(response, now) with { Latency = time.GetElapsedTime(began) };
        }
        catch (Exception exception) when (exception is HttpRequestException || timeout.IsCancellationRequested)
        {
            var failed = timeout.IsCancellationRequested
                ? new WebhookAttempt(null, $"No answer within {Timeout.TotalSeconds} seconds.")
                : FailureOf((HttpRequestException)exception);
            return failed with { Latency = time.GetElapsedTime(began) };
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>The secret, and the one before it while both sign; none when the secret cannot be opened.</summary>
    private List<string> SecretsOf(DeliveryWork work, DateTimeOffset now)
    {
        var secrets = new List<string>();
        if (Open(work.Secret) is not { } current) return secrets;

        secrets.Add(current);
        if (work.PreviousUntil > now && work.PreviousSecret is { } sealedBefore && Open(sealedBefore) is { } before) secrets.Add(before);
        return secrets;

        string? Open(string sealedSecret) => sealing.Open(sealedSecret, WebhookSecret.Purpose, work.EndpointId.ToString());
    }

    private static HttpRequestMessage RequestOf(DeliveryWork work, List<string> secrets, DateTimeOffset now)
    {
        var id = work.EventId.ToString();
        var request = new HttpRequestMessage(HttpMethod.Post, work.Url)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(work.Body)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("AIEH-Webhooks", "1.0"));
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", WebhookSecret.TimestampOf(now));
        var signatures = secrets.Select(secret => WebhookSecret.Sign(secret, id, now, work.Body));
        request.Headers.Add("webhook-signature", string.Join(' ', signatures));
        return request;
    }

    private static WebhookAttempt OutcomeOf(HttpResponseMessage response, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        var error = status switch
        {
            >= 200 and < 300 => null,
            >= 300 and < 400 => "The endpoint answered with a redirect, which is not followed.",
            (int)HttpStatusCode.Gone => "The endpoint answered that it is gone.",
            _ => "The endpoint did not answer with success.",
        };
        return new WebhookAttempt(status, error) { RetryAfter = RetryAfterOf(response, now) };
    }

    /// <summary>For how long the receiver wants to be left alone; null when it does not say.</summary>
    internal static TimeSpan? RetryAfterOf(HttpResponseMessage response, DateTimeOffset now)
    {
        var asked = response.Headers.RetryAfter;
        return asked?.Delta ?? (asked?.Date - now);
    }

    /// <summary>Why a request has no answer, in words that hold nothing of the receiver's.</summary>
    internal static WebhookAttempt FailureOf(HttpRequestException exception)
    {
        if (exception.InnerException is AddressRefusedException refused)
        {
            return new WebhookAttempt(null, refused.Message) { IsRefused = true };
        }

        return new WebhookAttempt(null, exception.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "The host's name cannot be resolved.",
            HttpRequestError.SecureConnectionError => "No secure connection could be made: see to the certificate.",
            HttpRequestError.ConnectionError => "No connection could be made.",
            _ => "The connection broke, or the answer was no HTTP.",
        });
    }
}
