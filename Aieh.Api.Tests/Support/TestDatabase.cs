using Aieh.Api.Platform.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Support;

/// <summary>A fresh, empty database of one provider. A fixture over both is written once, with the database as its type argument.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    /// <summary>The value for Database:Provider.</summary>
    public abstract string Provider { get; }

    /// <summary>The value for Database:ConnectionString, once started.</summary>
    public string ConnectionString { get; protected set; } = "";

    public abstract Task StartAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>The data layer alone, without the web application.</summary>
    internal ServiceProvider BuildServices(params IEnumerable<(string Setting, string Value)> settings)
    {
        var database = new Dictionary<string, string?>
        {
            ["Database:Provider"] = Provider,
            ["Database:ConnectionString"] = ConnectionString,
        };
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(database)
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Database:{setting.Setting}", (string?)setting.Value)))
            .Build();
        return new ServiceCollection().AddLogging().AddDatabase(configuration).BuildServiceProvider(validateScopes: true);
    }

    protected static string NewName() => $"aieh_test_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
}
