namespace Aieh.Api.Operations;

/// <summary>The verb <c>health</c>: asks the service on this machine whether it is ready. A chiselled image has no shell and no curl to do it.</summary>
internal static class HealthProbe
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    /// <summary>The service's own address, from the settings it listens by.</summary>
    public static string DefaultUrl(IConfiguration configuration)
    {
        var port = (configuration["HTTP_PORTS"] ?? configuration["ASPNETCORE_HTTP_PORTS"])?.Split(';')[0];
        var address = (configuration["URLS"] ?? configuration["ASPNETCORE_URLS"])?.Split(';')[0];
        if (address is null || !Uri.TryCreate(address.Replace("://+", "://localhost", StringComparison.Ordinal).Replace("://*", "://localhost", StringComparison.Ordinal), UriKind.Absolute, out var uri))
        {
            return $"http://127.0.0.1:{(string.IsNullOrEmpty(port) ? "8080" : port)}{HealthEndpoints.ReadyPath}";
        }

        return $"{uri.Scheme}://{(uri.Host is "0.0.0.0" or "[::]" or "localhost" ? "127.0.0.1" : uri.Host)}:{uri.Port}{HealthEndpoints.ReadyPath}";
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
