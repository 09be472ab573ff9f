namespace Aieh.Api.Tests.Platform.Data;

/// <summary>A gate that cannot fail guards nothing: each kind of mistake it is there for is planted once.</summary>
public sealed class TSqlGateTests
{
    private static readonly TSqlGate Gate = new(new TSqlSchema("""
        CREATE TABLE dbo.Parent (Seq bigint IDENTITY (1, 1) NOT NULL, Id uniqueidentifier NOT NULL, Name nvarchar(20) NOT NULL, Note nvarchar(20) NULL, Version int NOT NULL DEFAULT (0));
        CREATE INDEX IX_Parent_Name ON dbo.Parent (Name);
        """));

    [TestCase("SELECT Id, Name FROM Parent WHERE Id = @Id")]
    [TestCase("SELECT Name FROM Parent ORDER BY Name OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY")]
    [TestCase("INSERT INTO Parent (Id, Name) VALUES (@Id, @Name)")]
    [TestCase("INSERT INTO Parent (Id, Name, Note) SELECT @Id, @Name, Note FROM Parent WHERE NOT EXISTS (SELECT 1 FROM Parent WHERE Id = @Id)")]
    [TestCase("UPDATE Parent SET Version = Version + 1 WHERE Id = @Id AND Version = @ExpectedVersion")]
    [TestCase("DELETE TOP (@Take) FROM Parent WHERE Name = @Name")]
    public void Check_GoodStatement_FindsNothing(string sql) => Assert.That(Gate.Check([("good", sql)]), Is.Empty);

    [TestCase("SELEC Id FROM Parent", "Incorrect syntax", TestName = "{m}(syntax)")]
    [TestCase("SELECT Id FROM Parent LIMIT 1", "LIMIT", TestName = "{m}(another dialect)")]
    [TestCase("SELECT Id FROM Parent WHERE Id IN @Id", "@Id", TestName = "{m}(Dapper list)")]
    [TestCase("SELECT Nmae FROM Parent", "Nmae", TestName = "{m}(column in SELECT)")]
    [TestCase("SELECT Id FROM Parent WHERE Nmae = @Name", "Nmae", TestName = "{m}(column in WHERE)")]
    [TestCase("SELECT Id FROM Parent ORDER BY Nmae", "Nmae", TestName = "{m}(column in ORDER BY)")]
    [TestCase("UPDATE Parent SET Nmae = @Name WHERE Id = @Id", "Nmae", TestName = "{m}(column in UPDATE)")]
    [TestCase("INSERT INTO Parent (Id, Nmae, Name) VALUES (@Id, @Name, @Name)", "Nmae", TestName = "{m}(column in INSERT)")]
    [TestCase("WITH X AS (SELECT Id FROM Parent) SELECT Nmae FROM X", "Nmae", TestName = "{m}(column of a CTE)")]
    [TestCase("SELECT Id FROM Praent", "Praent", TestName = "{m}(table)")]
    [TestCase("SELECT x.Id FROM Parent AS p", "x", TestName = "{m}(alias)")]
    [TestCase("SELECT Id FROM Parent WHERE Name = dbo.Missing(@Name)", "Missing", TestName = "{m}(function)")]
    [TestCase("SELECT Id FROM Parent WHERE Name = @Unheard", "@Unheard", TestName = "{m}(unknown parameter)")]
    [TestCase("INSERT INTO Parent (Id, Name) VALUES (@Id)", "2 columns, 1 values", TestName = "{m}(too few values)")]
    [TestCase("INSERT INTO Parent (Id, Name) SELECT Id, Name, Note FROM Parent", "2 columns, 3 values", TestName = "{m}(too many values)")]
    [TestCase("INSERT INTO Parent (Id) VALUES (@Id)", "leaves out Name", TestName = "{m}(required column)")]
    [TestCase("INSERT INTO Parent (Seq, Id, Name) VALUES (1, @Id, @Name)", "identity column Seq", TestName = "{m}(identity column)")]
    [TestCase("INSERT INTO Parent VALUES (@Id, @Name, NULL, 1)", "names no columns", TestName = "{m}(no column list)")]
    public void Check_PlantedMistake_IsNamed(string sql, string named) => Assert.That(Gate.Check([("bad", sql)]), Has.Some.Contains(named));
}
