using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.HiringLoops;

/// <summary>What a room above does when a hiring loop changes, in the transaction of the change.</summary>
internal interface IHiringLoopObserver
{
    /// <summary>The loop's current version weighs evidence otherwise than the one before.</summary>
    Task ReweighedAsync(DbSession session, Guid loop, DateTimeOffset now);
}
