using System.Diagnostics;
using System.Text;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Documents;

/// <summary>The service as README.md starts it: the binary with its default settings, in an empty folder and on a free port.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const string Ready = "Ready on ";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aieh-readme-");
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private readonly Task<string> _log;

    private ServiceProcess()
    {
        _process = Process.Start(Start("dotnet", Binary, "--urls=http://127.0.0.1:0"))!;
        _process.StandardInput.Close();
        _log = ReadAsync();
    }

    public static string Binary => typeof(Server).Assembly.Location;

    public string Folder => _folder.FullName;

    public string Address { get; private set; } = "";

    public static async Task<ServiceProcess> StartAsync()
    {
        var service = new ServiceProcess();
        try
        {
            service.Address = await service._address.Task.WaitAsync(HangGuard.Limit);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a program beside the service to its end, in the environment of `dotnet run`; returns what it printed.</summary>
    public async Task<string> RunAsync(string program, params string[] args)
    {
        using var process = Process.Start(Start(program, args))!;
        process.StandardInput.Close();
        var printed = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync().WaitAsync(HangGuard.Limit);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }

        return string.Concat(await printed).ReplaceLineEndings("\n");
    }

    /// <summary>Ends the service; returns what it printed.</summary>
    public async Task<string> StopAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        return await _log;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private ProcessStartInfo Start(string program, params string[] args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development"; // launchSettings.json says so to `dotnet run`
        start.Environment["NO_PROXY"] = "*";
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        return start;
    }

    private async Task<string> ReadAsync()
    {
        var errors = _process.StandardError.ReadToEndAsync();
        var log = new StringBuilder();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            log.Append(line).Append('\n');
            if (line.IndexOf(Ready, StringComparison.Ordinal) is >= 0 and var at) _address.TrySetResult(line[(at + Ready.Length)..].Trim());
        }

        log.Append(await errors);
        _address.TrySetException(new InvalidOperationException($"The service ended before it was ready:\n{log}"));
        return log.ToString();
    }
}
