using System.Reflection;
using System.Text.RegularExpressions;
using Aieh.Api.Platform.Data;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Tests.Platform.Data;

internal sealed record Statement(string Name, DatabaseProvider Provider, string Sql)
{
    public override string ToString() => $"{Name} [{Provider}]";
}

/// <summary>Every statement of the service as each database gets it: the constants of all nested classes named Sql.</summary>
internal static partial class SqlCatalog
{
    public static readonly SqlDialect Sqlite = new SqliteDialect(Options.Create(new DatabaseOptions()));
    public static readonly SqlDialect SqlServer =
        new SqlServerDialect(Options.Create(new DatabaseOptions { ConnectionString = "Server=none;Database=none" }));

    public static IReadOnlyList<Statement> All { get; } =
    [
        .. Constants()
            .SelectMany(Render)
            .OrderBy(statement => statement.Name, StringComparer.Ordinal)
            .ThenByDescending(statement => statement.Provider),
    ];

    public static IEnumerable<Statement> Of(DatabaseProvider provider) => All.Where(statement => statement.Provider == provider);

    [GeneratedRegex(@"@(\w+)")]
    public static partial Regex Parameter();

    private static IEnumerable<(string Name, string Sql)> Constants() =>
        from type in typeof(Db).Assembly.GetTypes()
        where type is { IsNested: true, Name: "Sql" }
        from field in type.GetFields(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where field.IsLiteral && field.FieldType == typeof(string)
        select ($"{type.DeclaringType!.Name}.{field.Name}", ((string)field.GetRawConstantValue()!).ReplaceLineEndings("\n"));

    private static IEnumerable<Statement> Render((string Name, string Sql) constant)
    {
        foreach (var provider in new[] { DatabaseProvider.SqlServer, DatabaseProvider.Sqlite })
        {
            var (name, only) = constant.Name.Split('_') is [var stem, var suffix]
                ? (stem, Enum.Parse<DatabaseProvider>(suffix))
                : (constant.Name, provider);
            if (only != provider) continue;
            var dialect = provider == DatabaseProvider.SqlServer ? SqlServer : Sqlite;
            var isPaged = name.EndsWith("Paged", StringComparison.Ordinal);
            yield return new Statement(name, provider, isPaged ? dialect.Page(constant.Sql) : constant.Sql);
        }
    }
}
