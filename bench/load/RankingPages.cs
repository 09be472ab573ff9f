using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;

namespace Aieh.Load;

/// <summary>
/// What a page of a ranking costs in a loop of few candidates and in one of very many, one request at a time, the two loops in turns.
/// </summary>
internal static class RankingPages
{
    private const int Repeats = 41;
    private const double Allowed = 3;

    private static readonly int[] _sizes = [1_000, 100_000];

    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("aieh-ranking-");
        var file = Path.Combine(folder.FullName, "aieh.db");
        using var service = await ServerProcess.StartServiceAsync(
            file, ServerProcess.FreePort(), cancellationToken, "--Maintenance:IntervalSeconds=86400");
        using var http = new HttpClient { BaseAddress = service.Url, Timeout = Timeout.InfiniteTimeSpan };
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Database:ConnectionString", $"Data Source={file}")])
            .Build();
        await using var services = new ServiceCollection().AddLogging().AddDatabase(configuration)
            .AddSingleton<CatalogCache>().AddSingleton<Standings>().BuildServiceProvider();
        await services.GetRequiredService<CatalogCache>().LoadAsync(cancellationToken);
        var seed = new RankingSeed(services.GetRequiredService<Db>(), services.GetRequiredService<Standings>());
        var keys = await seed.AddKeysAsync(Repeats + 1, cancellationToken);
        var loops = new List<(HiringLoopResponse Loop, string Middle)>();
        foreach (var size in _sizes) loops.Add(await AddLoopAsync(http, seed, keys[0], size, cancellationToken));

        var isWithin = true;
        Console.WriteLine($"| what | {string.Join(" | ", _sizes)} | ratio |");
        Console.WriteLine("|---|---|---|---|");
        await PrintAsync("first page of 50, read before within the hour", Repeats, Allowed, (loop, _) => PageAsync(loop, keys[0]));
        await PrintAsync(
            "first page of 50, with 50 rows for the audit trail", Repeats, Allowed, (loop, turn) => PageAsync(loop, keys[turn]));
        await PrintAsync("a page of 50 in the middle", Repeats, Allowed, (loop, _) => PageAsync(loop, keys[0], $"&cursor={loop.Middle}"));
        var asOf = TimeProvider.System.Now().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        await PrintAsync("first page of a named moment, worked out", 1, double.MaxValue, PastAsync);
        await PrintAsync("the same page again", Repeats, Allowed, PastAsync);
        await PrintAsync("a change of weights, with the standings marked", 1, double.MaxValue, (loop, _) => ChangeAsync(loop));

        folder.Delete(recursive: true);
        return isWithin ? 0 : 1;

        async Task PrintAsync(string name, int repeats, double allowed, Func<(HiringLoopResponse Loop, string Middle), int, Task> call)
        {
            var times = _sizes.Select(_ => new List<double>()).ToArray();
            for (var turn = repeats > 1 ? 0 : 1; turn <= repeats; turn++)
            {
                for (var place = 0; place < loops.Count; place++)
                {
                    var started = Stopwatch.GetTimestamp();
                    await call(loops[place], turn);
                    if (turn > 0) times[place].Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds); // the first one warms up
                }
            }

            var medians = times.Select(each => each.Order().ElementAt(each.Count / 2)).ToArray();
            var ratio = medians[^1] / medians[0];
            isWithin &= ratio <= allowed;
            var shown = medians.Append(ratio).Select(value => value.ToString("0.00", CultureInfo.InvariantCulture));
            Console.WriteLine($"| {name} | {string.Join(" | ", shown)} |");
        }

        Task PastAsync((HiringLoopResponse Loop, string Middle) of, int turn) => PageAsync(of, keys[0], $"&asOf={asOf}");

        async Task PageAsync((HiringLoopResponse Loop, string Middle) of, string key, string more = "")
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/hiring-loops/{of.Loop.Id}/candidates?limit=50{more}");
            await SendAsync(http, request, key, cancellationToken);
        }

        async Task ChangeAsync((HiringLoopResponse Loop, string Middle) of)
        {
            using var request = new HttpRequestMessage(HttpMethod.Patch, $"/v1/hiring-loops/{of.Loop.Id}")
            {
                Content = new StringContent("""{"weights":{"communication":1}}""", Encoding.UTF8, "application/merge-patch+json"),
            };
            request.Headers.TryAddWithoutValidation("If-Match", "*");
            await SendAsync(http, request, keys[0], cancellationToken);
        }
    }

    private static async Task<byte[]> SendAsync(
        HttpClient http, HttpRequestMessage request, string key, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await http.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return response.IsSuccessStatusCode ? body : throw new InvalidOperationException(Encoding.UTF8.GetString(body));
    }

    /// <summary>A loop of so many candidates, and the place in the middle of its ranking.</summary>
    private static async Task<(HiringLoopResponse Loop, string Middle)> AddLoopAsync(
        HttpClient http, RankingSeed seed, string key, int size, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/hiring-loops")
        {
            Content = new StringContent("""{"name":"Backend","role":"backend-engineer"}""", Encoding.UTF8, "application/json"),
        };
        var body = await SendAsync(http, request, key, cancellationToken);
        var loop = System.Text.Json.JsonSerializer.Deserialize(body, HiringLoopJson.Wire.HiringLoopResponse)!;
        await seed.AddCandidatesAsync(loop.Id, size, cancellationToken);
        return (loop, await seed.MiddleOfAsync(loop.Id, size, cancellationToken));
    }
}
