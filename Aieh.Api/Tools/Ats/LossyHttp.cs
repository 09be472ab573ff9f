using System.Net.Http.Headers;
using System.Text;

namespace Aieh.Api.Tools.Ats;

/// <summary>A call of an ATS to the service.</summary>
/// <param name="Exchange">What faults call it.</param>
internal sealed record AtsRequest(string Exchange, HttpMethod Method, Uri Url, string? Body = null)
{
    public required string UserAgent { get; init; }

    public AuthenticationHeaderValue? Authorization { get; init; }

    /// <summary>Of the body, in a header of its own.</summary>
    public (string Header, string Value)? Signature { get; init; }

    /// <summary>Whether it may be sent once more although it was answered.</summary>
    public bool IsOrder { get; init; }

    public static AuthenticationHeaderValue Basic(string key) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Method, Url);
        message.Headers.UserAgent.ParseAdd(UserAgent);
        message.Headers.Authorization = Authorization;
        if (Signature is var (header, value)) message.Headers.Add(header, value);
        if (Body is not null) message.Content = new StringContent(Body, new MediaTypeHeaderValue("application/json"));
        return message;
    }
}

/// <summary>What the service answered.</summary>
internal sealed record AtsAnswer(int Status, string? MediaType, string Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>What a refusal shows to the recruiter, whatever else is in it.</summary>
    public string? Message(Inspection inspection)
    {
        // Any kind of JSON will do: problem documents are one.
        var isJson = MediaType?.EndsWith("+json", StringComparison.Ordinal) is true;
        return StrictJson.ReadObject(Body, isJson ? StrictJson.MediaType : MediaType, inspection)?.Text("message");
    }
}

/// <summary>
/// Calls the service over a network that loses answers. What was lost had been processed, and the ATS sends the very same again until an
/// answer arrives.
/// </summary>
internal sealed class LossyHttp(AtsConduct conduct, AtsChance chance, AtsNetwork network, AtsFaults faults) : IDisposable
{
    // Redirects are for browsers: an ATS takes one for a failure.
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = conduct.Patience };

    /// <summary>The answer that arrived; null without any, which is a fault.</summary>
    /// <param name="see">Is shown every answer, also those that the ATS never sees: all have to say the same.</param>
    public async Task<AtsAnswer?> SendAsync(AtsRequest request, Action<AtsAnswer> see, CancellationToken cancellationToken)
    {
        var isRepeated = request.IsOrder && chance.Happens(conduct.Duplicates);
        while (true)
        {
            var answer = await OnceAsync(request, cancellationToken);
            if (answer is null) return null;

            see(answer);
            var exchange = new AtsExchange(
                true, request.Method.Method, request.Url.PathAndQuery, request.Body, answer.Status, answer.Body, IsLost: false);
            if (!network.Carries(exchange)) continue;
            if (!isRepeated) return answer;
            isRepeated = false;
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<AtsAnswer?> OnceAsync(AtsRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var message = request.ToMessage();
            using var response = await _client.SendAsync(message, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            return new AtsAnswer((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, body);
        }
        catch (HttpRequestException exception)
        {
            faults.Add(new AtsFault(request.Exchange, $"there is no answer: {exception.Message}"));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            faults.Add(new AtsFault(request.Exchange, $"there is no answer within {conduct.Patience.TotalSeconds} s"));
        }

        return null;
    }
}
