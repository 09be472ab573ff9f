using Dapper;
using DotNet.Testcontainers.Configurations;
using Microsoft.Data.SqlClient;
using Testcontainers.MsSql;

namespace Aieh.Api.Tests.Support;

/// <summary>
/// A database of its own on the server that AIEH_TEST_SQLSERVER names, else on one container for the whole run, else the fixture is ignored
/// with the reason.
/// </summary>
public sealed class SqlServerDatabase : TestDatabase
{
    private static readonly Lazy<Task<string>> Container = new(async () =>
    {
        // Removed by Testcontainers' own reaper when the test process ends.
        var container = new MsSqlBuilder("mcr.microsoft.com/mssql/server:2022-latest").Build();
        await container.StartAsync();
        return container.GetConnectionString();
    });

    /// <summary>
    /// Fixtures run side by side, and a server makes one database at a time: a second CREATE meets the lock on the one that is copied.
    /// </summary>
    private static readonly SemaphoreSlim Turn = new(1, 1);

    private readonly string _name = NewName();
    private string? _server;

    public override string Provider => "SqlServer";

    public override async Task StartAsync()
    {
        var server = Environment.GetEnvironmentVariable("AIEH_TEST_SQLSERVER");
        if (string.IsNullOrEmpty(server))
        {
            if (TestcontainersSettings.OS?.DockerEndpointAuthConfig is null)
            {
                Assert.Ignore("SQL Server: AIEH_TEST_SQLSERVER is not set and no Docker answers");
            }

            server = await Container.Value;
        }

        await ExecuteAsync(server!, $"CREATE DATABASE [{_name}]");
        _server = server;
        // Named, because the service would name itself: one text is one pool.
        var own = new SqlConnectionStringBuilder(server) { InitialCatalog = _name, ApplicationName = "Aieh.Api.Tests" };
        ConnectionString = own.ConnectionString;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_server is null) return;
        // Its own pool: other fixtures are at work with theirs.
        await using (var own = new SqlConnection(ConnectionString)) SqlConnection.ClearPool(own);
        await TryAlterAsync(_server, $"ALTER DATABASE [{_name}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
        await ExecuteAsync(_server, $"DROP DATABASE [{_name}]");
    }

    /// <summary>Not every server that speaks T-SQL has it, nor may every login do it: then it is noted and left.</summary>
    private static async Task TryAlterAsync(string server, string sql)
    {
        try
        {
            await ExecuteAsync(server, sql);
        }
        catch (SqlException exception)
        {
            await TestContext.Progress.WriteLineAsync($"The server refused '{sql}': {exception.Message}");
        }
    }

    private static async Task ExecuteAsync(string server, string sql)
    {
        var master = new SqlConnectionStringBuilder(server) { InitialCatalog = "master" };
        await Turn.WaitAsync();
        try
        {
            await using var connection = new SqlConnection(master.ConnectionString);
            await connection.ExecuteAsync(sql, commandTimeout: 120);
        }
        finally
        {
            Turn.Release();
        }
    }
}
