using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Aieh.Load;

/// <summary>One measurement: how many requests succeeded in how long, and their latencies.</summary>
internal sealed record Measurement(int Requests, TimeSpan Elapsed, double P50, double P99, TimeSpan ServerProcessorTime)
{
    /// <summary>As many as the clients keep busy.</summary>
    public const int Connections = 32;

    public double ServerMicroseconds => ServerProcessorTime.TotalMicroseconds / Requests;

    public double Throughput => Requests / Elapsed.TotalSeconds;

    /// <summary>Sends one request after the other on each of the connections until the time is over or there is none left.</summary>
    public static async Task<Measurement> TakeAsync(
        ServerProcess server, HttpClient http, int connections, TimeSpan duration, Func<HttpRequestMessage?> next,
        CancellationToken cancellationToken)
    {
        var latencies = new ConcurrentBag<List<double>>();
        var processorTime = server.ProcessorTime;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(RequestInTurnAsync, cancellationToken)));
        var elapsed = clock.Elapsed;
        var all = latencies.SelectMany(list => list).Order().ToArray();
        var p99 = all[(int)(all.Length * 0.99)];
        return new Measurement(all.Length, elapsed, all[all.Length / 2], p99, server.ProcessorTime - processorTime);

        async Task RequestInTurnAsync()
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
                    if (!response.IsSuccessStatusCode)
                        throw new InvalidOperationException($"{request.RequestUri}: {(int)response.StatusCode}");
                }
            }

            latencies.Add(mine);
        }
    }

    public string LineOf(int repeat, string name) => string.Create(
        CultureInfo.InvariantCulture,
        $"repeat {repeat}: {name,-30} {Throughput,8:0} req/s   p50 {P50,6:0.00} ms   p99 {P99,6:0.00} ms   "
        + $"server {ServerMicroseconds,5:0} µs of processor time each   ({Requests} requests)");

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Keeps no cookies: who is asking is said by each request.</summary>
    public static HttpClient Client(Uri url) => new(new SocketsHttpHandler { MaxConnectionsPerServer = Connections, UseCookies = false })
    {
        BaseAddress = url,
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
