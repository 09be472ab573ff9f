using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Aieh.Api.Candidates.Attempts;

namespace Aieh.Load;

/// <summary>
/// Sixteen submitters, who repeat with their key whatever goes unanswered, while the service is killed with SIGKILL after a random number
/// of submissions and started again on the same file. Afterwards each acknowledged submission must be there once, with the score that was
/// acknowledged.
/// </summary>
internal static class CrashTest
{
    private const int Submitters = 16;
    private const int SubmissionsEach = 40;

    /// <summary>The service dies while all are still submitting.</summary>
    private const int MostBeforeKill = Submitters * (SubmissionsEach - 10);

    public static async Task<int> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("aieh-crash-");
        var file = Path.Combine(folder.FullName, "aieh.db");
        var port = ServerProcess.FreePort();
        var seed = Environment.ProcessId;
        // Seeded, and the seed is printed: a failing run can be repeated.
        var random = new Random(seed);
        Console.WriteLine($"{rounds} rounds of {Submitters} submitters with {SubmissionsEach} submissions each; seed {seed}");
        var (acknowledged, failures) = (0, 0);
        for (var round = 1; round <= rounds; round++)
        {
            var (done, interrupted, wrong) = await RoundAsync(file, port, random.Next(1, MostBeforeKill), cancellationToken);
            acknowledged += done;
            failures += wrong.Count;
            var found = wrong.Count == 0 ? "each is there once" : string.Join("; ", wrong.Take(3));
            Console.WriteLine($"round {round,3}: killed after {interrupted,4} of {done} acknowledgements; {found}");
        }

        folder.Delete(recursive: true);
        Console.WriteLine($"{acknowledged} acknowledged submissions, {failures} lost, doubled or changed");
        return failures == 0 ? 0 : 1;
    }

    private static async Task<(int Acknowledged, int AtKill, IReadOnlyList<string> Wrong)> RoundAsync(
        string file, int port, int killAfter, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        using var http = new HttpClient(handler)
        {
            // An answer takes as long as it takes; a process that dies breaks the connection.
            BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Timeout.InfiniteTimeSpan,
        };
        var client = new ServiceClient(() => http);
        var acknowledged = new ConcurrentBag<Acknowledgement>();
        var server = await ServerProcess.StartServiceAsync(file, port, cancellationToken);
        try
        {
            var submitters = Enumerable.Range(0, Submitters).Select(_ => StartSubmitter()).ToArray();
            while (acknowledged.Count < killAfter) await Task.Delay(1, cancellationToken);
            server.Kill();
            var atKill = acknowledged.Count;
            server.Dispose();
            server = await ServerProcess.StartServiceAsync(file, port, cancellationToken);
            await Task.WhenAll(submitters);
            return (acknowledged.Count, atKill, await CheckAsync(client, acknowledged, cancellationToken));
        }
        finally
        {
            server.Dispose();
        }

        Task StartSubmitter() => Task.Run(() => SubmitAsync(client, acknowledged, cancellationToken), cancellationToken);
    }

    private static async Task SubmitAsync(
        ServiceClient client, ConcurrentBag<Acknowledgement> acknowledged, CancellationToken cancellationToken)
    {
        for (var i = 0; i < SubmissionsEach; i++)
        {
            var attempt = await client.OpenAttemptAsync(cancellationToken);
            acknowledged.Add(new(attempt, await client.SubmitAsync(attempt, ServiceClient.NewKey(), cancellationToken)));
        }
    }

    private static async Task<IReadOnlyList<string>> CheckAsync(
        ServiceClient client, IEnumerable<Acknowledgement> acknowledged, CancellationToken cancellationToken)
    {
        var wrong = new List<string>();
        foreach (var (attempt, body) in acknowledged)
        {
            var report = JsonSerializer.Deserialize(body, AttemptJson.Wire.ScoreReportResponse) ?? throw new UnreachableException();
            var evidence = await client.EvidenceAsync(attempt.Passport, attempt.Token, cancellationToken);
            var scorePath = $"/v1/attempts/{attempt.Attempt}/score";
            var stored = await client.GetAsync(scorePath, attempt.Token, AttemptJson.Wire.ScoreReportResponse, cancellationToken);
            var storedBody = JsonSerializer.SerializeToUtf8Bytes(stored, AttemptJson.Wire.ScoreReportResponse);
            if (evidence.Count != 1)
                wrong.Add($"attempt {attempt.Attempt} has {evidence.Count} pieces of evidence");
            else if (evidence[0].Attempt != attempt.Attempt || evidence[0].Score != report.Score)
                wrong.Add($"attempt {attempt.Attempt}: the evidence differs from what was acknowledged");
            else if (!storedBody.AsSpan().SequenceEqual(body))
                wrong.Add($"attempt {attempt.Attempt}: the report differs: {Encoding.UTF8.GetString(body)}");
        }

        return wrong;
    }

    private sealed record Acknowledgement(OpenAttempt Attempt, byte[] Report);
}
