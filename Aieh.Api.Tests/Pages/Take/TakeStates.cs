using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Pages.Take;

/// <summary>Attempts in the states in which their pages look different.</summary>
internal static class TakeStates
{
    private const string Python = "python-fundamentals";

    public static async Task<PageAddress> ItemAsync(AiehApplication app) => Of(await StartSampleAsync(app));

    /// <summary>An item with a grid of letters, which has words for who cannot see it.</summary>
    public static async Task<PageAddress> GridAsync(AiehApplication app)
    {
        var (attempt, token) = await StartAsync(app, "cognitive-reasoning", FormKind.Full);
        var grid = attempt.Items.Index().First(each => each.Item.Spoken is not null).Index + 1;
        return new PageAddress($"/take/{attempt.Id}?q={grid}", ("aieh-passport", token));
    }

    public static async Task<PageAddress> AdaptiveAsync(AiehApplication app)
    {
        var (attempt, token) = await StartAsync(app, Python, FormKind.Adaptive);
        return new PageAddress($"/take/{attempt.Id}", ("aieh-passport", token));
    }

    public static async Task<PageAddress> ReviewAsync(AiehApplication app)
    {
        var attempt = await StartSampleAsync(app);
        using var taker = app.Client(attempt.Token);
        await taker.PutAsync($"/v1/attempts/{attempt.Id}/responses", new SaveResponsesRequest { Responses = app.Answers(attempt, 2)[..3] });
        return Of(attempt, "/review");
    }

    public static async Task<PageAddress> WatchedAsync(PageStates states)
    {
        var employer = await states.EmployerAsync();
        var (attempt, token) = await StartAskedAsync(states);
        using var supervised = await employer.Client.SendAsync(HttpMethod.Post, $"/v1/attempts/{attempt.Id}/supervision");
        supervised.EnsureSuccessStatusCode();
        return new PageAddress($"/take/{attempt.Id}/review", ("aieh-passport", token));
    }

    /// <summary>Where a submission leads that was refused because nobody watches.</summary>
    public static async Task<PageAddress> UnwatchedAsync(PageStates states)
    {
        var (attempt, token) = await StartAskedAsync(states);
        return new PageAddress($"/take/{attempt.Id}/review?watch=needed", ("aieh-passport", token));
    }

    /// <summary>The clock is everybody's, so it is the attempt that is moved.</summary>
    public static async Task<PageAddress> OverAsync(AiehApplication app)
    {
        var attempt = await StartSampleAsync(app);
        await app.Db.WriteAsync(
            session => session.ExecuteAsync(
                "UPDATE Attempt SET ExpiresAt = StartedAt, StartedAt = @Earlier WHERE Id = @Id",
                new { attempt.Id, Earlier = attempt.StartedAt.AddMinutes(-5) }),
            CancellationToken.None);
        return Of(attempt);
    }

    public static async Task<PageAddress> SampleResultAsync(AiehApplication app)
    {
        var attempt = await StartSampleAsync(app);
        using var taker = app.Client(attempt.Token);
        await SubmitAsync(app, taker, attempt, 3);
        return new PageAddress($"/result/{attempt.Id}", ("aieh-attempt", attempt.Token!));
    }

    public static async Task<PageAddress> ResultAsync(AiehApplication app)
    {
        var (attempt, token) = await StartAsync(app, Python, FormKind.Full);
        using var owner = app.Client(token);
        await SubmitAsync(app, owner, attempt, 35);
        return new PageAddress($"/result/{attempt.Id}", ("aieh-passport", token));
    }

    private static PageAddress Of(AttemptResponse attempt, string part = "") =>
        new($"/take/{attempt.Id}{part}", ("aieh-attempt", attempt.Token!));

    /// <summary>At a test that a loop asks for which counts only what somebody watches.</summary>
    private static async Task<(AttemptResponse Attempt, string Token)> StartAskedAsync(PageStates states)
    {
        var employer = await states.EmployerAsync();
        var loop = await employer.CreateLoopAsync(new { assessments = new[] { Python }, supervision = "required" });
        var accepted = await employer.AcceptAsync(await employer.InviteAsync(loop));
        using var candidate = states.App.Client(accepted.Token);
        var attempt = await candidate.PostAsync<AttemptResponse>(
            "/v1/attempts", new CreateAttemptRequest { Assessment = Python, Form = FormKind.Full });
        return (attempt, accepted.Token!);
    }

    private static async Task<AttemptResponse> StartSampleAsync(AiehApplication app)
    {
        using var anybody = app.Client();
        return await anybody.PostAsync<AttemptResponse>(
            "/v1/attempts", new CreateAttemptRequest { Assessment = Python, Form = FormKind.Sample });
    }

    private static async Task<(AttemptResponse Attempt, string Token)> StartAsync(AiehApplication app, string assessment, FormKind form)
    {
        var (_, owner, token) = await app.CreatePassportAsync();
        using var candidate = owner;
        var attempt = await candidate.PostAsync<AttemptResponse>(
            "/v1/attempts", new CreateAttemptRequest { Assessment = assessment, Form = form });
        return (attempt, token);
    }

    private static Task<ScoreReportResponse> SubmitAsync(AiehApplication app, HttpClient taker, AttemptResponse attempt, int right) =>
        taker.PostAsync<ScoreReportResponse>(
            $"/v1/attempts/{attempt.Id}/submission", new SubmitAttemptRequest { Responses = app.Answers(attempt, right) }, $"{attempt.Id}");
}
