using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Aieh.Load;

/// <summary>
/// The service's endpoints against a bare minimal API, both on this machine, in interleaved turns; only the ratios mean anything.
/// </summary>
internal static class Ratios
{
    private const int PreparedPerSecond = 6_000;
    private const int BarePreparedPerSecond = 15_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);

    private static readonly (string Name, string Baseline)[] Compared =
    [
        ("passport read", "point read (bare)"),
        ("submission", "group-committed INSERT (bare)"),
        ("submission", "statements of a submission (bare)"),
        ("statements of a submission (bare)", "group-committed INSERT (bare)"),
        ("point read (bare)", "hello (bare)"),
        ("group-committed INSERT (bare)", "hello (bare)"),
    ];

    public static async Task<int> RunAsync(int repeats, TimeSpan duration, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("aieh-load-");
        var (bareFile, serviceFile) = (Path.Combine(folder.FullName, "bare.db"), Path.Combine(folder.FullName, "aieh.db"));
        using var bare = await ServerProcess.StartBareAsync(bareFile, ServerProcess.FreePort(), cancellationToken);
        using var service = await ServerProcess.StartServiceAsync(serviceFile, ServerProcess.FreePort(), cancellationToken);
        using var bareHttp = Measurement.Client(bare.Url);
        using var serviceHttp = Measurement.Client(service.Url);
        var client = new ServiceClient(() => serviceHttp);
        var passport = await client.OpenAttemptAsync(cancellationToken);
        await client.SubmitAsync(passport, ServiceClient.NewKey(), cancellationToken);
        var attempts = new ConcurrentQueue<OpenAttempt>();
        var insert = """{"name":"a new point","value":1.5}"""u8.ToArray();
        (string Name, Func<TimeSpan, Task<Measurement>> Run)[] turns =
        [
            ("hello (bare)", time => MeasureBareAsync(time, () => new HttpRequestMessage(HttpMethod.Get, "/hello"))),
            ("point read (bare)", time => MeasureBareAsync(time, () => new HttpRequestMessage(HttpMethod.Get, "/point/4711"))),
            ("passport read", time => MeasureServiceAsync(time, () => PassportRead(passport))),
            ("group-committed INSERT (bare)", time => MeasureBareAsync(time, Insert)),
            ("statements of a submission (bare)", MeasureStatementsAsync),
            ("submission", MeasureSubmissionAsync),
        ];

        var results = turns.ToDictionary(turn => turn.Name, _ => new List<Measurement>());
        foreach (var (name, run) in turns) await run(WarmUp);
        for (var repeat = 1; repeat <= repeats; repeat++)
        {
            foreach (var (name, run) in turns)
            {
                var measured = await run(duration);
                results[name].Add(measured);
                Console.WriteLine(measured.LineOf(repeat, name));
            }
        }

        Console.WriteLine(Table(results));
        folder.Delete(recursive: true);
        return 0;

        Task<Measurement> MeasureBareAsync(TimeSpan time, Func<HttpRequestMessage?> next) =>
            Measurement.TakeAsync(bare, bareHttp, Measurement.Connections, time, next, cancellationToken);

        Task<Measurement> MeasureServiceAsync(TimeSpan time, Func<HttpRequestMessage?> next) =>
            Measurement.TakeAsync(service, serviceHttp, Measurement.Connections, time, next, cancellationToken);

        HttpRequestMessage Insert() => ServiceClient.Request(HttpMethod.Post, "/insert", null, null, insert);

        async Task<Measurement> MeasureStatementsAsync(TimeSpan time)
        {
            var left = (int)(BarePreparedPerSecond * time.TotalSeconds);
            using var prepared = await bareHttp.PostAsync(new Uri($"/attempts/{left}", UriKind.Relative), null, cancellationToken);
            prepared.EnsureSuccessStatusCode();
            return await MeasureBareAsync(time, Next);

            HttpRequestMessage? Next() =>
                Interlocked.Decrement(ref left) >= 0 ? new HttpRequestMessage(HttpMethod.Post, "/statements") : null;
        }

        async Task<Measurement> MeasureSubmissionAsync(TimeSpan time)
        {
            await PrepareAsync(client, attempts, (int)(PreparedPerSecond * time.TotalSeconds), cancellationToken);
            return await MeasureServiceAsync(time, () => attempts.TryDequeue(out var attempt) ? Submission(attempt) : null);
        }
    }

    private static string Table(Dictionary<string, List<Measurement>> results)
    {
        var table = new StringBuilder(
            "\n| measured | against | throughput, ratio of medians (each repeat) | p99, ratio of medians |\n|---|---|---|---|\n");
        foreach (var (name, baseline) in Compared)
        {
            var each = results[name].Zip(results[baseline], (measured, against) => measured.Throughput / against.Throughput);
            var eachText = string.Join(", ", each.Select(ratio => ratio.ToString("0.00", CultureInfo.InvariantCulture)));
            var throughput = Ratio(name, baseline, result => result.Throughput);
            var p99 = Ratio(name, baseline, result => result.P99);
            table.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {baseline} | {throughput:0.00} ({eachText}) | {p99:0.00} |");
        }

        return table.ToString();

        double Ratio(string name, string baseline, Func<Measurement, double> of) =>
            Measurement.Median(results[name].Select(of)) / Measurement.Median(results[baseline].Select(of));
    }

    public static async Task PrepareAsync(
        ServiceClient client, ConcurrentQueue<OpenAttempt> attempts, int count, CancellationToken cancellationToken)
    {
        Console.Write($"preparing {count} attempts… ");
        var options = new ParallelOptions { MaxDegreeOfParallelism = Measurement.Connections, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, count - attempts.Count, options, OpenAttemptAsync);
        Console.WriteLine("done");

        async ValueTask OpenAttemptAsync(int number, CancellationToken ct) => attempts.Enqueue(await client.OpenAttemptAsync(ct));
    }

    private static HttpRequestMessage PassportRead(OpenAttempt owner)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/passports/{owner.Passport}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", owner.Token);
        return request;
    }

    public static HttpRequestMessage Submission(OpenAttempt attempt)
    {
        var path = $"/v1/attempts/{attempt.Attempt}/submission";
        return ServiceClient.Request(HttpMethod.Post, path, attempt.Token, ServiceClient.NewKey(), ServiceClient.NothingMore);
    }
}
