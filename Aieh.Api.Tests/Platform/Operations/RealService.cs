using Aieh.Api.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace Aieh.Api.Tests.Platform.Operations;

/// <summary>
/// The service as <see cref="Server"/> puts it together, on a port and a database of its own, with the real clock and the default limits.
/// </summary>
internal sealed class RealService(WebApplication app, SqliteDatabase? owned) : IAsyncDisposable
{
    public HttpClient Client { get; } = new() { BaseAddress = new Uri(app.Urls.First()), Timeout = HangGuard.Limit };

    public static async Task<RealService> StartAsync(SqliteDatabase? database, params (string Setting, string Value)[] settings)
    {
        var owned = database is null ? new SqliteDatabase() : null;
        if (owned is not null) await owned.StartAsync();
        (string, string)[] own =
        [
            ("Database:ConnectionString", (database ?? owned!).ConnectionString),
            ("urls", "http://127.0.0.1:0"),
            ("environment", "Development"),
            ("Logging:LogLevel:Default", "Warning"),
        ];
        var app = Server.Build([.. own.Concat(settings).Select(pair => $"--{pair.Item1}={pair.Item2}")]);
        await Startup.PrepareAsync(app, CancellationToken.None);
        await app.StartAsync();
        return new RealService(app, owned);
    }

    /// <summary>
    /// The metrics, once they hold this text: a request is counted after its answer has been sent, and a scrape is answered from the last
    /// one for 300 ms.
    /// </summary>
    /// <param name="text">What to wait for.</param>
    /// <param name="accept">What the scraper asks for; without it, the default.</param>
    public string Scrape(string text, string? accept = null)
    {
        var scraped = "";
        Assert.That(async () => scraped = await ScrapeOnceAsync(), Does.Contain(text).After(HangGuard.Milliseconds, 50));
        return scraped;

        async Task<string> ScrapeOnceAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
            if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
            using var response = await Client.SendAsync(request);
            return await response.Content.ReadAsStringAsync();
        }
    }

    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        if (owned is not null) await owned.DisposeAsync();
    }
}
