using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.HiringLoops;

/// <summary>What a room above does when a hiring loop changes, in the transaction of the change.</summary>
internal interface IHiringLoopObserver
{
    /// <summary>The loop has another version, which is current.</summary>
    Task ChangedAsync(DbSession session, Guid loop, DateTimeOffset now);
}
