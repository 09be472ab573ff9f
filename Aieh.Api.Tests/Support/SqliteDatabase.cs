using Microsoft.Data.Sqlite;

namespace Aieh.Api.Tests.Support;

public sealed class SqliteDatabase : TestDatabase
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), NewName());

    public override string Provider => "Sqlite";

    public override Task StartAsync()
    {
        Directory.CreateDirectory(_folder);
        ConnectionString = $"Data Source={Path.Combine(_folder, "aieh.db")}";
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        // Pooled connections keep the file open, which Windows does not allow to delete. Its own: other fixtures are at work with theirs.
        using (var own = new SqliteConnection(ConnectionString)) SqliteConnection.ClearPool(own);
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
