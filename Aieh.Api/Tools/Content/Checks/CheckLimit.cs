using System.ComponentModel;
using System.Diagnostics;

namespace Aieh.Api.Tools.Content.Checks;

/// <summary>
/// What one program may use. Work is counted and not time, so that a verdict does not depend on what else the machine does; a program that
/// only waits does no work, and a busy machine may be slow, so the time by the clock is bounded too, but generously.
/// </summary>
/// <param name="ProcessorTime">Of each process of a program; where a shell sets the limit, in whole seconds, rounded up.</param>
/// <param name="Steps">Instructions of SQLite's virtual machine.</param>
/// <param name="Elapsed">By the clock.</param>
internal sealed record CheckLimit(TimeSpan ProcessorTime, long Steps, TimeSpan Elapsed)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <summary>A program that needs more to prove a key proves something else.</summary>
    public static CheckLimit Proof { get; } = new(TimeSpan.FromSeconds(10), 500_000_000, TimeSpan.FromMinutes(2));

    /// <summary>A proof prints a few lines; what is printed is kept in memory.</summary>
    public const int Printed = 1_000_000;

    public static string TooMuchPrinted { get; } = $"printed more than {Printed} characters";

    public string TooMuchProcessorTime => $"used more than {ProcessorTime.TotalSeconds:0.#} s of processor time";

    public string TooManySteps => $"took more than {Steps} steps";

    public string TooLong => $"took longer than {Elapsed.TotalSeconds:0.#} s";

    /// <summary>Watches a process until it has ended; says what it has too much of, if anything, and then leaves it running.</summary>
    public async Task<string?> WatchAsync(Process process, Task ended, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (await Task.WhenAny(ended, Task.Delay(BetweenLooks, cancellationToken)) != ended)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (UsedBy(process) > ProcessorTime) return TooMuchProcessorTime;
            if (Stopwatch.GetElapsedTime(started) > Elapsed) return TooLong;
        }

        return null;
    }

    private static TimeSpan UsedBy(Process process)
    {
        try
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            return TimeSpan.Zero; // it has ended in this moment
        }
    }
}
