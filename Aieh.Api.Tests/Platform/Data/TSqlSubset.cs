using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Aieh.Api.Tests.Platform.Data;

/// <summary>
/// What SQL Server takes and other servers that speak T-SQL do not, or take and do something else: nothing of it is needed. A hint that
/// such a server ignores may make it slower, never wrong.
/// </summary>
internal sealed class TSqlSubset : TSqlFragmentVisitor
{
    private readonly List<string> _outside = [];

    public static IReadOnlyList<string> Outside(string sql)
    {
        var visitor = new TSqlSubset();
        TSqlSchema.Parse(sql).Accept(visitor);
        return visitor._outside;
    }

    public override void Visit(MergeStatement node) => _outside.Add("MERGE");

    public override void Visit(OutputClause node) => _outside.Add("OUTPUT");

    public override void Visit(OpenJsonTableReference node) => _outside.Add("OPENJSON");

    public override void Visit(GlobalFunctionTableReference node) => _outside.Add(node.Name.Value);

    public override void Visit(OptimizerHint node) => _outside.Add("a query hint");

    public override void Visit(TableHint node) => Add(node.HintKind != TableHintKind.ReadPast, $"the hint {node.HintKind}");

    public override void Visit(CreateIndexStatement node)
    {
        Add(node.IncludeColumns.Count > 0, "INCLUDE");
        Add(node.IndexOptions.Count > 0, "an index option");
    }

    public override void Visit(ColumnDefinition node) => Add(node.ComputedColumnExpression is not null, "a computed column");

    public override void Visit(AlterTableAddTableElementStatement node) =>
        Add(node.Definition.ColumnDefinitions.Count + node.Definition.TableConstraints.Count != 1, "several additions in one ALTER TABLE");

    private void Add(bool isOutside, string what)
    {
        if (isOutside) _outside.Add(what);
    }
}
