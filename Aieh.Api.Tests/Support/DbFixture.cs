using Aieh.Api.Platform.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Support;

/// <summary>The data layer alone on a migrated database, without the web application; one for all tests of a fixture.</summary>
public abstract class DbFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private ServiceProvider? _services;

    /// <summary>Settings of the section Database.</summary>
    protected virtual IEnumerable<(string Setting, string Value)> Settings => [];

    protected TDatabase Database { get; } = new();

    private protected Db Db { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        await Database.StartAsync();
        _services = Database.BuildServices(Settings);
        await _services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
        Db = _services.GetRequiredService<Db>();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_services is not null) await _services.DisposeAsync();
        await Database.DisposeAsync();
    }
}
