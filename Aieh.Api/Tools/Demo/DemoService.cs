using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Tools.Demo;

/// <summary>The service on a database of its own, which is deleted afterwards.</summary>
internal sealed class DemoService : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly WebApplication _app;

    private DemoService(DirectoryInfo folder, WebApplication app)
    {
        (_folder, _app) = (folder, app);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="build">Makes the service with these settings.</param>
    /// <param name="prepare">Brings its database up to date before it starts.</param>
    /// <param name="settings">More settings, as a command line has them.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<DemoService> StartAsync(
        Func<string[], WebApplication> build, Func<WebApplication, CancellationToken, Task> prepare, IEnumerable<string> settings,
        CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("aieh-demo-");
        WebApplication? app = null;
        try
        {
            app = build(
            [
                "--environment=Development",
                "--urls=http://127.0.0.1:0",
                $"--Database:ConnectionString=Data Source={Path.Combine(folder.FullName, "demo.db")}",
                "--Database:Provider=Sqlite",
                "--Logging:LogLevel:Default=Warning",
                .. settings,
            ]);
            await prepare(app, cancellationToken);
            await app.StartAsync(cancellationToken);
            return new DemoService(folder, app);
        }
        catch
        {
            if (app is not null) await app.DisposeAsync();
            Delete(folder);
            throw;
        }
    }

    /// <summary>As the verb 'keys create' does it: a tenant, and a key for each list of scopes.</summary>
    public async Task<IReadOnlyList<string>> CreateKeysAsync(CancellationToken cancellationToken, params string[][] scopes)
    {
        var now = Services.GetRequiredService<TimeProvider>().Now();
        var tenant = new TenantRow { Id = Guid.CreateVersion7(now), Name = "Example Company", CreatedAt = now };
        var keys = scopes.Select(each => ApiKeys.Make(tenant.Id, "demo", each, now, expiresAt: null)).ToList();
        await Services.GetRequiredService<Db>().WriteAsync(WriteAsync, cancellationToken);
        return [.. keys.Select(each => each.Secret)];

        async Task<int> WriteAsync(DbSession session)
        {
            await CredentialStore.InsertTenantAsync(session, tenant);
            foreach (var (key, _) in keys) await CredentialStore.InsertAsync(session, key);
            return keys.Count;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Delete(_folder);
    }

    private static void Delete(DirectoryInfo folder)
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }
}
