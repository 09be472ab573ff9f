using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Operations;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Aieh.Api.Employers.Ats;

/// <summary>What the audit trail tells of a call to a system.</summary>
internal sealed record AuditedCall
{
    public required string Call { get; init; }
    public int? Status { get; init; }
    public string? Error { get; init; }
    public required int LatencyMilliseconds { get; init; }
}

/// <summary>How such is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditedCall))]
internal sealed partial class AuditedCallJson : JsonSerializerContext;

/// <summary>
/// Calls a system once, through the one client that all such calls take (<see cref="AtsServices"/>), and says what follows from the answer.
/// Each call that was made is an entry of the tenant's audit trail.
/// </summary>
internal sealed class AtsCaller(IHttpClientFactory clients, TimeProvider time)
{
    private const string IsRefused = "The system refused the call.";
    private const int BodyBytes = 64 * 1024;

    /// <summary>Nothing is told: the delivery is done, and says nothing about the connection.</summary>
    public static readonly WebhookAttempt NothingToTell = new(null, null) { Spares = true };

    public static readonly WebhookAttempt HasNoKey = new(null, "The connection has no key that can be opened: give it once more.");

    /// <summary>A result cannot be told without its report.</summary>
    public static readonly WebhookAttempt HasNoReport = new(
        null, "There is no report to link to: pages are off, or the operator has not set Invitations:PublicUrl.")
    {
        Spares = true,
    };

    /// <summary>JSON with its length: some receivers read no chunks.</summary>
    public static HttpContent JsonOf<T>(T value, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    /// <summary>A key as user name, without a password.</summary>
    public static AuthenticationHeaderValue BasicOf(string key) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));

    /// <param name="work">The delivery that the call is made for.</param>
    /// <param name="request">The call.</param>
    /// <param name="name">Its name in the audit trail, without ids.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="refuses">Whether a body says that the call was refused, though the status says success; not read when left out.</param>
    public async Task<WebhookAttempt> CallAsync(
        DeliveryWork work, HttpRequestMessage request, string name, CancellationToken cancellationToken,
        Func<string, bool>? refuses = null)
    {
        request.Headers.UserAgent.ParseAdd("AIEH-Skills-Passport/1.0");
        request.Options.Set(AtsServices.Connection, work.EndpointId);
        var began = time.GetTimestamp();
        var attempt = await SendAsync(request, refuses, cancellationToken) with { Latency = time.GetElapsedTime(began) };
        // What was not sent is no call.
        if (attempt.IsRefused || attempt.IsPutOff) return attempt;

        var entry = EntryOf(work, attempt, name);
        return attempt with { AlsoWrite = session => AuditTrail.AddAsync(session, entry) };
    }

    private async Task<WebhookAttempt> SendAsync(
        HttpRequestMessage request, Func<string, bool>? refuses, CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients.CreateClient(AtsServices.Client);
            client.Timeout = AtsServices.Timeout * 2;
            client.MaxResponseContentBufferSize = BodyBytes;
            var completion = refuses is null ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead;
            using var response = await client.SendAsync(request, completion, cancellationToken);
            var outcome = OutcomeOf(response, time.Now());
            return outcome.IsDelivered && refuses is not null && refuses(await response.Content.ReadAsStringAsync(cancellationToken))
                ? new WebhookAttempt(outcome.Status, IsRefused) { IsFinal = true, Spares = true }
                : outcome;
        }
        catch (BrokenCircuitException)
        {
            return new WebhookAttempt(null, "Not called: the host has failed repeatedly, and is left alone for a moment.")
            {
                IsPutOff = true, Spares = true, RetryAfter = AtsServices.Break,
            };
        }
        catch (Exception exception)
            when (exception is TimeoutRejectedException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return new WebhookAttempt(null, $"No answer within {AtsServices.Timeout.TotalSeconds} seconds.");
        }
        catch (HttpRequestException exception)
        {
            return WebhookSender.FailureOf(exception);
        }
    }

    /// <summary>
    /// What has to do with load or with the key may be otherwise later. Anything else is refused for what it says, and would be again.
    /// </summary>
    private static WebhookAttempt OutcomeOf(HttpResponseMessage response, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode) return new WebhookAttempt(status, null);

        return status switch
        {
            >= 500 or StatusCodes.Status429TooManyRequests or StatusCodes.Status408RequestTimeout => new WebhookAttempt(
                status, "The system did not answer with success.") { RetryAfter = WebhookSender.RetryAfterOf(response, now) },
            StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => new WebhookAttempt(
                status, "The system did not accept the key that it was called with."),
            _ => new WebhookAttempt(status, IsRefused) { IsFinal = true, Spares = true },
        };
    }

    private AuditEntryRow EntryOf(DeliveryWork work, WebhookAttempt attempt, string name)
    {
        var now = time.Now();
        var told = new AuditedCall
        {
            Call = name, Status = attempt.Status, Error = attempt.Error, LatencyMilliseconds = (int)attempt.Latency.TotalMilliseconds,
        };
        return new AuditEntryRow
        {
            Id = Guid.CreateVersion7(now),
            TenantId = work.TenantId,
            OccurredAt = now,
            Actor = "service",
            Action = "ats.called",
            Subject = $"invitation:{work.Subject}",
            AfterState = JsonSerializer.Serialize(told, AuditedCallJson.Default.AuditedCall),
        };
    }
}
