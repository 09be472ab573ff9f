using System.CommandLine;

namespace Aieh.Api.Platform.Operations;

/// <summary>
/// The verb <c>health</c>: asks the service on this machine whether it is ready. A chiselled image has no shell and no curl to do it.
/// </summary>
internal static class HealthProbe
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    /// <summary>Where it is in a container: the probe there has the variables of the service, and so its port for operators.</summary>
    public static string DefaultUrl => $"http://localhost:{Environment.GetEnvironmentVariable("Management__Port") ?? "8080"}/health/ready";

    public static Command Create()
    {
        var url = new Option<string>("--url")
        {
            Description = "Where to ask.",
            DefaultValueFactory = _ => DefaultUrl,
        };
        var command = new Command("health", "Ask a running service whether it is ready; exit code 0 when it is.") { url };
        command.SetAction((result, _) => RunAsync(result.GetValue(url)!));
        return command;
    }

    /// <summary>0 when the service is ready, 1 when it is not or does not answer.</summary>
    public static async Task<int> RunAsync(string url)
    {
        // No proxy: the variable HTTP_PROXY is for the outside.
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var client = new HttpClient(handler) { Timeout = Timeout };
        try
        {
            using var response = await client.GetAsync(new Uri(url));
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or UriFormatException)
        {
            return 1;
        }
    }
}
