using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace Aieh.Api.Tools.Content.Checks;

/// <summary>A process from its start to its end, with what it printed; nothing of it is left when it took too much.</summary>
internal static class CheckProcess
{
    /// <summary>What a driver writes in front of the class name of what ended the program.</summary>
    public const string Marker = "ended-by ";

    // Of a shell, for a program that a limit of processor time has ended: 128 and SIGXCPU.
    private const int EndedByLimit = 152;

    // Linux ends a program with the thread that started it, and the pool lets its threads go: one thread starts all, and stays.
    private static readonly Lazy<BlockingCollection<Task<Process>>> _starts = new(() =>
    {
        var starts = new BlockingCollection<Task<Process>>();
        new Thread(StartEach) { IsBackground = true }.Start();
        return starts;

        void StartEach()
        {
            foreach (var start in starts.GetConsumingEnumerable()) start.RunSynchronously();
        }
    });

    public static async Task<CheckOutcome> RunAsync(
        ProcessStartInfo start, string folder, CheckLimit limit, CancellationToken cancellationToken)
    {
        start.WorkingDirectory = folder;
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        (start.StandardOutputEncoding, start.StandardErrorEncoding) = (Encoding.UTF8, Encoding.UTF8);
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        using var process = await StartAsync(start);
        process.StandardInput.Close();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var ended = EndAsync(process, limit, stopping.Token);
            return await limit.WatchAsync(process, ended, cancellationToken) is { } excess
                ? new CheckOutcome("", null, Failure: excess)
                : await ended;
        }
        finally
        {
            await stopping.CancelAsync();
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None); // its folder is deleted next
            }
        }
    }

    private static Task<Process> StartAsync(ProcessStartInfo start)
    {
        var task = new Task<Process>(() => Process.Start(start)!, TaskCreationOptions.RunContinuationsAsynchronously);
        _starts.Value.Add(task);
        return task;
    }

    private static async Task<CheckOutcome> EndAsync(Process process, CheckLimit limit, CancellationToken cancellationToken)
    {
        var output = ReadAsync(process.StandardOutput, cancellationToken);
        var errors = ReadAsync(process.StandardError, cancellationToken);
        await foreach (var read in Task.WhenEach(output, errors))
        {
            if (await read is null) return new CheckOutcome("", null, Failure: CheckLimit.TooMuchPrinted);
        }

        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == EndedByLimit
            ? new CheckOutcome("", null, Failure: limit.TooMuchProcessorTime)
            : Outcome(process.ExitCode, (await output)!, (await errors)!);
    }

    /// <summary>Null when there is more than a proof prints.</summary>
    private static async Task<string?> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var (text, buffer) = (new StringBuilder(), new char[8192]);
        while (await reader.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (text.Length + read > CheckLimit.Printed) return null;
            text.Append(buffer, 0, read);
        }

        return text.ToString();
    }

    private static CheckOutcome Outcome(int exitCode, string output, string errors)
    {
        if (exitCode == 0) return new CheckOutcome(output, null);

        var lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.LastOrDefault(line => line.StartsWith(Marker, StringComparison.Ordinal)) is { } told
            ? new CheckOutcome(output, told[Marker.Length..])
            : new CheckOutcome(output, null, Failure: $"ended with exit code {exitCode}: {lines.LastOrDefault() ?? "no message"}");
    }
}
