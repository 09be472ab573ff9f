using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;

namespace Aieh.Load;

/// <summary>A tenant's loops full of candidates, straight into the file by the schema's own statements.</summary>
internal sealed class RankingSeed(Db db, Standings standings)
{
    private const int Group = 500;

    // One assessment, two, three or all four that can be taken; and none.
    private static readonly string[] _assessments =
        ["python-fundamentals", "ai-augmented-sql", "communication", "cognitive-reasoning"];

    private const string InsertInvitation = """
        INSERT INTO Invitation (Id, TenantId, LoopId, LoopVersion, Reference, State, Remaining, PassportId, GrantId, Version, CreatedAt,
                                ExpiresAt, AcceptedAt)
        VALUES (@Id, @TenantId, @LoopId, 1, @Reference, 'accepted', '', @PassportId, @GrantId, 2, @CreatedAt, @ExpiresAt, @CreatedAt)
        """;

    private readonly TenantRow _tenant = new()
    {
        Id = Guid.CreateVersion7(TimeProvider.System.Now()), Name = "tenant", CreatedAt = TimeProvider.System.Now(),
    };

    private readonly Random _random = new(20261129);

    public async Task<IReadOnlyList<string>> AddKeysAsync(int count, CancellationToken cancellationToken)
    {
        string[] keys = [.. Enumerable.Range(0, count).Select(_ => SecretToken.Create(SecretToken.KeyPrefix))];
        await db.WriteAsync(InsertAsync, cancellationToken);
        return keys;

        async Task<int> InsertAsync(DbSession session)
        {
            await CredentialStore.InsertTenantAsync(session, _tenant);
            foreach (var key in keys) await CredentialStore.InsertAsync(session, CredentialOf(key));
            return count;
        }
    }

    public async Task AddCandidatesAsync(Guid loop, int count, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.Now();
        foreach (var group in Enumerable.Range(0, count).Select(number => CandidateOf(loop, number, count, now)).Chunk(Group))
        {
            await db.WriteAsync(session => InsertAsync(session, group), cancellationToken);
        }

        async Task<int> InsertAsync(DbSession session, SeededCandidate[] candidates)
        {
            foreach (var (passport, evidence, grant, invitation) in candidates)
            {
                await PassportStore.InsertAsync(session, passport);
                foreach (var piece in evidence) await EvidenceStore.InsertAsync(session, piece);
                await GrantStore.InsertAsync(session, grant);
                await session.ExecuteAsync(InsertInvitation, new
                {
                    Id = invitation, TenantId = _tenant.Id, LoopId = loop, Reference = $"candidate-{invitation:N}",
                    PassportId = passport.Id, GrantId = grant.Id, grant.CreatedAt, ExpiresAt = now.AddDays(14),
                });
                await standings.WriteAsync(session, invitation, loop, passport.Id, now);
            }

            return candidates.Length;
        }
    }

    /// <summary>The cursor of the page behind half of the candidates.</summary>
    public async Task<string> MiddleOfAsync(Guid loop, int count, CancellationToken cancellationToken)
    {
        var standing = await db.ReadAsync(
            session => session.FirstOrDefaultAsync<StandingRow>(
                """
                SELECT InvitationId, LoopId, LoopVersion, RankKey, AsOf, StaleAt FROM Standing
                WHERE LoopId = @LoopId ORDER BY RankKey, InvitationId LIMIT 1 OFFSET @Skip
                """,
                new { LoopId = loop, Skip = count / 2 }),
            cancellationToken);
        var place = new RankingPlace
        {
            AsOf = standing!.AsOf, Version = 1, RankKey = standing.RankKey, Invitation = standing.InvitationId,
        };
        return place.ToText(loop);
    }

    private CredentialRow CredentialOf(string key) => new()
    {
        Id = Guid.CreateVersion7(_tenant.CreatedAt),
        Kind = "key",
        SecretHash = SecretToken.Hash(key),
        Hint = SecretToken.Hint(key),
        TenantId = _tenant.Id,
        Scopes = $"{Scopes.LoopsRead} {Scopes.LoopsWrite} {Scopes.ResultsRead}",
        CreatedAt = _tenant.CreatedAt,
    };

    private SeededCandidate CandidateOf(Guid loop, int number, int count, DateTimeOffset now)
    {
        var at = now.AddSeconds(number - count);
        var passport = new PassportRow { Id = Guid.CreateVersion7(at), CreatedAt = at };
        var taken = _random.Next(_assessments.Length + 1);
        var grant = new GrantRow
        {
            Id = Guid.CreateVersion7(at),
            PassportId = passport.Id,
            TenantId = _tenant.Id,
            LoopId = loop,
            Kind = "tenant",
            Scope = "loop",
            CreatedAt = at,
            ExpiresAt = now.AddYears(2),
        };
        EvidenceRow[] evidence = [.. _assessments.Take(taken).Select(assessment => PieceOf(passport.Id, assessment, at))];
        return new SeededCandidate(passport, evidence, grant, Guid.CreateVersion7(at));
    }

    private EvidenceRow PieceOf(Guid passport, string assessment, DateTimeOffset before)
    {
        var theta = Math.Round((_random.NextDouble() * 4) - 2, 3);
        return new EvidenceRow
        {
            Id = Guid.CreateVersion7(before),
            PassportId = passport,
            Assessment = assessment,
            Kind = "assessed",
            Theta = theta,
            SeTheta = 0.3,
            Score = 575 + (theta * 275 / 3),
            SeScore = 27.5,
            ObservedAt = before.AddDays(-_random.Next(700)),
            RecordedAt = before,
            CalibrationId = "seed",
            CalibrationVersion = 1,
            ScoringVersion = "2.0.0",
            ParameterShare = 0.25,
        };
    }

    private sealed record SeededCandidate(PassportRow Passport, EvidenceRow[] Evidence, GrantRow Grant, Guid Invitation);
}
