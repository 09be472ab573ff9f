using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Aieh.Api.Platform.Data;

/// <summary>
/// Keeps one prepared command per SQL text. Dapper makes a new command for each call and SQLite compiles its text each time, which costs as
/// much as a point read itself. There are as many texts as the stores have constants.
/// </summary>
internal sealed class ReusingSqliteConnection(string connectionString, Func<ReusingSqliteConnection, bool>? keep = null)
    : SqliteConnection(connectionString)
{
    private readonly Dictionary<string, ReusableCommand> _idle = new(StringComparer.Ordinal);
    private bool _closing;

    /// <summary>The text that the next command is made for.</summary>
    public string? NextText { get; set; }

    public override SqliteCommand CreateCommand() => NextText is not null && _idle.Remove(NextText, out var command)
        ? command
        : new ReusableCommand(this) { Connection = this, CommandTimeout = DefaultTimeout };

    public override void Close()
    {
        // The base class disposes the commands it made: now they must really go.
        _closing = true;
        base.Close();
        _idle.Clear();
        _closing = false;
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing || keep is null || !keep(this)) base.Dispose(disposing);
    }

    private sealed class ReusableCommand(ReusingSqliteConnection owner) : SqliteCommand
    {
        public override SqliteParameter CreateParameter() => new PrefixedParameter();

        protected override void Dispose(bool disposing)
        {
            if (disposing && TryKeep()) Parameters.Clear();
            else base.Dispose(disposing);
        }

        // A command that still has a reader failed half-way.
        private bool TryKeep() =>
            !owner._closing
            && DataReader is null
            && CommandText == owner.NextText
            && owner._idle.TryAdd(CommandText, this);
    }
}

/// <summary>
/// Dapper names parameters without the prefix that they have in the statement, and the provider then looks each up twice.
/// </summary>
internal sealed class PrefixedParameter : SqliteParameter
{
    [AllowNull]
    public override string ParameterName
    {
        get => base.ParameterName;
        set => base.ParameterName = value is null || value.StartsWith('@') ? value : Prefixed.GetOrAdd(value, static name => "@" + name);
    }

    private static readonly ConcurrentDictionary<string, string> Prefixed = new(StringComparer.Ordinal);
}

/// <summary>Open connections for reading. The provider's own pool keeps the database open but not the prepared commands.</summary>
internal sealed class SqliteReaderPool(string connectionString) : IDisposable
{
    private const int Most = 64;

    private readonly ConcurrentBag<ReusingSqliteConnection> _idle = [];
    private int _count;
    private volatile bool _disposed;

    public ReusingSqliteConnection Open()
    {
        if (_idle.TryTake(out var idle))
        {
            Interlocked.Decrement(ref _count);
            return idle;
        }

        var connection = new ReusingSqliteConnection(connectionString, Keep);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Close();
            throw;
        }
    }

    public void Dispose()
    {
        _disposed = true;
        // Disposing an idle connection asks Keep again, which now refuses.
        while (_idle.TryTake(out var connection)) connection.Dispose();
    }

    private bool Keep(ReusingSqliteConnection connection)
    {
        if (_disposed) return false;
        if (Interlocked.Increment(ref _count) > Most)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        _idle.Add(connection);
        return true;
    }
}
