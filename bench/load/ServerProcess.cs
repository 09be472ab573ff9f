using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Aieh.Load;

/// <summary>A server in a process of its own, on a free loopback port.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, int port) => (_process, Url) = (process, new Uri($"http://127.0.0.1:{port}"));

    public Uri Url { get; }

    /// <summary>Processor time that the server has used, all cores together.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The most memory it has had since <see cref="ResetPeak"/>, bytes.</summary>
    public long Peak => StatusOf("VmHWM:");

    /// <summary>Forgets what memory it has had, and tells what it has now, bytes. Linux only.</summary>
    public long ResetPeak()
    {
        File.WriteAllText($"/proc/{_process.Id}/clear_refs", "5");
        return StatusOf("VmRSS:");
    }

    /// <summary>The service on a SQLite file, with rate limits off: the load comes from one address.</summary>
    public static async Task<ServerProcess> StartServiceAsync(
        string file, int port, CancellationToken cancellationToken, params string[] more)
    {
        string[] settings =
        [
            $"--urls=http://127.0.0.1:{port}",
            $"--Database:ConnectionString=Data Source={file}",
            "--RateLimits:PermitsPerMinute=0",
            "--RateLimits:AnonymousPermitsPerMinute=0",
            "--RateLimits:NetworkPermitsPerMinute=0",
            "--RateLimits:PassportsPerHour=0",
            "--RateLimits:AssessedStartsPerHour=0",
            "--Logging:LogLevel:Default=Warning",
            .. more,
        ];
        using (var migrate = Start("Aieh.Api.dll", ["migrate", .. settings]))
        {
            await migrate.WaitForExitAsync(cancellationToken);
            if (migrate.ExitCode != 0) throw new InvalidOperationException($"The verb 'migrate' ended with {migrate.ExitCode}.");
        }

        return await StartAsync(port, "/health/ready", "Aieh.Api.dll", settings, cancellationToken);
    }

    /// <summary>The secret of a new key of a new tenant, made by the verb beside the running service.</summary>
    public static async Task<string> CreateKeyAsync(string file, IEnumerable<string> scopes, CancellationToken cancellationToken)
    {
        string[] verb = ["keys", "create", "--tenant", "Load", .. scopes.SelectMany(scope => (string[])["--scope", scope])];
        var start = StartInfo("Aieh.Api.dll", [.. verb, $"--Database:ConnectionString=Data Source={file}"]);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return output.Split('\n').Single(line => line.StartsWith("secret", StringComparison.Ordinal)).Split(' ')[^1].Trim();
    }

    public static Task<ServerProcess> StartBareAsync(string file, int port, CancellationToken cancellationToken) =>
        StartAsync(port, "/hello", "Aieh.Load.dll", ["bare", $"--port={port}", $"--file={file}"], cancellationToken);

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }

    private long StatusOf(string field)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private static ProcessStartInfo StartInfo(string assembly, string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, assembly));
        foreach (var argument in args) start.ArgumentList.Add(argument);
        return start;
    }

    private static Process Start(string assembly, string[] args)
    {
        var process = Process.Start(StartInfo(assembly, args))!;
        // Read and dropped: a full pipe would stop the process.
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private static async Task<ServerProcess> StartAsync(
        int port, string probe, string assembly, string[] args, CancellationToken cancellationToken)
    {
        var process = Start(assembly, args);
        var server = new ServerProcess(process, port);
        // However long it takes: while the process lives, it may yet answer.
        using var http = new HttpClient { BaseAddress = server.Url, Timeout = Timeout.InfiniteTimeSpan };
        while (true)
        {
            try
            {
                using var response = await http.GetAsync(new Uri(probe, UriKind.Relative), cancellationToken);
                if (response.IsSuccessStatusCode) return server;
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                // Not listening yet.
            }

            if (process.HasExited)
            {
                server.Dispose();
                throw new InvalidOperationException($"{assembly} did not start on {server.Url}.");
            }

            await Task.Delay(20, cancellationToken);
        }
    }
}
