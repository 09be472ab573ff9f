using System.Threading.Channels;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Aieh.Load;

/// <summary>
/// What a minimal API costs that does one thing and nothing else: a constant, one Dapper point read, one INSERT that shares its commit with
/// those that wait. No authentication, no limits, no telemetry, no validation.
/// </summary>
internal static class BareApi
{
    private const int Rows = 10_000;
    private const int BatchSize = 128;

    public static async Task<int> RunAsync(int port, string file, CancellationToken cancellationToken)
    {
        var readOnly = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly }.ConnectionString;
        await using var writer = Prepare(file);
        var queue = Channel.CreateBounded<Insert>(new BoundedChannelOptions(1024) { SingleReader = true });
        var loop = Task.Run(() => WriteAsync(writer, queue.Reader), CancellationToken.None);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.AddBareStatements(file + ".statements");
        await using var app = builder.Build();
        await app.MapBareStatementsAsync();
        app.MapGet("/hello", () => TypedResults.Ok(new Hello("hello")));
        app.MapGet("/point/{id:int}", async (int id) =>
        {
            await using var connection = new SqliteConnection(readOnly);
            const string point = "SELECT Id, Name, Value FROM Point WHERE Id = @Id";
            return TypedResults.Ok(await connection.QueryFirstAsync<Point>(point, new { Id = id }));
        });
        app.MapPost("/insert", async (Point point) =>
        {
            var insert = new Insert(point.Name, point.Value);
            await queue.Writer.WriteAsync(insert);
            await insert.Done.Task;
            return TypedResults.Created("/insert");
        });
        await app.RunAsync(cancellationToken);
        queue.Writer.Complete();
        await loop;
        return 0;
    }

    private static SqliteConnection Prepare(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        Run(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
        Run(connection, "CREATE TABLE Point (Id INTEGER PRIMARY KEY, Name TEXT NOT NULL, Value REAL NOT NULL);");
        Run(
            connection,
            $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Rows}) "
            + "INSERT INTO Point SELECT i, 'point ' || i, i * 0.5 FROM n;");
        return connection;
    }

    private static async Task WriteAsync(SqliteConnection connection, ChannelReader<Insert> queue)
    {
        var batch = new List<Insert>(BatchSize);
        while (await queue.WaitToReadAsync())
        {
            while (batch.Count < BatchSize && queue.TryRead(out var insert)) batch.Add(insert);

            Run(connection, "BEGIN IMMEDIATE");
            foreach (var insert in batch) await connection.ExecuteAsync("INSERT INTO Point (Name, Value) VALUES (@Name, @Value)", insert);
            Run(connection, "COMMIT");
            foreach (var insert in batch) insert.Done.SetResult();
            batch.Clear();
        }
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    internal sealed record Hello(string Message);

    internal sealed record Point
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
        public double Value { get; init; }
    }

    private sealed record Insert(string Name, double Value)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
