using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Support;

/// <summary>One running service for the tests of a fixture, over the database that the fixture names.</summary>
public abstract class HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private readonly TDatabase _database = new();

    protected TDatabase Database => _database;

    internal AiehApplication App { get; private set; } = null!;

    protected virtual IEnumerable<(string Setting, string Value)> Settings => [];

    /// <summary>What the fixture adds to the service.</summary>
    protected virtual void Add(IServiceCollection services)
    {
    }

    [OneTimeSetUp]
    public virtual async Task StartApplication()
    {
        await _database.StartAsync();
        App = new AiehApplication(_database, Settings) { Additions = Add };
        App.StartServer();
    }

    [OneTimeTearDown]
    public async Task StopApplication()
    {
        if (App is not null) await App.DisposeAsync();
        await _database.DisposeAsync();
    }
}
