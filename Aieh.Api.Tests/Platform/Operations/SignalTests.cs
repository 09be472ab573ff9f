using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Platform.Operations;

/// <summary>The process as the container runs it: the binary, its verbs and the signal that a container engine stops it with.</summary>
internal sealed class SignalTests
{
    private const int DrainSeconds = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Sigterm_LetsTheServiceDrainAndExitCleanly()
    {
        if (OperatingSystem.IsWindows()) Assert.Ignore("Windows has no SIGTERM.");
        await using var database = new SqliteDatabase();
        await database.StartAsync();
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        using var service = Run(database, "serve", $"--urls={address}", $"--Shutdown:DrainSeconds={DrainSeconds}");
        try
        {
            await ReadyAsync(address, service);
            using var client = new HttpClient { BaseAddress = address };

            var stopped = Stopwatch.StartNew();
            using (var kill = Process.Start("kill", ["-TERM", service.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
            Assert.That(async () => (await client.GetAsync("/health/ready")).StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable).After(2_000, 50));
            Assert.That((await client.GetAsync("/v1/roles")).StatusCode, Is.EqualTo(HttpStatusCode.OK), "still answers while it drains");

            await service.WaitForExitAsync().WaitAsync(Patience);
            Assert.That(stopped.Elapsed, Is.GreaterThan(TimeSpan.FromSeconds(DrainSeconds - 0.5)), "it was cut off");
            Assert.That(service.ExitCode, Is.Zero);
        }
        finally
        {
            if (!service.HasExited) service.Kill();
        }
    }

    private static Process Run(SqliteDatabase database, string verb, params string[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Server).Assembly.Location, verb, $"--Database:ConnectionString={database.ConnectionString}", .. settings])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        var process = Process.Start(start)!;
        process.BeginOutputReadLine(); // a full pipe would block it
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task ReadyAsync(Uri address, Process service)
    {
        var started = Stopwatch.StartNew();
        while (await Api.Platform.Operations.HealthProbe.RunAsync(new Uri(address, "/health/ready").ToString()) != 0)
        {
            Assert.That(service.HasExited, Is.False, "The service did not start.");
            Assert.That(started.Elapsed, Is.LessThan(Patience));
            await Task.Delay(50);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
