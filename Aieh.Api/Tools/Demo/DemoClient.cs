using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Tools.Demo;

/// <summary>An answer with what surrounds it.</summary>
internal sealed record DemoAnswer<T>(T Value, string Body, bool Replayed);

/// <summary>Calls the service as any client would, prints each call, and fails on the first that does not succeed.</summary>
internal sealed class DemoClient(HttpClient http, DemoPrinter print)
{
    public DemoPrinter Print => print;

    public void UseToken(string? token) =>
        http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);

    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return JsonSerializer.Deserialize(await ReadAsync(response, cancellationToken), type)!;
    }

    public async Task<DemoAnswer<TResponse>> PostAsync<TRequest, TResponse>(
        string path,
        TRequest request,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TResponse> responseType,
        CancellationToken cancellationToken,
        string? idempotencyKey = null)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(request, requestType) };
        message.Headers.Add(IdempotencyKey.Header, idempotencyKey ?? Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString());
        using var response = await http.SendAsync(message, cancellationToken);
        var body = await ReadAsync(response, cancellationToken);
        var isReplayed = response.Headers.Contains(StoredResult.ReplayedHeader);
        return new DemoAnswer<TResponse>(JsonSerializer.Deserialize(body, responseType)!, body, isReplayed);
    }

    public async Task PutAsync<TRequest>(
        string path, TRequest request, JsonTypeInfo<TRequest> requestType, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(request, requestType);
        using var response = await http.PutAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
        await ReadAsync(response, cancellationToken);
    }

    private async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        var (request, status) = (response.RequestMessage!, (int)response.StatusCode);
        print.Call(request.Method.Method, request.RequestUri!.PathAndQuery, status, Encoding.UTF8.GetByteCount(body));
        if (response.IsSuccessStatusCode) return body;
        throw new InvalidOperationException($"The service answered {status}: {body}");
    }
}
