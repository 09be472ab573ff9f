using System.Text.RegularExpressions;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Platform.Data;

public sealed partial class SqlCatalogTests
{
    // Tables that stay small: one row per published document, one per customer, one per quarter.
    private static readonly string[] SmallTables = ["CatalogDocument", "Tenant", "ProtectionKey"];

    // Statements that may read a whole table, each with its reason.
    private static readonly Dictionary<string, string> MayScan = new()
    {
        ["StoredResponseStore.List"] =
            "an operator's verb reads every scored attempt of an assessment, now and then; an index would cost each submission",
        ["ConsentedGroupStore.List"] = "as the one before, for the same verb",
    };

    [Test]
    public void Statements_AreTheApprovedOnes()
    {
        var rendered = SqlCatalog.All.GroupBy(statement => (statement.Name, statement.Sql), (text, statements) =>
        {
            var providers = string.Join(", ", statements.Select(statement => statement.Provider));
            return $"-- {text.Name} [{providers}]\n{text.Sql}\n";
        });
        Golden.Matches("Sql.approved.sql", string.Join('\n', rendered));
    }

    [Test]
    public void Statements_AreFound() =>
        Assert.That(
            SqlCatalog.All.Select(statement => statement.ToString()),
            Does.Contain("IdempotencyStore.Find [SqlServer]").And.Contain("IdempotencyStore.Find [Sqlite]"));

    [Test]
    public void SqlServerStatements_ParseAndResolveAgainstTheMigratedSchema()
    {
        var statements = SqlCatalog.Of(DatabaseProvider.SqlServer).Select(statement => (statement.Name, statement.Sql));

        Assert.That(new TSqlGate(TSqlSchema.OfMigrations()).Check([.. statements]), Is.Empty);
    }

    [Test]
    public void Statements_NeverAskTheDatabaseForTheTime()
    {
        var asking = from statement in SqlCatalog.All.Select(statement => (statement.Name, statement.Sql)).Concat(Scripts())
                     where DatabaseClock().IsMatch(statement.Sql)
                     select statement.Name;
        Assert.That(asking, Is.Empty, "its clock is another one than the service's");
    }

    [Test]
    public void SqlServerStatements_AreOfTheSubsetThatOtherServersTake()
    {
        var statements = SqlCatalog.Of(DatabaseProvider.SqlServer).Select(statement => (statement.Name, statement.Sql)).Concat(Scripts());
        var outside = from statement in statements
                      from what in TSqlSubset.Outside(statement.Sql)
                      select $"{statement.Name}: {what}";
        Assert.That(outside, Is.Empty);
    }

    [TestCase("ALTER TABLE Evidence ADD A int NULL, B int NULL", "several additions in one ALTER TABLE")]
    [TestCase("SELECT Id FROM Passport WITH (UPDLOCK) WHERE Id = @Id", "the hint UpdLock")]
    [TestCase("DELETE FROM Passport OUTPUT deleted.Id WHERE Id = @Id", "OUTPUT")]
    [TestCase("SELECT value FROM STRING_SPLIT(@Ids, ',')", "STRING_SPLIT")]
    [TestCase("SELECT [key] FROM OPENJSON(@Document)", "OPENJSON")]
    [TestCase("CREATE INDEX IX ON Passport (Id) INCLUDE (ErasedAt)", "INCLUDE")]
    [TestCase("MERGE Passport AS p USING Tenant AS t ON p.Id = t.Id WHEN MATCHED THEN DELETE;", "MERGE")]
    public void TSqlSubset_PlantedStatement_IsNamed(string sql, string what) => Assert.That(TSqlSubset.Outside(sql), Does.Contain(what));

    [Test]
    public void SqliteStatements_PrepareOnTheMigratedSchema()
    {
        using var gate = SqliteGate.OfMigrations();
        var explained = SqlCatalog.Of(DatabaseProvider.Sqlite)
            .Select(statement => (statement.Name, Error: gate.Explain(statement.Sql)));
        Assert.That(explained.Where(result => result.Error is not null), Is.Empty);
    }

    [Test]
    public void SqliteStatements_FindTheirRowsByAnIndex()
    {
        using var gate = SqliteGate.OfMigrations();
        var scans = from statement in SqlCatalog.Of(DatabaseProvider.Sqlite)
                    where !MayScan.ContainsKey(statement.Name)
                    from table in gate.FullScans(statement.Sql).Except(SmallTables)
                    select $"{statement.Name} reads all of {table}";
        Assert.That(scans, Is.Empty);
    }

    [Test]
    public void SqliteStatements_OfTheNextPage_BeginAtItsPlaceInTheIndex()
    {
        using var gate = SqliteGate.OfMigrations();
        var pages = SqlCatalog.Of(DatabaseProvider.Sqlite)
            .Where(statement => NextPage().IsMatch(statement.Name))
            .ToList();

        var fromTheStart = pages.Where(page => !gate.Plan(page.Sql).Any(step => Place().IsMatch(step)));

        Assert.That(pages, Has.Count.GreaterThanOrEqualTo(3));
        Assert.That(fromTheStart, Is.Empty, "the last page would cost as much as all of them");
    }

    [TestCase("SELECT Id FROM Parent WHERE Nmae = @Name", "Nmae")]
    [TestCase("SELECT Id FROM Praent", "Praent")]
    [TestCase("SELECT Id FROM Parent ORDER BY Id OFFSET @Skip ROWS", "OFFSET")]
    [TestCase("INSERT INTO Parent (Id, Name) VALUES (@Id)", "1 values for 2 columns")]
    public void SqliteGate_PlantedMistake_IsNamed(string sql, string named)
    {
        using var gate = Planted();
        Assert.That(gate.Explain(sql), Does.Contain(named));
    }

    [TestCase("SELECT Id FROM Parent WHERE Name = @Name", new[] { "Parent" })]
    [TestCase("SELECT p.Id FROM Parent AS p WHERE p.Name = @Name", new[] { "Parent" })]
    [TestCase("DELETE FROM Parent WHERE Name = @Name", new[] { "Parent" })]
    [TestCase("SELECT Id FROM Parent ORDER BY Id", new[] { "Parent" })]
    [TestCase("SELECT Id FROM Parent WHERE Id = @Id", new string[0])]
    [TestCase("SELECT Id FROM Parent WHERE Name = 'few' ORDER BY Id", new string[0])]
    public void SqliteGate_PredicateWithoutIndex_IsAScan(string sql, string[] tables)
    {
        using var gate = Planted();
        Assert.That(gate.FullScans(sql), Is.EqualTo(tables));
    }

    [GeneratedRegex(@"\b(GETDATE|GETUTCDATE|SYS\w*DATETIME\w*|CURRENT_TIME\w*|CURRENT_DATE|unixepoch|julianday|strftime)\b|'now'",
        RegexOptions.IgnoreCase)]
    private static partial Regex DatabaseClock();

    [GeneratedRegex("List(After|Before)Paged$")]
    private static partial Regex NextPage();

    [GeneratedRegex(@"At[<>]\?\)")]
    private static partial Regex Place();

    private static IEnumerable<(string Name, string Sql)> Scripts() =>
        Migrator.Scripts(DatabaseProvider.SqlServer).Select(script => (script.Name, script.Contents));

    private static SqliteGate Planted() => new("""
        CREATE TABLE Parent (Id TEXT NOT NULL UNIQUE, Name TEXT NOT NULL) STRICT;
        CREATE INDEX IX_Parent_Few ON Parent (Id) WHERE Name = 'few';
        """);
}
