using Aieh.Api.Platform.Data;
using Dapper;

namespace Aieh.Api.Tests.Platform.Data;

/// <summary>The two folders of scripts build the same schema.</summary>
public sealed class SchemaTests
{
    private static readonly TSqlSchema SqlServer = TSqlSchema.OfMigrations();
    private SqliteGate _sqlite = null!;

    [OneTimeSetUp]
    public void Migrate() => _sqlite = SqliteGate.OfMigrations();

    [OneTimeTearDown]
    public void Close() => _sqlite.Dispose();

    [Test]
    public void Migrations_ArePairs()
    {
        var names = Names(DatabaseProvider.SqlServer);
        Assert.That(names, Is.Not.Empty.And.All.Match(@"^\d{4}_[a-z0-9_]+$"));
        Assert.That(Names(DatabaseProvider.Sqlite), Is.EqualTo(names));
    }

    [Test]
    public void Tables_HaveTheSameColumnsTypesAndNullability()
    {
        var sqlite = from table in SqliteTables()
                     from column in Query<(string Name, string Type, long NotNull)>(
                         $"SELECT name, type, \"notnull\" FROM pragma_table_info('{table}') ORDER BY cid")
                     select $"{table}.{column.Name} {column.Type} {(column.NotNull == 1 ? "NOT NULL" : "NULL")}";
        var server = from table in SqlServer.Tables
                     from column in table.Value
                     select $"{table.Key}.{column.Name} {SqliteType(column.Type)} {(column.Nullable ? "NULL" : "NOT NULL")}";
        Assert.That(sqlite, Is.EquivalentTo(server));
    }

    [Test]
    public void Tables_HaveTheSameIndexes()
    {
        var sqlite = from table in SqliteTables()
                     from index in Query<(string Name, long Unique, long Partial)>(
                         $"SELECT name, \"unique\", partial FROM pragma_index_list('{table}') WHERE origin = 'c'")
                     let columns = Query<string>($"SELECT name FROM pragma_index_info('{index.Name}') ORDER BY seqno")
                     let unique = index.Unique == 1 ? " unique" : ""
                     let filtered = index.Partial == 1 ? " filtered" : ""
                     select $"{index.Name} on {table} ({string.Join(", ", columns)}){unique}{filtered}";
        Assert.That(sqlite, Is.EquivalentTo(SqlServer.Indexes));
    }

    [Test]
    public void Tables_HaveTheSameForeignKeys()
    {
        var sqlite = from table in SqliteTables()
                     from key in Query<(string Column, string Parent, string ParentColumn)>(
                         $"SELECT \"from\", \"table\", \"to\" FROM pragma_foreign_key_list('{table}')")
                     select $"{table}.{key.Column} -> {key.Parent}.{key.ParentColumn}";
        Assert.That(sqlite, Is.EquivalentTo(SqlServer.ForeignKeys));
    }

    [Test]
    public void ForeignKeys_AreIndexed()
    {
        var leading = SqlServer.Indexes.Select(TableAndFirstColumn).Concat(SqlServer.PrimaryKeysLead);
        Assert.That(SqlServer.ForeignKeys.Select(key => key.Split(" -> ")[0]).Except(leading), Is.Empty);

        static string TableAndFirstColumn(string index)
        {
            var onTable = index[(index.IndexOf(" on ", StringComparison.Ordinal) + 4)..];
            return onTable.Replace(" (", ".").Split(',', ')')[0];
        }
    }

    [Test]
    public void SqliteTables_AreStrict()
    {
        const string lax = "SELECT name FROM pragma_table_list "
            + "WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite%'";

        Assert.That(Query<string>(lax), Is.Empty);
    }

    private static IEnumerable<string> Names(DatabaseProvider provider) => Migrator.Scripts(provider).Select(script => script.Name);

    private string[] SqliteTables() =>
        [.. Query<string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")];

    private IEnumerable<T> Query<T>(string sql) => _sqlite.Connection.Query<T>(sql);

    private static string SqliteType(string type) => type.Split('(')[0] switch
    {
        "nvarchar" or "uniqueidentifier" or "datetimeoffset" => "TEXT",
        "bigint" or "int" or "bit" => "INTEGER",
        "float" => "REAL",
        "binary" or "varbinary" => "BLOB",
        _ => throw new NotSupportedException($"No SQLite twin is agreed for {type}."),
    };
}
