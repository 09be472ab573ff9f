using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Invitations;

/// <summary>What happens to a passport moves the invitations that it has accepted.</summary>
internal sealed class InvitationObserver : IPassportObserver
{
    public Task AttemptStartedAsync(DbSession session, Guid passport, string assessment, DateTimeOffset now) => Task.CompletedTask;

    public Task EvidenceRecordedAsync(DbSession session, Guid passport, string assessment, DateTimeOffset now) => Task.CompletedTask;

    public Task GrantRevokedAsync(DbSession session, Guid grant, DateTimeOffset now) => Task.CompletedTask;

    public Task ErasedAsync(DbSession session, Guid passport, DateTimeOffset now) => Task.CompletedTask;
}
