using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Aieh.Load;

/// <summary>One measurement: how many requests succeeded in how long, and their latencies.</summary>
internal sealed record Measurement(int Requests, TimeSpan Elapsed, double P50, double P99, TimeSpan ServerProcessorTime)
{
    public double ServerMicroseconds => ServerProcessorTime.TotalMicroseconds / Requests;

    public double Throughput => Requests / Elapsed.TotalSeconds;
}

/// <summary>The service's endpoints against a bare minimal API, both on this machine, in interleaved turns; only the ratios mean anything.</summary>
internal static class Ratios
{
    private const int Connections = 32;
    private const int PreparedPerSecond = 6_000;
    private const int BarePreparedPerSecond = 15_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);

    public static async Task<int> RunAsync(int repeats, TimeSpan duration, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("aieh-load-");
        using var bare = await ServerProcess.StartBareAsync(Path.Combine(folder.FullName, "bare.db"), ServerProcess.FreePort(), cancellationToken);
        using var service = await ServerProcess.StartServiceAsync(Path.Combine(folder.FullName, "aieh.db"), ServerProcess.FreePort(), cancellationToken);
        using var bareHttp = Client(bare.Url);
        using var serviceHttp = Client(service.Url);
        var client = new ServiceClient(() => serviceHttp);
        var passport = await client.OpenAttemptAsync(cancellationToken);
        await client.SubmitAsync(passport, ServiceClient.NewKey(), cancellationToken);
        var attempts = new ConcurrentQueue<OpenAttempt>();
        var insert = """{"name":"a new point","value":1.5}"""u8.ToArray();
        (string Name, Func<TimeSpan, Task<Measurement>> Run)[] turns =
        [
            ("hello (bare)", time => MeasureAsync(bare, bareHttp, time, () => new HttpRequestMessage(HttpMethod.Get, "/hello"), cancellationToken)),
            ("point read (bare)", time => MeasureAsync(bare, bareHttp, time, () => new HttpRequestMessage(HttpMethod.Get, "/point/4711"), cancellationToken)),
            ("passport read", time => MeasureAsync(service, serviceHttp, time, () => PassportRead(passport), cancellationToken)),
            ("group-committed INSERT (bare)", time => MeasureAsync(bare, bareHttp, time, () => ServiceClient.Request(HttpMethod.Post, "/insert", null, null, insert), cancellationToken)),
            ("statements of a submission (bare)", async time =>
            {
                var left = (int)(BarePreparedPerSecond * time.TotalSeconds);
                using var prepared = await bareHttp.PostAsync(new Uri($"/attempts/{left}", UriKind.Relative), null, cancellationToken);
                prepared.EnsureSuccessStatusCode();
                return await MeasureAsync(bare, bareHttp, time, () => Interlocked.Decrement(ref left) >= 0 ? new HttpRequestMessage(HttpMethod.Post, "/statements") : null, cancellationToken);
            }),
            ("submission", async time =>
            {
                await PrepareAsync(client, attempts, (int)(PreparedPerSecond * time.TotalSeconds), cancellationToken);
                return await MeasureAsync(service, serviceHttp, time, () => attempts.TryDequeue(out var attempt) ? Submission(attempt) : null, cancellationToken);
            }),
        ];

        var results = turns.ToDictionary(turn => turn.Name, _ => new List<Measurement>());
        foreach (var (name, run) in turns) await run(WarmUp);
        for (var repeat = 1; repeat <= repeats; repeat++)
        {
            foreach (var (name, run) in turns)
            {
                var measured = await run(duration);
                results[name].Add(measured);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"repeat {repeat}: {name,-30} {measured.Throughput,8:0} req/s   p50 {measured.P50,6:0.00} ms   p99 {measured.P99,6:0.00} ms   server {measured.ServerMicroseconds,5:0} µs of processor time each   ({measured.Requests} requests)"));
            }
        }

        Console.WriteLine(Table(results));
        folder.Delete(recursive: true);
        return 0;
    }

    private static string Table(Dictionary<string, List<Measurement>> results)
    {
        var table = new StringBuilder("\n| measured | against | throughput, ratio of medians (each repeat) | p99, ratio of medians |\n|---|---|---|---|\n");
        foreach (var (name, baseline) in ((string, string)[])[("passport read", "point read (bare)"), ("submission", "group-committed INSERT (bare)"), ("submission", "statements of a submission (bare)"), ("statements of a submission (bare)", "group-committed INSERT (bare)"), ("point read (bare)", "hello (bare)"), ("group-committed INSERT (bare)", "hello (bare)")])
        {
            var each = results[name].Zip(results[baseline], (measured, against) => measured.Throughput / against.Throughput);
            table.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {baseline} | {Ratio(name, baseline, result => result.Throughput):0.00} ({string.Join(", ", each.Select(ratio => ratio.ToString("0.00", CultureInfo.InvariantCulture)))}) | {Ratio(name, baseline, result => result.P99):0.00} |");
        }

        return table.ToString();

        double Ratio(string name, string baseline, Func<Measurement, double> of) => Median(results[name].Select(of)) / Median(results[baseline].Select(of));
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static async Task<Measurement> MeasureAsync(ServerProcess server, HttpClient http, TimeSpan duration, Func<HttpRequestMessage?> next, CancellationToken cancellationToken)
    {
        var latencies = new ConcurrentBag<List<double>>();
        var processorTime = server.ProcessorTime;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(
            async () =>
            {
                var mine = new List<double>(100_000);
                while (clock.Elapsed < duration && next() is { } request)
                {
                    using (request)
                    {
                        var started = Stopwatch.GetTimestamp();
                        using var response = await http.SendAsync(request, cancellationToken);
                        await response.Content.CopyToAsync(Stream.Null, cancellationToken);
                        mine.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"{request.RequestUri}: {(int)response.StatusCode}");
                    }
                }

                latencies.Add(mine);
            },
            cancellationToken)));
        var elapsed = clock.Elapsed;
        var all = latencies.SelectMany(list => list).Order().ToArray();
        return new Measurement(all.Length, elapsed, all[all.Length / 2], all[(int)(all.Length * 0.99)], server.ProcessorTime - processorTime);
    }

    private static async Task PrepareAsync(ServiceClient client, ConcurrentQueue<OpenAttempt> attempts, int count, CancellationToken cancellationToken)
    {
        Console.Write($"preparing {count} attempts… ");
        await Parallel.ForAsync(0, count - attempts.Count, new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellationToken }, async (_, ct) => attempts.Enqueue(await client.OpenAttemptAsync(ct)));
        Console.WriteLine("done");
    }

    private static HttpRequestMessage PassportRead(OpenAttempt owner)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/passports/{owner.Passport}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", owner.Token);
        return request;
    }

    private static HttpRequestMessage Submission(OpenAttempt attempt) =>
        ServiceClient.Request(HttpMethod.Post, $"/v1/attempts/{attempt.Attempt}/submission", attempt.Token, ServiceClient.NewKey(), ServiceClient.NothingMore);

    private static HttpClient Client(Uri url) => new(new SocketsHttpHandler { MaxConnectionsPerServer = Connections }) { BaseAddress = url };
}
