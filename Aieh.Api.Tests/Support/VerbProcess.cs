using System.Diagnostics;

namespace Aieh.Api.Tests.Support;

/// <summary>A verb run to its end as an operator runs it: the binary, in a process of its own.</summary>
internal sealed record VerbProcess(int ExitCode, string Output, string Error)
{
    /// <summary>Runs on the database in the Production environment, in which nothing migrates by itself.</summary>
    public static Task<VerbProcess> RunAsync(TestDatabase database, params string[] args) =>
        RunAsync([.. args, $"--Database:Provider={database.Provider}", $"--Database:ConnectionString={database.ConnectionString}"]);

    public static Task<VerbProcess> RunAsync(params string[] args) => RunAsync(path: null, args);

    /// <param name="path">The PATH of the verb; null for the one of the tests.</param>
    /// <param name="args">The verb and its options.</param>
    public static async Task<VerbProcess> RunAsync(string? path, string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Server).Assembly.Location, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        if (path is not null) start.Environment["PATH"] = path;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var hanging = new CancellationTokenSource(HangGuard.Limit);
        try
        {
            await process.WaitForExitAsync(hanging.Token);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }

        return new VerbProcess(process.ExitCode, await output, await error);
    }

    /// <summary>The value that the output shows after a label at the start of a line.</summary>
    public string Value(string label) =>
        Output.Split('\n').Single(line => line.StartsWith(label + " ", StringComparison.Ordinal))[label.Length..].Trim();
}
