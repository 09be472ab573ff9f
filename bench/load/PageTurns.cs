using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using Aieh.Api.Candidates.Attempts;

namespace Aieh.Load;

/// <summary>How a turn asks: on how many connections, and for how long.</summary>
internal sealed record Load(int Connections, TimeSpan Time);

/// <summary>What is measured of one service. What a turn needs is made before it, so that no attempt's time is over in it.</summary>
internal sealed class PageTurns(ServerProcess server, HttpClient http, CancellationToken cancellationToken)
{
    /// <summary>More than there are connections, so that no attempt is answered twice at once.</summary>
    private const int AnsweredAttempts = 2 * Measurement.Connections;

    private const int SubmissionsPerSecond = 5_000;
    private const int SubmissionsPerSecondAndConnection = 1_500;

    private readonly ServiceClient _client = new(() => http);
    private readonly ConcurrentQueue<OpenAttempt> _submitted = [];

    /// <summary>The questions of a sample, one after the other.</summary>
    public async Task<Measurement> SamplePagesAsync(Load load)
    {
        var attempt = await _client.StartSampleAsync(cancellationToken);
        return await QuestionsAsync(load, attempt, Browser.AttemptCookie, attempt.Token!);
    }

    public async Task<Measurement> SampleReadsAsync(Load load)
    {
        var attempt = await _client.StartSampleAsync(cancellationToken);
        return await MeasureAsync(load, () => ApiRead($"/v1/attempts/{attempt.Id}", attempt.Token));
    }

    /// <summary>The questions of a full attempt, one after the other.</summary>
    public async Task<Measurement> FullPagesAsync(Load load)
    {
        var (passport, attempt) = await _client.StartAsync(ServiceClient.Assessment, cancellationToken);
        return await QuestionsAsync(load, attempt, Browser.PassportCookie, passport.Token);
    }

    public async Task<Measurement> FullReadsAsync(Load load)
    {
        var (passport, attempt) = await _client.StartAsync(ServiceClient.Assessment, cancellationToken);
        return await MeasureAsync(load, () => ApiRead($"/v1/attempts/{attempt.Id}", passport.Token));
    }

    public Task<Measurement> SavesByPageAsync(Load load) =>
        SavesAsync(load, (to, item, option) => to.Browser.Answer(to.Attempt.Id, item, option));

    public Task<Measurement> SavesAsync(Load load) => SavesAsync(load, (to, item, option) =>
    {
        var save = new SaveResponsesRequest { Responses = [new ItemResponse { Item = item, Option = option }] };
        var body = JsonSerializer.SerializeToUtf8Bytes(save, AttemptJson.Wire.SaveResponsesRequest);
        return ServiceClient.Request(HttpMethod.Put, $"/v1/attempts/{to.Attempt.Id}/responses", to.Token, null, body);
    });

    public async Task<Measurement> PassportPagesAsync(Load load)
    {
        var owner = await ScoredAsync();
        return await MeasureAsync(load, () => Browser.Get("/passport", $"{Browser.PassportCookie}={owner.Token}"));
    }

    public async Task<Measurement> PassportReadsAsync(Load load)
    {
        var owner = await ScoredAsync();
        return await MeasureAsync(load, () => ApiRead($"/v1/passports/{owner.Passport}", owner.Token));
    }

    public Task<Measurement> TestPagesAsync(Load load) =>
        MeasureAsync(load, () => Browser.Get($"/tests/{ServiceClient.Assessment}", null));

    public Task<Measurement> TestReadsAsync(Load load) =>
        MeasureAsync(load, () => ApiRead($"/v1/assessments/{ServiceClient.Assessment}", null));

    public async Task<Measurement> SubmissionsAsync(Load load)
    {
        var perSecond = Math.Min(SubmissionsPerSecond, SubmissionsPerSecondAndConnection * load.Connections);
        await Ratios.PrepareAsync(_client, _submitted, (int)(perSecond * load.Time.TotalSeconds), cancellationToken);
        return await MeasureAsync(load, () => _submitted.TryDequeue(out var attempt) ? Ratios.Submission(attempt) : null);
    }

    private async Task<Measurement> QuestionsAsync(Load load, AttemptResponse attempt, string cookie, string token)
    {
        var browser = await Browser.OpenAsync(http, attempt.Id, cookie, token, cancellationToken);
        var asked = -1;
        return await MeasureAsync(load, Next);

        HttpRequestMessage Next()
        {
            var number = (Interlocked.Increment(ref asked) % attempt.ItemCount) + 1;
            return Browser.Get($"/take/{attempt.Id}?q={number}", browser.Cookies);
        }
    }

    /// <summary>Each answer is another one than the attempt had, so that each is written.</summary>
    private async Task<Measurement> SavesAsync(Load load, Func<Taken, string, string, HttpRequestMessage> request)
    {
        var taken = new List<Taken>();
        for (var i = 0; i < AnsweredAttempts; i++)
        {
            var (passport, attempt) = await _client.StartAsync(ServiceClient.Assessment, cancellationToken);
            var browser = await Browser.OpenAsync(http, attempt.Id, Browser.PassportCookie, passport.Token, cancellationToken);
            taken.Add(new Taken(attempt, passport.Token, browser));
        }

        var saved = -1;
        return await MeasureAsync(load, Next);

        HttpRequestMessage Next()
        {
            var (round, place) = Math.DivRem(Interlocked.Increment(ref saved), AnsweredAttempts);
            var items = taken[place].Attempt.Items;
            var item = items[round % items.Count];
            return request(taken[place], item.Item, item.Options[round / items.Count % item.Options.Count].Option);
        }
    }

    private async Task<OpenAttempt> ScoredAsync()
    {
        var attempt = await _client.OpenAttemptAsync(cancellationToken);
        await _client.SubmitAsync(attempt, ServiceClient.NewKey(), cancellationToken);
        return attempt;
    }

    private Task<Measurement> MeasureAsync(Load load, Func<HttpRequestMessage?> next) =>
        Measurement.TakeAsync(server, http, load.Connections, load.Time, next, cancellationToken);

    private static HttpRequestMessage ApiRead(string path, string? token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    private sealed record Taken(AttemptResponse Attempt, string Token, Browser Browser);
}
