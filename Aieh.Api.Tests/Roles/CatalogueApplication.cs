using System.Net.Http.Json;
using System.Text.Json;
using Aieh.Api.Assessments;
using Aieh.Api.Catalog;
using Aieh.Api.Data;
using Aieh.Api.Http;
using Aieh.Api.Methodology;
using Aieh.Api.Roles;
using Aieh.Api.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Roles;

/// <summary>The catalogue's routes on a migrated SQLite file, with a catalogue of the test's choice.</summary>
internal sealed class CatalogueApplication : IAsyncDisposable
{
    private readonly SqliteDatabase _database;
    private readonly WebApplication _app;

    private CatalogueApplication(SqliteDatabase database, WebApplication app) => (_database, _app, Client) = (database, app, app.GetTestClient());

    public HttpClient Client { get; }

    public static async Task<CatalogueApplication> StartAsync(IReadOnlyList<CatalogueDocument> documents)
    {
        var database = new SqliteDatabase();
        await database.StartAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Database:ConnectionString"] = database.ConnectionString });
        builder.Services.AddDatabase(builder.Configuration);
        builder.Services.AddSingleton<CatalogueCache>().AddSingleton<RepresentationCache>();
        builder.Services.AddProblemDetails(ProblemResponses.Configure).AddExceptionHandler<ProblemResponses>();
        builder.Services.ConfigureHttpJsonOptions(options => WireJson.Configure(options.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapRoles();
        app.MapAssessments();
        app.MapMethodology();
        await app.Services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
        await app.StartAsync();

        var application = new CatalogueApplication(database, app);
        await application.ImportAsync(documents);
        return application;
    }

    public async Task ImportAsync(IReadOnlyList<CatalogueDocument> documents)
    {
        var services = _app.Services;
        var now = TimeProvider.System.GetUtcNow();
        await services.GetRequiredService<Db>().WriteAsync(
            session => CatalogueStore.ImportAsync(session, documents, now), CancellationToken.None);
        await services.GetRequiredService<CatalogueCache>().RefreshAsync(CancellationToken.None);
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
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }
}
