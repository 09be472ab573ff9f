using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Aieh.Api.Tests.Platform.Data;

/// <summary>
/// What can be known about a T-SQL statement without a server: it parses, every table and column in it exists (DacFx), and an INSERT gives
/// each of its columns a value, each required column one and the identity column none. Types are not checked by either library.
/// </summary>
internal sealed class TSqlGate(TSqlSchema schema)
{
    // System objects are not in the model.
    private static readonly string[] KnownSystemObjects = ["sp_getapplock", "[sys].[databases]"];

    private static readonly Dictionary<string, string> OtherParameters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Skip"] = "int",
        ["Take"] = "int",
        ["Now"] = "datetimeoffset(3)",
        ["AsOf"] = "datetimeoffset(3)",
        ["AfterAt"] = "datetimeoffset(3)",
        ["Milliseconds"] = "int",
        ["Most"] = "int",
        ["TypePattern"] = "nvarchar(70)",
    };

    public IReadOnlyList<string> Check(IReadOnlyList<(string Name, string Sql)> statements)
    {
        var errors = new List<string>();
        using var model = new TSqlModel(SqlServerVersion.Sql160, new TSqlModelOptions());
        foreach (var (create, number) in schema.Creates.Select((create, number) => (create, number)))
            model.AddOrUpdateObjects(create, $"schema{number}.sql", new TSqlObjectOptions());
        foreach (var (name, sql) in statements)
        {
            try
            {
                var tree = TSqlSchema.Parse(sql);
                var inserts = new InsertVisitor(schema);
                tree.Accept(inserts);
                errors.AddRange(inserts.Errors.Select(error => $"{name}: {error}"));
                model.AddOrUpdateObjects(Procedure(name, sql, Parameters(tree)), name, new TSqlObjectOptions());
            }
            catch (Exception exception) when (exception is FormatException or DacModelException)
            {
                errors.Add($"{name}: {exception.Message}");
            }
        }

        errors.AddRange(model.Validate()
            .Where(message => !KnownSystemObjects.Any(known => message.Message.Contains(known, StringComparison.OrdinalIgnoreCase)))
            .Select(message => $"{message.MessageType} {message.Prefix}{message.Number} {message.Message}"));
        return errors;
    }

    private string Parameters(TSqlFragment tree)
    {
        var names = new ParameterVisitor();
        tree.Accept(names);
        return string.Join(", ", names.Free.Select(name => $"@{name} {TypeOf(name)}"));
    }

    /// <summary>The type of the column the parameter is named after; @ExpectedVersion is named after Version.</summary>
    private string TypeOf(string parameter)
    {
        if (OtherParameters.TryGetValue(parameter, out var type)) return type;
        var candidates = schema.Tables.Values.SelectMany(columns => columns)
            .Where(column => parameter.EndsWith(column.Name, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(column => column.Name.Length)
            .Select(column => column.Type);
        return candidates.FirstOrDefault() ?? throw new FormatException(
            $"@{parameter} is named after no column: rename it or add its type to {nameof(OtherParameters)}.");
    }

    private static string Procedure(string name, string sql, string parameters) =>
        $"CREATE PROCEDURE dbo.[{name}] {parameters} AS BEGIN SET NOCOUNT ON;\n{sql}\nEND";

    private sealed class ParameterVisitor : TSqlFragmentVisitor
    {
        private readonly HashSet<string> _used = new(StringComparer.OrdinalIgnoreCase);
        private readonly HashSet<string> _declared = new(StringComparer.OrdinalIgnoreCase);

        public IEnumerable<string> Free => _used.Except(_declared, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal);

        public override void Visit(VariableReference node) => _used.Add(node.Name.TrimStart('@'));

        public override void Visit(DeclareVariableElement node) => _declared.Add(node.VariableName.Value.TrimStart('@'));

        // In EXEC p @Name = value, @Name belongs to the procedure.
        public override void ExplicitVisit(ExecuteParameter node) => node.ParameterValue.Accept(this);
    }

    private sealed class InsertVisitor(TSqlSchema schema) : TSqlFragmentVisitor
    {
        public List<string> Errors { get; } = [];

        public override void Visit(InsertStatement node)
        {
            var insert = node.InsertSpecification;
            if (insert.Target is not NamedTableReference { SchemaObject.BaseIdentifier.Value: var table }) return;
            if (!schema.Tables.TryGetValue(table, out var columns)) return;
            var given = insert.Columns.Select(column => column.MultiPartIdentifier.Identifiers[^1].Value).ToArray();
            if (given.Length == 0) Errors.Add($"INSERT INTO {table} names no columns");
            foreach (var count in ValueCounts(insert.InsertSource).Where(count => count != given.Length))
                Errors.Add($"INSERT INTO {table}: {given.Length} columns, {count} values");
            foreach (var column in columns)
            {
                var isGiven = given.Contains(column.Name, StringComparer.OrdinalIgnoreCase);
                if (column.Identity && isGiven) Errors.Add($"INSERT INTO {table} gives a value to the identity column {column.Name}");
                if (!column.Identity && !isGiven && column is { Nullable: false, HasDefault: false })
                    Errors.Add($"INSERT INTO {table} leaves out {column.Name}, which is NOT NULL");
            }
        }

        private static IEnumerable<int> ValueCounts(InsertSource source) => source switch
        {
            ValuesInsertSource values => values.RowValues.Select(row => row.ColumnValues.Count),
            SelectInsertSource { Select: QuerySpecification query } when !SelectsAll(query) => [query.SelectElements.Count],
            _ => [],
        };

        private static bool SelectsAll(QuerySpecification query) => query.SelectElements.OfType<SelectStarExpression>().Any();
    }
}
