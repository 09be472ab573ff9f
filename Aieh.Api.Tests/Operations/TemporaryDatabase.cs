using Aieh.Api.Data;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Operations;

/// <summary>A SQLite file of its own for one test.</summary>
internal sealed class TemporaryDatabase : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aieh-ops-").FullName;

    public (string Setting, string Value) Setting => ("Database:ConnectionString", $"Data Source={Path.Combine(_folder, "aieh.db")}");

    public ServiceProvider Services() => new ServiceCollection()
        .AddLogging()
        .AddSingleton(TimeProvider.System)
        .AddDatabase(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(Setting.Setting, (string?)Setting.Value)]).Build())
        .BuildServiceProvider();

    public async Task<ServiceProvider> MigratedAsync()
    {
        var services = Services();
        await services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
        return services;
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
