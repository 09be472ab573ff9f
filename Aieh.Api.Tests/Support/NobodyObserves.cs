using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Tests.Support;

/// <summary>For tests of a floor without those above it.</summary>
internal sealed class NobodyObserves : IPassportObserver
{
    public Task AttemptStartedAsync(DbSession session, Guid passport, string assessment, DateTimeOffset now) => Task.CompletedTask;

    public Task EvidenceRecordedAsync(DbSession session, Guid passport, string assessment, DateTimeOffset now) => Task.CompletedTask;

    public Task VerificationTakenAsync(DbSession session, Guid passport, Guid attempt, DateTimeOffset now) => Task.CompletedTask;

    public Task GrantRevokedAsync(DbSession session, Guid grant, DateTimeOffset now) => Task.CompletedTask;

    public Task ErasedAsync(DbSession session, Guid passport, DateTimeOffset now) => Task.CompletedTask;
}
