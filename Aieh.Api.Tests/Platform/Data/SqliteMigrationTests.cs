using System.Text;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Platform.Data;

/// <summary>What a migration leaves in the file.</summary>
public sealed class SqliteMigrationTests
{
    private const string Reference = "a-result-to-be-erased";

    [Test]
    public async Task Migrate_EvidenceMovedToANewTable_LeavesNoCopyThatAnErasureMisses()
    {
        await using var database = new SqliteDatabase();
        await database.StartAsync();
        await using var services = database.BuildServices();
        var migrator = services.GetRequiredService<Migrator>();
        var scripts = Migrator.Scripts(DatabaseProvider.Sqlite).TakeWhile(script => script.Name != "0006_supervision");
        await migrator.MigrateAsync([.. scripts], CancellationToken.None);
        var db = services.GetRequiredService<Db>();
        await db.WriteAsync(session => session.ExecuteAsync($"""
            INSERT INTO Passport (Id, CreatedAt) VALUES ('p', '2026-11-24T12:00:00.000Z');
            WITH RECURSIVE Numbers (N) AS (SELECT 1 UNION ALL SELECT N + 1 FROM Numbers WHERE N < 500)
            INSERT INTO Evidence (Id, PassportId, Assessment, Kind, Theta, SeTheta, Score, SeScore, ObservedAt, RecordedAt,
                                  CalibrationId, CalibrationVersion, ScoringVersion, Reference)
            SELECT N, 'p', 'smithing', 'certified', 0, 1, 575, 91, 'then', 'then', 'c', 1, '1.0.0', '{Reference}' FROM Numbers;
            """), CancellationToken.None);

        await migrator.MigrateAsync(CancellationToken.None);
        var migrated = await ContentAsync(database);
        await db.WriteAsync(session => session.ExecuteAsync("DELETE FROM Evidence"), CancellationToken.None);
        var erased = await ContentAsync(database);

        Assert.That((migrated.Contains(Reference), erased.Contains(Reference)), Is.EqualTo((true, false)));
    }

    /// <summary>The bytes of the file, when what is in the log has been moved into it.</summary>
    private static async Task<string> ContentAsync(SqliteDatabase database)
    {
        await using var connection = new SqliteConnection(database.ConnectionString);
        await connection.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        return Encoding.Latin1.GetString(await File.ReadAllBytesAsync(connection.DataSource));
    }
}
