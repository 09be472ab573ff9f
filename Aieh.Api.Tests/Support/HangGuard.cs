namespace Aieh.Api.Tests.Support;

/// <summary>
/// Ends a wait that would never end. Not an expectation of how long anything takes: no test may depend on that, because the machine may be
/// busy with something else.
/// </summary>
internal static class HangGuard
{
    public const int Milliseconds = 10 * 60 * 1000;

    public static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(Milliseconds);
}
