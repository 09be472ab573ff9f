using System.Text.RegularExpressions;
using Aieh.Api.Platform.Data;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Aieh.Api.Tests.Platform.Data;

/// <summary>Lets SQLite itself prepare each statement on a schema, and read out its plan.</summary>
internal sealed class SqliteGate : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public SqliteGate(params IEnumerable<string> scripts)
    {
        _connection.Open();
        foreach (var script in scripts) _connection.Execute(script);
    }

    public static SqliteGate OfMigrations() => new(Migrator.Scripts(DatabaseProvider.Sqlite).Select(script => script.Contents));

    public SqliteConnection Connection => _connection;

    /// <summary>The error SQLite reports, or null.</summary>
    public string? Explain(string sql)
    {
        try
        {
            Run("EXPLAIN " + sql);
            return null;
        }
        catch (SqliteException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>
    /// The tables of which every row is read, aliases resolved. Reading a whole filtered index is reading only what was asked for.
    /// </summary>
    public IEnumerable<string> FullScans(string sql)
    {
        var tables = _connection.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'table'").ToArray();
        var filtered = _connection
            .Query<string>("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE '% WHERE %'")
            .ToHashSet();
        foreach (var detail in Plan(sql))
        {
            var scan = Regex.Match(detail, @"^SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?");
            if (!scan.Success || filtered.Contains(scan.Groups[2].Value)) continue;
            var name = scan.Groups[1].Value;
            var table = Array.Find(tables, table => table.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? Array.Find(tables, table => Regex.IsMatch(sql, $@"\b{table}\s+(AS\s+)?{name}\b", RegexOptions.IgnoreCase));
            if (table is not null) yield return table;
        }
    }

    /// <summary>How SQLite goes about it, a line each.</summary>
    public IReadOnlyList<string> Plan(string sql) => Run("EXPLAIN QUERY PLAN " + sql);

    public void Dispose() => _connection.Dispose();

    private List<string> Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in SqlCatalog.Parameter().Matches(sql).Select(match => match.Value).Distinct())
            command.Parameters.AddWithValue(name, DBNull.Value);
        using var reader = command.ExecuteReader();
        var details = new List<string>();
        while (reader.Read()) details.Add(reader.GetString(reader.FieldCount == 4 ? 3 : 1));
        return details;
    }
}
