using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.Integrity;

/// <summary>What is made of attempts, straight into the database.</summary>
internal static class TakenAttempts
{
    /// <summary>Of which there is something to be asked: one honest person of 250 shows as much.</summary>
    public static readonly TakenFigures Medium = new() { Timed = 50, Rapid = 12, RapidP = 0.004 };

    /// <summary>As if the attempt had been judged now.</summary>
    public static Task JudgeAsync(this AiehApplication app, Guid attempt, TakenFigures figures)
    {
        var now = app.Clock.GetUtcNow();
        return app.Db.WriteAsync(WriteAsync, CancellationToken.None);

        async Task<int> WriteAsync(DbSession session)
        {
            await IntegrityStore.SaveFiguresAsync(session, attempt, figures, now);
            return await session.ExecuteAsync("UPDATE Attempt SET IntegrityDueAt = NULL WHERE Id = @Id", new { Id = attempt });
        }
    }
}
