using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.Integrity;

/// <summary>What is made of attempts, straight into the database.</summary>
internal static class TakenAttempts
{
    private const string Update = """
        UPDATE AttemptIntegrity SET Status = @Status, Reasons = @Reasons, Method = 'test', JudgedAt = @Now WHERE AttemptId = @Id
        """;

    /// <summary>As if the attempt had been judged now.</summary>
    public static Task JudgeAsync(this AiehApplication app, Guid attempt, IntegrityStatus status, params StoredReason[] reasons)
    {
        var values = new
        {
            Id = attempt, Status = KebabCase.Of(status), Reasons = StoredReason.Write(reasons), Now = app.Clock.GetUtcNow(),
        };
        return app.Db.WriteAsync(WriteAsync, CancellationToken.None);

        async Task<int> WriteAsync(DbSession session)
        {
            await session.ExecuteAsync("UPDATE Attempt SET IntegrityDueAt = NULL WHERE Id = @Id", values);
            if (await session.ExecuteAsync(Update, values) > 0) return 1;

            await session.ExecuteAsync("INSERT INTO AttemptIntegrity (AttemptId) VALUES (@Id)", values);
            return await session.ExecuteAsync(Update, values);
        }
    }
}
