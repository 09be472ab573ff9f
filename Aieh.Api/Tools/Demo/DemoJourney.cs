using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Catalog.Roles;

namespace Aieh.Api.Tools.Demo;

/// <summary>Plays the whole journey through the real HTTP API.</summary>
internal static class DemoJourney
{
    private const string Assessment = "python-fundamentals";
    private const string Role = "backend-engineer";

    /// <summary>The simulated candidate answers right with the probability that the item model gives at this ability, in logits.</summary>
    private const double CandidateAbility = 1.2;

    /// <summary>Every run plays the same candidate.</summary>
    private const int Seed = 20_260_101;

    /// <param name="build">Makes the service with these settings.</param>
    /// <param name="prepare">Brings its database up to date before it starts.</param>
    /// <param name="output">Where the journey is told.</param>
    /// <param name="cancellationToken">Stops the journey.</param>
    public static async Task<int> RunAsync(
        Func<string[], WebApplication> build,
        Func<WebApplication, CancellationToken, Task> prepare,
        TextWriter output,
        CancellationToken cancellationToken)
    {
        await using var listener = await DemoListener.StartAsync(cancellationToken);
        string[] settings = [$"--Webhooks:AllowedHosts:0={listener.Address.Authority}"];
        await using var service = await DemoService.StartAsync(build, prepare, settings, cancellationToken);
        var client = new DemoClient(service.Http, new DemoPrinter(output));
        var passport = await PlayAsync(client, service.Services, cancellationToken);
        await new EmployerJourney(client, service, listener).PlayAsync(passport, cancellationToken);
        return 0;
    }

    private static async Task<CreatedPassportResponse> PlayAsync(DemoClient client, IServiceProvider services, CancellationToken ct)
    {
        var candidate = new SimulatedCandidate(services.GetRequiredService<CatalogCache>().Current, Assessment, CandidateAbility, Seed);
        var print = client.Print;

        print.Step("1", "A free sample, without an account");
        var sample = await StartAsync(FormKind.Sample);
        print.Item(sample.Items[0], sample.ItemCount);
        client.UseToken(sample.Token!);
        print.Report((await SubmitAsync(sample, candidate.Answer(sample))).Value);

        print.Step("2", "A passport, which its owner alone can open");
        client.UseToken(null);
        var passport = await client.CreatePassportAsync(ct);
        print.Line($"passport {passport.Id}, token {passport.Token[..14]}… (shown once)");
        client.UseToken(passport.Token);

        print.Step("3", "The full form, saved along the way");
        var full = await StartAsync(FormKind.Full);
        var answers = candidate.Answer(full).Responses!;
        var half = answers.Count / 2;
        await SaveAsync(full, [.. answers.Take(half)]);
        print.Line($"{half} of {full.ItemCount} answers saved; {(full.ExpiresAt - full.ServerTime).TotalMinutes:0} minutes on the clock");

        print.Step("4", "Submitted once, and once more with the same key");
        var rest = new SubmitAttemptRequest { Responses = [.. answers.Skip(half)] };
        var key = Guid.CreateVersion7(full.StartedAt).ToString();
        var first = await SubmitAsync(full, rest, key);
        print.Report(first.Value);
        var replay = await SubmitAsync(full, rest, key);
        var (header, isSame) = (replay.Replayed ? "true" : "absent", replay.Body == first.Body ? "yes" : "NO");
        print.Line($"replay: Idempotency-Replayed {header}, body identical: {isSame}");

        print.Step("5", "The passport");
        print.Passport(await client.GetAsync($"/v1/passports/{passport.Id}", PassportJson.Wire.PassportResponse, ct));

        print.Step("6", "Ready for the Backend Engineer role?");
        var role = await client.GetAsync($"/v1/roles/{Role}", RoleJson.Wire.RoleResponse, ct);
        var path = $"/v1/passports/{passport.Id}/readiness/{Role}";
        print.Readiness(role.Title, await client.GetAsync(path, ReadinessJson.Wire.ReadinessResponse, ct));
        return passport;

        async Task<AttemptResponse> StartAsync(FormKind form)
        {
            var request = new CreateAttemptRequest { Assessment = Assessment, Form = form };
            return (await client.PostAsync(
                "/v1/attempts", request, AttemptJson.Wire.CreateAttemptRequest, AttemptJson.Wire.AttemptResponse, ct)).Value;
        }

        Task SaveAsync(AttemptResponse attempt, IReadOnlyList<ItemResponse> responses)
        {
            var request = new SaveResponsesRequest { Responses = responses };
            return client.PutAsync($"/v1/attempts/{attempt.Id}/responses", request, AttemptJson.Wire.SaveResponsesRequest, ct);
        }

        Task<DemoAnswer<ScoreReportResponse>> SubmitAsync(
            AttemptResponse attempt, SubmitAttemptRequest request, string? idempotencyKey = null) =>
            client.PostAsync(
                $"/v1/attempts/{attempt.Id}/submission",
                request,
                AttemptJson.Wire.SubmitAttemptRequest,
                AttemptJson.Wire.ScoreReportResponse,
                ct,
                idempotencyKey);
    }
}
