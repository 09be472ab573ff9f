using System.Security.Cryptography;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Platform.Data;

namespace Aieh.Load;

/// <summary>
/// The statements of a submission behind a bare endpoint: the attempt is read, then key row, attempt and evidence are written in one
/// durable transaction, by the service's own data layer. What the service adds is everything else: who is asking, what was asked,
/// scoring, the report, and counting.
/// </summary>
internal static class BareStatements
{
    private const int Items = 50;
    private const int AnswerBytes = 1_150; // a score report, sealed
    private const int SeedGroup = 500;

    private static int _prepared;
    private static int _submitted;

    public static void AddBareStatements(this WebApplicationBuilder builder, string file)
    {
        builder.Configuration["Database:ConnectionString"] = $"Data Source={file}";
        builder.Services.AddDatabase(builder.Configuration);
    }

    public static async Task MapBareStatementsAsync(this WebApplication app)
    {
        var db = app.Services.GetRequiredService<Db>();
        await app.Services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
        app.MapPost("/attempts/{count:int}", (int count) => PrepareAsync(db, count));
        app.MapPost("/statements", async (CancellationToken cancellationToken) =>
        {
            var id = Numbered(Interlocked.Increment(ref _submitted), 1);
            var attempt = await db.ReadAsync(session => AttemptStore.FindAsync(session, id), cancellationToken)
                ?? throw new InvalidOperationException("More was submitted than prepared.");
            await db.WriteAsync(session => SubmitAsync(session, attempt, TimeProvider.System.GetUtcNow()), cancellationToken);
            return TypedResults.Created("/statements");
        });
    }

    private static async Task<bool> SubmitAsync(DbSession session, AttemptRow attempt, DateTimeOffset now)
    {
        const double theta = 0.1234567890123456;
        const double score = 587.0370370123456;
        var key = new IdempotencyRecord
        {
            KeyHash = RandomNumberGenerator.GetBytes(32),
            Principal = "passport:" + attempt.PassportId,
            Fingerprint = new byte[32],
            Status = 201,
            Location = $"/v1/attempts/{attempt.Id}/score",
            ContentType = "application/json; charset=utf-8",
            Body = new byte[AnswerBytes],
            CreatedAt = now,
            ExpiresAt = now.AddDays(7),
        };
        var scored = attempt with
        {
            State = "scored",
            SubmittedAt = now,
            Theta = theta,
            SeTheta = theta,
            Score = score,
            SeScore = theta,
            AnsweredCount = Items,
            OmittedCount = 0,
            NotReachedCount = 0,
            ScoringVersion = "1.0.0",
        };
        var evidence = new EvidenceRow
        {
            Id = Guid.CreateVersion7(now),
            PassportId = attempt.PassportId!.Value,
            Assessment = attempt.Assessment,
            Kind = "assessed",
            Theta = theta,
            SeTheta = theta,
            Score = score,
            SeScore = theta,
            ObservedAt = now,
            RecordedAt = now,
            CalibrationId = "provisional",
            CalibrationVersion = 1,
            ScoringVersion = "1.0.0",
            AttemptId = attempt.Id,
        };
        var written = await IdempotencyStore.TryInsertAsync(session, key)
            && await AttemptStore.ScoreAsync(session, scored)
            && await EvidenceStore.InsertAsync(session, evidence) == 1;
        return written ? true : throw new InvalidOperationException("A statement changed nothing.");
    }

    private static async Task PrepareAsync(Db db, int count)
    {
        var order = ItemResponses.WriteOrder([.. Enumerable.Range(0, Items).Select(item => $"py-topic-{item:00}")]);
        // A unit of work may run more than once, so its numbers are given out before it.
        foreach (var numbers in Enumerable.Range(_prepared + 1, count).Chunk(SeedGroup))
        {
            await db.WriteAsync(
                async session =>
                {
                    foreach (var number in numbers) await InsertAsync(session, number, order, TimeProvider.System.GetUtcNow());
                    return numbers.Length;
                },
                CancellationToken.None);
        }

        _prepared += count;
    }

    private static async Task InsertAsync(DbSession session, int number, string order, DateTimeOffset now)
    {
        var passport = new PassportRow { Id = Numbered(number, 2), CreatedAt = now };
        await PassportStore.InsertAsync(session, passport);
        await AttemptStore.InsertAsync(session, new AttemptRow
        {
            Id = Numbered(number, 1),
            PassportId = passport.Id,
            Assessment = "python-fundamentals",
            Form = "full",
            State = "in-progress",
            ItemsHash = new string('a', 64),
            CalibrationHash = new string('b', 64),
            ItemOrder = order,
            Responses = ItemResponses.None(Items),
            Version = 1,
            StartedAt = now,
            ExpiresAt = now.AddHours(1),
        });
    }

    /// <summary>Ids that rise as UUIDs of version 7 do.</summary>
    private static Guid Numbered(int number, short kind) => new(number, kind, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0);
}
