using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;

namespace Aieh.Load;

/// <summary>A full attempt that is answered and waits to be submitted.</summary>
internal sealed record OpenAttempt(Guid Passport, string Token, Guid Attempt);

/// <summary>The calls that prepare and check; each may be repeated with its key after the service died under it.</summary>
internal sealed class ServiceClient(Func<HttpClient> http)
{
    public const string Assessment = "python-fundamentals";

    /// <summary>A submission without last answers: all were saved on the way.</summary>
    public static readonly byte[] NothingMore = "{}"u8.ToArray();

    public async Task<OpenAttempt> OpenAttemptAsync(CancellationToken cancellationToken)
    {
        var (passport, attempt) = await StartAsync(Assessment, cancellationToken);
        var answers = new SaveResponsesRequest { Responses = [.. attempt.Items.Select(AnswerInTurn)] };
        var body = JsonSerializer.SerializeToUtf8Bytes(answers, AttemptJson.Wire.SaveResponsesRequest);
        await SendAsync(HttpMethod.Put, $"/v1/attempts/{attempt.Id}/responses", passport.Token, null, body, cancellationToken);
        return new OpenAttempt(passport.Id, passport.Token, attempt.Id);
    }

    /// <summary>A new candidate takes the full form; returns the score of the evidence that came of it.</summary>
    public async Task<int> TakeAsync(string assessment, Func<string, string> answer, CancellationToken cancellationToken)
    {
        var (passport, attempt) = await StartAsync(assessment, cancellationToken);
        var responses = attempt.Items.Select(item => new ItemResponse { Item = item.Item, Option = answer(item.Item) });
        var submit = new SubmitAttemptRequest { Responses = [.. responses] };
        var body = JsonSerializer.SerializeToUtf8Bytes(submit, AttemptJson.Wire.SubmitAttemptRequest);
        await PostAsync($"/v1/attempts/{attempt.Id}/submission", passport.Token, NewKey(), body, cancellationToken);
        return (await EvidenceAsync(passport.Id, passport.Token, cancellationToken)).Single().Score;
    }

    /// <summary>A new passport and a full attempt of its owner.</summary>
    public async Task<(CreatedPassportResponse Passport, AttemptResponse Attempt)> StartAsync(
        string assessment, CancellationToken cancellationToken)
    {
        var created = await PostAsync("/v1/passports", null, NewKey(), "{}"u8.ToArray(), cancellationToken);
        var passport = JsonSerializer.Deserialize(created, PassportJson.Wire.CreatedPassportResponse)!;
        return (passport, await StartAsync(passport.Token, assessment, FormKind.Full, cancellationToken));
    }

    /// <summary>A sample that nobody's passport is asked for; the attempt's own token is in it.</summary>
    public Task<AttemptResponse> StartSampleAsync(CancellationToken cancellationToken) =>
        StartAsync(null, Assessment, FormKind.Sample, cancellationToken);

    public Task<byte[]> SubmitAsync(OpenAttempt attempt, string key, CancellationToken cancellationToken) =>
        PostAsync($"/v1/attempts/{attempt.Attempt}/submission", attempt.Token, key, NothingMore, cancellationToken);

    public async Task<IReadOnlyList<EvidenceResponse>> EvidenceAsync(Guid passport, string token, CancellationToken cancellationToken) =>
        (await GetAsync($"/v1/passports/{passport}/evidence", token, PassportJson.Wire.EvidenceListResponse, cancellationToken)).Items;

    /// <summary>Posts with a key of its own, and repeats until the service acknowledges.</summary>
    public Task<byte[]> PostAsync<T>(string path, string token, T request, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        PostAsync(path, token, NewKey(), JsonSerializer.SerializeToUtf8Bytes(request, type), cancellationToken);

    public async Task<T> GetAsync<T>(string path, string token, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http().SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellationToken), type)!;
    }

    public static HttpRequestMessage Request(HttpMethod method, string path, string? token, string? key, byte[] body)
    {
        var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (key is not null) request.Headers.TryAddWithoutValidation(IdempotencyKey.Header, key);
        return request;
    }

    public static string NewKey() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();

    private static ItemResponse AnswerInTurn(AttemptItem item, int index) =>
        new() { Item = item.Item, Option = item.Options[index % item.Options.Count].Option };

    private async Task<AttemptResponse> StartAsync(
        string? token, string assessment, FormKind form, CancellationToken cancellationToken)
    {
        var create = new CreateAttemptRequest { Assessment = assessment, Form = form };
        var body = JsonSerializer.SerializeToUtf8Bytes(create, AttemptJson.Wire.CreateAttemptRequest);
        var started = await PostAsync("/v1/attempts", token, NewKey(), body, cancellationToken);
        return JsonSerializer.Deserialize(started, AttemptJson.Wire.AttemptResponse)!;
    }

    /// <summary>Repeats with the same key until the service acknowledges; a refusal is not a reason to repeat.</summary>
    private Task<byte[]> PostAsync(string path, string? token, string key, byte[] body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, token, key, body, cancellationToken);

    private async Task<byte[]> SendAsync(
        HttpMethod method, string path, string? token, string? key, byte[] body, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var request = Request(method, path, token, key, body);
                using var response = await http().SendAsync(request, cancellationToken);
                var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
                if (response.IsSuccessStatusCode) return answer;
                if ((int)response.StatusCode < 500) throw new InvalidOperationException(
                    $"{method} {path}: {(int)response.StatusCode} {System.Text.Encoding.UTF8.GetString(answer)}");
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                // The service is dead or dying.
            }

            await Task.Delay(25, cancellationToken);
        }
    }
}
