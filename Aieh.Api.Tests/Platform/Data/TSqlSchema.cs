using Aieh.Api.Platform.Data;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Aieh.Api.Tests.Platform.Data;

internal sealed record TSqlColumn(string Name, string Type, bool Nullable, bool Identity, bool HasDefault);

/// <summary>The SQL Server schema as the migration scripts build it, read from their syntax trees.</summary>
internal sealed class TSqlSchema
{
    private readonly Dictionary<string, CreateTableStatement> _tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<CreateIndexStatement> _indexes = [];

    public TSqlSchema(params IEnumerable<string> scripts)
    {
        foreach (var statement in scripts.SelectMany(script => Parse(script).Batches).SelectMany(batch => batch.Statements))
            Apply(statement);
    }

    public static TSqlSchema OfMigrations() => new(Migrator.Scripts(DatabaseProvider.SqlServer).Select(script => script.Contents));

    public IReadOnlyDictionary<string, IReadOnlyList<TSqlColumn>> Tables => _tables.ToDictionary(
        table => table.Key,
        table => (IReadOnlyList<TSqlColumn>)[.. table.Value.Definition.ColumnDefinitions.Select(Column)],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The nonclustered indexes: the clustered one on Seq has no counterpart in SQLite, where the table is that index.</summary>
    public IEnumerable<string> Indexes =>
        from index in _indexes
        where index.Clustered is not true
        let columns = index.Columns.Select(column => column.Column.MultiPartIdentifier.Identifiers[^1].Value)
        let unique = index.Unique ? " unique" : ""
        let filtered = index.FilterPredicate is null ? "" : " filtered"
        select $"{index.Name.Value} on {index.OnName.BaseIdentifier.Value} ({string.Join(", ", columns)}){unique}{filtered}";

    /// <summary>The first column of each primary key, as in "Table.Column".</summary>
    public IEnumerable<string> PrimaryKeysLead =>
        from table in _tables
        from key in table.Value.Definition.TableConstraints.OfType<UniqueConstraintDefinition>()
        where key.IsPrimaryKey
        select $"{table.Key}.{key.Columns[0].Column.MultiPartIdentifier.Identifiers[^1].Value}";

    public IEnumerable<string> ForeignKeys =>
        from table in _tables
        from key in table.Value.Definition.TableConstraints.OfType<ForeignKeyConstraintDefinition>()
        let parent = $"{key.ReferenceTableName.BaseIdentifier.Value}.{key.ReferencedTableColumns.Single().Value}"
        select $"{table.Key}.{key.Columns.Single().Value} -> {parent}";

    /// <summary>One CREATE per table and index, as DacFx takes them.</summary>
    public IEnumerable<string> Creates => _tables.Values.Concat<TSqlStatement>(_indexes).Select(Text);

    public static TSqlScript Parse(string sql)
    {
        var fragment = new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var errors);
        if (errors.Count > 0) throw new FormatException(string.Join("; ", errors.Select(error => $"line {error.Line}: {error.Message}")));
        return (TSqlScript)fragment;
    }

    private void Apply(TSqlStatement statement)
    {
        switch (statement)
        {
            case CreateTableStatement create:
                _tables.Add(create.SchemaObjectName.BaseIdentifier.Value, create);
                break;
            case CreateIndexStatement index:
                _indexes.Add(index);
                break;
            case AlterTableAddTableElementStatement alter:
                var definition = _tables[alter.SchemaObjectName.BaseIdentifier.Value].Definition;
                foreach (var column in alter.Definition.ColumnDefinitions) definition.ColumnDefinitions.Add(column);
                foreach (var constraint in alter.Definition.TableConstraints) definition.TableConstraints.Add(constraint);
                break;
            case AlterTableDropTableElementStatement alter:
                var constraints = _tables[alter.SchemaObjectName.BaseIdentifier.Value].Definition.TableConstraints;
                foreach (var dropped in alter.AlterTableDropTableElements)
                    constraints.Remove(constraints.Single(constraint => constraint.ConstraintIdentifier.Value == dropped.Name.Value));
                break;
            case DropTableStatement drop:
                foreach (var table in drop.Objects.Select(name => name.BaseIdentifier.Value))
                {
                    _tables.Remove(table);
                    _indexes.RemoveAll(index => index.OnName.BaseIdentifier.Value == table);
                }

                break;
            case PredicateSetStatement or InsertStatement or UpdateStatement or DeleteStatement:
                break;
            default:
                throw new NotSupportedException(
                    $"{statement.GetType().Name} in a migration: teach {nameof(TSqlSchema)} what it does to the schema.");
        }
    }

    private static TSqlColumn Column(ColumnDefinition column) => new(
        column.ColumnIdentifier.Value,
        Text(column.DataType).ToLowerInvariant().Replace(" ", ""),
        column.Constraints.OfType<NullableConstraintDefinition>().Single().Nullable,
        column.IdentityOptions is not null,
        column.DefaultConstraint is not null || column.Constraints.OfType<DefaultConstraintDefinition>().Any());

    private static string Text(TSqlFragment fragment)
    {
        new Sql160ScriptGenerator().GenerateScript(fragment, out var text);
        return text;
    }
}
