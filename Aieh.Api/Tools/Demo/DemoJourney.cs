using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Catalog.Roles;

namespace Aieh.Api.Tools.Demo;

/// <summary>Plays the whole journey through the real HTTP API, on a database of its own that is deleted afterwards.</summary>
internal static class DemoJourney
{
    private const string Assessment = "python-fundamentals";
    private const string Role = "backend-engineer";

    /// <summary>The simulated candidate answers right with the probability that the item model gives at this ability, in logits.</summary>
    private const double CandidateAbility = 1.2;

    /// <summary>Every run plays the same candidate.</summary>
    private const int Seed = 20_260_101;

    public static async Task<int> RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("aieh-demo-");
        try
        {
            await using var app = Server.Build(
            [
                "--environment=Development", "--urls=http://127.0.0.1:0", $"--Database:ConnectionString=Data Source={Path.Combine(folder.FullName, "demo.db")}",
                "--Database:Provider=Sqlite", "--Logging:LogLevel:Default=Warning",
            ]);
            await Startup.PrepareAsync(app, cancellationToken);
            await app.StartAsync(cancellationToken);
            using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
            await PlayAsync(new DemoClient(http, new DemoPrinter(output)), app.Services, cancellationToken);
            await app.StopAsync(cancellationToken);
            return 0;
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private static async Task PlayAsync(DemoClient client, IServiceProvider services, CancellationToken ct)
    {
        var candidate = new SimulatedCandidate(services.GetRequiredService<CatalogCache>().Current, Assessment, CandidateAbility, Seed);
        var print = client.Print;

        print.Step("1", "A free sample, without an account");
        var sample = await client.PostAsync("/v1/attempts", new CreateAttemptRequest { Assessment = Assessment, Form = FormKind.Sample }, AttemptJson.Wire.CreateAttemptRequest, AttemptJson.Wire.AttemptResponse, ct);
        print.Item(sample.Value.Items[0], sample.Value.ItemCount);
        client.UseToken(sample.Value.Token!);
        var sampleReport = await client.PostAsync($"/v1/attempts/{sample.Value.Id}/submission", candidate.Answer(sample.Value), AttemptJson.Wire.SubmitAttemptRequest, AttemptJson.Wire.ScoreReportResponse, ct);
        print.Report(sampleReport.Value);

        print.Step("2", "A passport, which its owner alone can open");
        client.UseToken(null);
        var passport = (await client.PostAsync("/v1/passports", new CreatePassportRequest(), PassportJson.Wire.CreatePassportRequest, PassportJson.Wire.CreatedPassportResponse, ct)).Value;
        print.Line($"passport {passport.Id}, token {passport.Token[..14]}… (shown once)");
        client.UseToken(passport.Token);

        print.Step("3", "The full form, saved along the way");
        var full = (await client.PostAsync("/v1/attempts", new CreateAttemptRequest { Assessment = Assessment, Form = FormKind.Full }, AttemptJson.Wire.CreateAttemptRequest, AttemptJson.Wire.AttemptResponse, ct)).Value;
        var answers = candidate.Answer(full).Responses!;
        var half = answers.Count / 2;
        await client.PutAsync($"/v1/attempts/{full.Id}/responses", new SaveResponsesRequest { Responses = [.. answers.Take(half)] }, AttemptJson.Wire.SaveResponsesRequest, ct);
        print.Line($"{half} of {full.ItemCount} answers saved; {(full.ExpiresAt - full.ServerTime).TotalMinutes:0} minutes on the clock");

        print.Step("4", "Submitted once, and once more with the same key");
        var rest = new SubmitAttemptRequest { Responses = [.. answers.Skip(half)] };
        var key = Guid.CreateVersion7(full.StartedAt).ToString();
        var first = await client.PostAsync($"/v1/attempts/{full.Id}/submission", rest, AttemptJson.Wire.SubmitAttemptRequest, AttemptJson.Wire.ScoreReportResponse, ct, key);
        print.Report(first.Value);
        var replay = await client.PostAsync($"/v1/attempts/{full.Id}/submission", rest, AttemptJson.Wire.SubmitAttemptRequest, AttemptJson.Wire.ScoreReportResponse, ct, key);
        print.Line($"replay: Idempotency-Replayed {(replay.Replayed ? "true" : "absent")}, body identical: {(replay.Body == first.Body ? "yes" : "NO")}");

        print.Step("5", "The passport");
        print.Passport(await client.GetAsync($"/v1/passports/{passport.Id}", PassportJson.Wire.PassportResponse, ct));

        print.Step("6", "Ready for the Backend Engineer role?");
        var role = await client.GetAsync($"/v1/roles/{Role}", RoleJson.Wire.RoleResponse, ct);
        print.Readiness(role.Title, await client.GetAsync($"/v1/passports/{passport.Id}/readiness/{Role}", PassportJson.Wire.ReadinessResponse, ct));
    }
}
