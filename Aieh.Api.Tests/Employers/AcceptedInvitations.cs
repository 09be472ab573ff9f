using Aieh.Api.Employers.Ranking;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Employers;

/// <summary>Invitations that candidates have accepted, straight into the database.</summary>
internal static class AcceptedInvitations
{
    private const string InsertGrant = """
        INSERT INTO PassportGrant (Id, PassportId, TenantId, Kind, Scope, CreatedAt, ExpiresAt, LoopId)
        VALUES (@GrantId, @PassportId, @TenantId, 'tenant', 'loop', @CreatedAt, @GrantEndsAt, @LoopId)
        """;

    private const string InsertInvitation = """
        INSERT INTO Invitation (Id, TenantId, LoopId, LoopVersion, Reference, State, Remaining, PassportId, GrantId, CandidateName,
                                CandidateEmail, Version, CreatedAt, ExpiresAt, AcceptedAt)
        VALUES (@Id, @TenantId, @LoopId, 1, @Reference, 'accepted', '', @PassportId, @GrantId, @CandidateName,
                @CandidateEmail, 2, @CreatedAt, @ExpiresAt, @CreatedAt)
        """;

    /// <summary>An invitation that is accepted now, its grant, and where the candidate stands.</summary>
    public static async Task<AcceptedInvitation> AcceptAsync(
        this AiehApplication app, Guid tenant, Guid loop, Guid passport, string? reference = null, DateTimeOffset? grantEndsAt = null)
    {
        var now = app.Clock.GetUtcNow();
        var accepted = new AcceptedInvitation(Guid.CreateVersion7(now), Guid.CreateVersion7(now), passport);
        await app.Db.WriteAsync(WriteAsync, CancellationToken.None);
        return accepted;

        async Task<int> WriteAsync(DbSession session)
        {
            var values = new
            {
                accepted.Id, accepted.GrantId, PassportId = passport, TenantId = tenant, LoopId = loop, Reference = reference,
                CandidateName = reference is null ? null : $"Candidate {reference}",
                CandidateEmail = reference is null ? null : $"{reference}@example.com",
                CreatedAt = now, ExpiresAt = now.AddDays(14), GrantEndsAt = grantEndsAt,
            };
            await session.ExecuteAsync(InsertGrant, values);
            await session.ExecuteAsync(InsertInvitation, values);
            await app.Services.GetRequiredService<Standings>().WriteAsync(session, accepted.Id, loop, passport, now);
            return 0;
        }
    }
}

internal sealed record AcceptedInvitation(Guid Id, Guid GrantId, Guid Passport);
