using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aieh.Api.Tests.Platform.Data;

/// <summary>A real writer on a real file, and a way to hold it so that the writes that come meanwhile form one group.</summary>
public abstract class SqliteWriterFixture
{
    private protected TaskCompletionSource Gate { get; private set; } = null!;

    private protected TaskCompletionSource Entered { get; private set; } = null!;

    private protected SqliteDatabase Database { get; private set; } = null!;

    /// <summary>What the writer has logged.</summary>
    private protected CapturedLogs Logs { get; private set; } = null!;

    private ServiceProvider _services = null!;

    private protected Db Db => _services.GetRequiredService<Db>();

    private protected IWriter Writer => _services.GetRequiredService<IWriter>();

    [TearDown]
    public async Task Stop()
    {
        Gate.TrySetResult();
        await _services.DisposeAsync();
        Logs.Dispose();
        await Database.DisposeAsync();
    }

    private protected async Task StartAsync(params (string Setting, string Value)[] settings) => await StartAsync(migrate: true, settings);

    private protected async Task StartAsync(bool migrate, params (string Setting, string Value)[] settings)
    {
        Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Database = new SqliteDatabase();
        await Database.StartAsync();
        _services = Database.BuildServices(settings);
        Logs = new CapturedLogs();
        _services.GetRequiredService<ILoggerFactory>().AddProvider(Logs);
        if (migrate) await _services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
    }

    // Holds the writer, so that what is written meanwhile forms one group.
    private protected Task<int> Block(string name = "blocker") => Db.WriteAsync(
        async session =>
        {
            Entered.TrySetResult();
            await Gate.Task;
            return await InsertAsync(session, name);
        },
        CancellationToken.None);

    private protected Task<int> Write(string name) => Db.WriteAsync(session => InsertAsync(session, name), CancellationToken.None);

    private protected static Task<int> InsertAsync(DbSession session, string name) => session.ExecuteAsync(
        "INSERT INTO Tenant (Id, Name, CreatedAt) VALUES (@Name, @Name, '2026-11-24T12:00:00.000Z')",
        new { Name = name });

    private protected string[] Names()
    {
        using var connection = new SqliteConnection(Database.ConnectionString);
        return [.. connection.Query<string>("SELECT Name FROM Tenant ORDER BY Name")];
    }

    private protected async Task<SqliteConnection> LockAsync()
    {
        var connection = new SqliteConnection(Database.ConnectionString);
        await connection.OpenAsync();
        await connection.ExecuteAsync("BEGIN IMMEDIATE");
        return connection;
    }
}
