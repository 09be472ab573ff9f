using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;

namespace Aieh.Load;

/// <summary>
/// What requests on one passport cost when it holds few pieces of evidence and grants, and when it holds very many, one request at a time.
/// </summary>
internal static class Growth
{
    private const int Repeats = 100;
    private const int ExportRepeats = 5;
    private const int SeedGroup = 500;
    private const string Limit = "1000000";

    private static readonly int[] _sizes = [10, 1_000, 20_000];

    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("aieh-growth-");
        var results = new Dictionary<string, List<double>>();
        foreach (var size in _sizes)
        {
            var file = Path.Combine(folder.FullName, $"aieh-{size}.db");
            using var service = await ServerProcess.StartServiceAsync(
                file, ServerProcess.FreePort(), cancellationToken, $"--Passports:MostEvidence={Limit}", $"--Passports:MostGrants={Limit}");
            using var http = new HttpClient { BaseAddress = service.Url, Timeout = Timeout.InfiniteTimeSpan };
            var full = await SeedAsync(file, size, cancellationToken);
            foreach (var (name, value) in await MeasureAsync(service, http, full, cancellationToken))
            {
                if (!results.TryGetValue(name, out var row)) results.Add(name, row = []);
                row.Add(value);
            }
        }

        Console.WriteLine($"| what | {string.Join(" | ", _sizes)} | against {_sizes[0]} |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var (name, row) in results)
        {
            var values = string.Join(" | ", row.Select(value => value.ToString("0.00", CultureInfo.InvariantCulture)));
            var ratios = string.Join(", ", row.Skip(1).Select(value => (value / row[0]).ToString("0.0", CultureInfo.InvariantCulture)));
            Console.WriteLine($"| {name} | {values} | {ratios} |");
        }

        folder.Delete(recursive: true);
        return 0;
    }

    private static async Task<List<(string Name, double Value)>> MeasureAsync(
        ServerProcess service, HttpClient http, FullPassport full, CancellationToken cancellationToken)
    {
        var passport = $"/v1/passports/{full.Id}";
        var evidence = await LastPageAsync("evidence");
        var grants = await LastPageAsync("grants");
        var measured = new List<(string, double)>
        {
            ("passport, by its owner, ms", await MedianAsync(full.Owner, passport, Repeats)),
            ("passport, by a tenant with one standing grant, ms", await MedianAsync(full.Tenant, passport, Repeats)),
            ("evidence, first page of 50, ms", await MedianAsync(full.Owner, $"{passport}/evidence", Repeats)),
            ("evidence, last page of 50, ms", await MedianAsync(full.Owner, evidence, Repeats)),
            ("grants, last page of 50, ms", await MedianAsync(full.Owner, grants, Repeats)),
            ("one grant more, ms", await MedianAsync(full.Owner, $"{passport}/grants", Repeats, """{"kind":"link","scope":"passport"}""")),
        };
        var before = service.ResetPeak();
        measured.Add(("export, ms", await MedianAsync(full.Owner, $"{passport}/export", ExportRepeats)));
        measured.Add(("export, peak memory above what there was, MiB", (service.Peak - before) / 1024.0 / 1024.0));
        return measured;

        async Task<string> LastPageAsync(string list)
        {
            for (var path = $"{passport}/{list}?limit=50"; ;)
            {
                using var response = await SendAsync(http, full.Owner, path, null, cancellationToken);
                var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
                using var page = JsonDocument.Parse(body);
                if (page.RootElement.GetProperty("next").GetString() is not { } next) return path;
                path = $"{passport}/{list}?limit=50&cursor={next}";
            }
        }

        async Task<double> MedianAsync(string token, string path, int repeats, string? body = null)
        {
            var times = new List<double>();
            for (var i = 0; i <= repeats; i++)
            {
                var started = Stopwatch.GetTimestamp();
                using var response = await SendAsync(http, token, path, body, cancellationToken);
                await response.Content.CopyToAsync(Stream.Null, cancellationToken);
                if (i > 0) times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds); // the first one warms up
            }

            times.Sort();
            return times[times.Count / 2];
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient http, string token, string path, string? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path);
        if (body is not null) request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        return response;
    }

    /// <summary>
    /// Straight into the file: so many pieces of evidence, and so many grants to one tenant, of which the last alone has not been revoked.
    /// </summary>
    private static async Task<FullPassport> SeedAsync(string file, int size, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Database:ConnectionString", $"Data Source={file}")])
            .Build();
        await using var services = new ServiceCollection().AddLogging().AddDatabase(configuration).BuildServiceProvider();
        var db = services.GetRequiredService<Db>();
        var now = TimeProvider.System.GetUtcNow();
        var (owner, tenantKey) = (SecretToken.Create(SecretToken.CandidatePrefix), SecretToken.Create(SecretToken.KeyPrefix));
        var passport = new PassportRow { Id = Guid.CreateVersion7(now), CreatedAt = now };
        var tenant = new TenantRow { Id = Guid.CreateVersion7(now), Name = "tenant", CreatedAt = now };
        await db.WriteAsync(InsertHoldersAsync, cancellationToken);
        foreach (var numbers in Enumerable.Range(1, size).Chunk(SeedGroup))
        {
            await db.WriteAsync(session => InsertAsync(session, numbers), cancellationToken);
        }

        return new FullPassport(passport.Id, owner, tenantKey);

        async Task<int> InsertHoldersAsync(DbSession session)
        {
            await PassportStore.InsertAsync(session, passport);
            await CredentialStore.InsertTenantAsync(session, tenant);
            await CredentialStore.InsertAsync(session, CredentialOf(owner, "candidate") with { PassportId = passport.Id });
            var key = CredentialOf(tenantKey, "key") with { TenantId = tenant.Id, Scopes = Scopes.PassportsRead };
            return await CredentialStore.InsertAsync(session, key);
        }

        CredentialRow CredentialOf(string token, string kind) => new()
        {
            Id = Guid.CreateVersion7(now),
            Kind = kind,
            SecretHash = SecretToken.Hash(token),
            Hint = SecretToken.Hint(token),
            CreatedAt = now,
        };

        async Task<int> InsertAsync(DbSession session, int[] numbers)
        {
            foreach (var number in numbers)
            {
                var at = now.AddMinutes(number - size);
                await EvidenceStore.InsertAsync(session, PieceOf(passport.Id, tenant.Id, number, at));
                var grant = new GrantRow
                {
                    Id = Guid.CreateVersion7(at),
                    PassportId = passport.Id,
                    TenantId = tenant.Id,
                    Kind = "tenant",
                    Scope = "evidence",
                    CreatedAt = at,
                };
                await GrantStore.InsertAsync(session, grant);
                if (number < size) await GrantStore.RevokeAsync(session, grant.Id, passport.Id, now);
            }

            return numbers.Length;
        }
    }

    private static EvidenceRow PieceOf(Guid passport, Guid tenant, int number, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        PassportId = passport,
        Assessment = "cognitive-reasoning",
        Kind = "vendor",
        Theta = 0.5,
        SeTheta = 0.9,
        Score = 620,
        SeScore = 90,
        ObservedAt = at,
        RecordedAt = at,
        CalibrationId = "percentile-general-cognitive",
        CalibrationVersion = 1,
        ScoringVersion = "1.0.0",
        TenantId = tenant,
        RawScore = 69,
        Reference = number.ToString(CultureInfo.InvariantCulture),
    };

    private sealed record FullPassport(Guid Id, string Owner, string Tenant);
}
