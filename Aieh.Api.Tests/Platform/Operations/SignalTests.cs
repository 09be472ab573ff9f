using System.Diagnostics;
using System.Net;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Platform.Operations;

/// <summary>The process as the container runs it: the binary, its verbs and the signal that a container engine stops it with.</summary>
internal sealed class SignalTests
{
    private const string Listening = "Now listening on: ";

    // A busy machine may miss what the server does while it drains; then it is asked again, with more time.
    private static readonly int[] _drainSeconds = [2, 8, 32, 128, 512];

    [Test]
    public async Task Sigterm_LetsTheServiceDrainAndExitCleanly()
    {
        if (OperatingSystem.IsWindows()) Assert.Ignore("Windows has no SIGTERM.");
        await using var database = new SqliteDatabase();
        await database.StartAsync();

        foreach (var seconds in _drainSeconds)
        {
            if (await IsSeenDrainingAsync(database, TimeSpan.FromSeconds(seconds))) return;
        }

        Assert.Fail("It was never seen to answer while it drains.");
    }

    /// <summary>Whether there was an answer of each kind before the process had ended; how it ends is asserted in any case.</summary>
    private static async Task<bool> IsSeenDrainingAsync(SqliteDatabase database, TimeSpan drain)
    {
        using var service = Run(
            database, "serve", "--urls=http://127.0.0.1:0",
            $"--Shutdown:DrainSeconds={drain.TotalSeconds}", "--Shutdown:TimeoutSeconds=600");
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressAsync(service), Timeout = HangGuard.Limit };
            Assert.That(() => StatusAsync(client, "/health/ready"), Is.EqualTo(HttpStatusCode.OK).After(HangGuard.Milliseconds, 20));

            var started = Stopwatch.GetTimestamp();
            var id = service.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
            using (var kill = Process.Start("kill", ["-TERM", id])) await kill.WaitForExitAsync();
            HttpStatusCode? ready = HttpStatusCode.OK;
            while (ready == HttpStatusCode.OK && Stopwatch.GetElapsedTime(started) < HangGuard.Limit)
            {
                ready = await StatusAsync(client, "/health/ready");
            }

            var working = await StatusAsync(client, "/v1/roles");
            await service.WaitForExitAsync().WaitAsync(HangGuard.Limit);

            // A timer may be early by a tick of the clock.
            Assert.That(Stopwatch.GetElapsedTime(started), Is.GreaterThan(drain - TimeSpan.FromSeconds(0.5)), "it was cut off");
            Assert.That(service.ExitCode, Is.Zero);
            if (ready is null || working is null) return false;

            Assert.That(ready, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(working, Is.EqualTo(HttpStatusCode.OK), "still answers while it drains");
            return true;
        }
        finally
        {
            if (!service.HasExited) service.Kill();
        }
    }

    /// <summary>Null when nobody answers any more.</summary>
    private static async Task<HttpStatusCode?> StatusAsync(HttpClient client, string path)
    {
        try
        {
            using var response = await client.GetAsync(path);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static Process Run(SqliteDatabase database, string verb, params string[] settings)
    {
        string[] arguments =
            [typeof(Server).Assembly.Location, verb, $"--Database:ConnectionString={database.ConnectionString}", .. settings];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        var process = Process.Start(start)!;
        process.BeginErrorReadLine(); // a full pipe would block it
        return process;
    }

    /// <summary>Port 0 takes any free one, which the service tells.</summary>
    private static async Task<Uri> AddressAsync(Process service)
    {
        while (await service.StandardOutput.ReadLineAsync() is { } line)
        {
            var at = line.IndexOf(Listening, StringComparison.Ordinal);
            if (at < 0) continue;

            _ = service.StandardOutput.ReadToEndAsync(); // a full pipe would block it
            return new Uri(line[(at + Listening.Length)..].Trim());
        }

        throw new AssertionException("The service did not start.");
    }
}
