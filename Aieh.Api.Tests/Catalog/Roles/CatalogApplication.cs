using System.Net.Http.Json;
using System.Text.Json;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Catalog.Roles;

/// <summary>The service on SQLite with a catalog of the test's choice.</summary>
internal sealed class CatalogApplication : IAsyncDisposable
{
    private readonly SqliteDatabase _database = new();
    private AiehApplication _app = null!;

    public HttpClient Client { get; private set; } = null!;

    public static async Task<CatalogApplication> StartAsync(IReadOnlyList<CatalogDocument> documents)
    {
        var application = new CatalogApplication();
        await application._database.StartAsync();
        application._app = new AiehApplication(application._database);
        application.Client = application._app.Client();
        await application.ImportAsync(documents);
        return application;
    }

    public async Task ImportAsync(IReadOnlyList<CatalogDocument> documents)
    {
        var now = _app.Clock.GetUtcNow();
        await _app.Db.WriteAsync(session => CatalogStore.ImportAsync(session, documents, now), CancellationToken.None);
        await _app.Services.GetRequiredService<CatalogCache>().RefreshAsync(CancellationToken.None);
    }

    public Task<JsonElement> GetAsync(string path) => Client.GetFromJsonAsync<JsonElement>(path);

    /// <summary>Follows 'next' from page to page.</summary>
    public async Task<List<JsonElement>> WalkAsync(string path, int limit)
    {
        var items = new List<JsonElement>();
        for (string? cursor = null; ;)
        {
            var page = await GetAsync($"{path}?limit={limit}{(cursor is null ? "" : "&cursor=" + cursor)}");
            items.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.GetProperty("next").GetString();
            if (cursor is null) return items;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }
}
