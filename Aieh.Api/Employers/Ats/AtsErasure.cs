using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Ats;

/// <summary>An order that is known by its candidate's address forgets it with the passport.</summary>
internal sealed class AtsErasure : IPassportObserver
{
    public Task AttemptStartedAsync(DbSession session, Guid passport, string assessment, DateTimeOffset now) => Task.CompletedTask;

    public Task EvidenceRecordedAsync(DbSession session, Guid passport, string assessment, DateTimeOffset now) => Task.CompletedTask;

    public Task GrantRevokedAsync(DbSession session, Guid grant, DateTimeOffset now) => Task.CompletedTask;

    public Task ErasedAsync(DbSession session, Guid passport, DateTimeOffset now) => AtsOrderStore.ForgetAddressesAsync(session, passport);
}
