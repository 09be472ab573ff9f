using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Aieh.Api.Data;

/// <summary>
/// A SQLite connection that prepares each statement once. The provider prepares anew for every command, and Dapper makes a command for every
/// call, so that preparing costs more than running. The statements are the stores' constants, so there are few.
/// </summary>
internal sealed class SqliteReusingConnection(string connectionString, Func<SqliteReusingConnection, bool>? takeBack = null) : SqliteConnection(connectionString)
{
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    /// <summary>Closes for good, whatever the pool says.</summary>
    public void Discard() => base.Dispose(disposing: true);

    protected override DbCommand CreateDbCommand() => new ReusedCommand(this);

    // As with every provider, disposing gives a pooled connection back.
    protected override void Dispose(bool disposing)
    {
        if (disposing && takeBack is not null && State == ConnectionState.Open && takeBack(this)) return;
        base.Dispose(disposing);
    }

    private SqliteCommand Prepared(string sql)
    {
        if (_prepared.TryGetValue(sql, out var known)) return known;

        var command = base.CreateCommand();
        command.CommandText = sql;
        _prepared.Add(sql, command);
        return command;
    }

    /// <summary>What Dapper sees: it sets the text, fills the parameters, runs and disposes; the prepared command stays.</summary>
    private sealed class ReusedCommand(SqliteReusingConnection connection) : DbCommand
    {
        private SqliteCommand? _command;

        [AllowNull]
        public override string CommandText
        {
            get => Command.CommandText;
            set => (_command = connection.Prepared(value!)).Parameters.Clear();
        }

        public override int CommandTimeout
        {
            get => Command.CommandTimeout;
            set => Command.CommandTimeout = value;
        }

        public override CommandType CommandType
        {
            get => CommandType.Text;
            set
            {
                if (value != CommandType.Text) throw new NotSupportedException("SQLite has statements only.");
            }
        }

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource { get; set; }

        protected override DbConnection? DbConnection
        {
            get => connection;
            set => throw new NotSupportedException("The command belongs to its connection.");
        }

        protected override DbParameterCollection DbParameterCollection => Command.Parameters;

        protected override DbTransaction? DbTransaction
        {
            get => null;
            set
            {
                if (value is not null) throw new NotSupportedException("Transactions are statements here: see SqliteWriterConnection.");
            }
        }

        private SqliteCommand Command => _command ?? throw new InvalidOperationException("The command has no text yet.");

        public override void Cancel() => Command.Cancel();

        public override int ExecuteNonQuery() => Command.ExecuteNonQuery();

        public override object? ExecuteScalar() => Command.ExecuteScalar();

        public override void Prepare() => Command.Prepare();

        protected override DbParameter CreateDbParameter() => new SqliteParameter();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Command.ExecuteReader(behavior);
    }
}
