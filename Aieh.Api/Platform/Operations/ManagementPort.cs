using Microsoft.Extensions.Options;

namespace Aieh.Api.Platform.Operations;

internal sealed class ManagementOptions
{
    public const string Section = "Management";

    /// <summary>
    /// Port on which health and metrics answer, and nothing else; 0: where the API does.
    /// </summary>
    /// <value>The default value is 0.</value>
    public int Port { get; set; }
}

internal sealed class ManagementOptionsValidator(IConfiguration configuration) : IValidateOptions<ManagementOptions>
{
    /// <summary>Where these are set, Kestrel listens on them alone, and not on the port for operators.</summary>
    private const string Endpoints = "Kestrel:Endpoints";

    public ValidateOptionsResult Validate(string? name, ManagementOptions options)
    {
        if (options.Port is < 0 or > 65_535)
        {
            return ValidateOptionsResult.Fail($"Management:Port is {options.Port}; it must be between 0 (the API's own) and 65535.");
        }

        return options.Port != 0 && configuration.GetSection(Endpoints).GetChildren().Any()
            ? ValidateOptionsResult.Fail(
                $"Management:Port is {options.Port}, but nothing would listen there beside {Endpoints}; set the API's addresses with urls "
                + $"(ASPNETCORE_URLS) instead of {Endpoints}, or leave Management:Port out.")
            : ValidateOptionsResult.Success;
    }
}

/// <summary>
/// Keeps what is for operators away from the port that the public reaches: by the port, and not by a header that callers choose.
/// </summary>
internal static class ManagementPort
{
    public static IServiceCollection AddManagementPort(this IServiceCollection services)
    {
        services.AddOptions<ManagementOptions>().BindConfiguration(ManagementOptions.Section).ValidateOnStart();
        return services.AddSingleton<IValidateOptions<ManagementOptions>, ManagementOptionsValidator>();
    }

    /// <summary>The service's addresses, with the port for operators when there is one.</summary>
    public static void UseAddresses(this WebApplicationBuilder builder, string defaultUrl)
    {
        var configuration = builder.Configuration;
        var port = configuration.GetValue($"{ManagementOptions.Section}:{nameof(ManagementOptions.Port)}", 0);
        var isConfigured = configuration[WebHostDefaults.ServerUrlsKey] is not null
            || configuration[WebHostDefaults.HttpPortsKey] is not null
            || configuration[WebHostDefaults.HttpsPortsKey] is not null;
        if (port == 0 && isConfigured) return;

        string[] urls = isConfigured ? [.. UrlsOf(configuration)] : [defaultUrl];
        builder.WebHost.UseUrls(port == 0 ? urls : [.. urls, $"http://*:{port}"]);
    }

    public static IApplicationBuilder UseManagementPort(this IApplicationBuilder app)
    {
        var port = app.ApplicationServices.GetRequiredService<IOptions<ManagementOptions>>().Value.Port;
        return port == 0 ? app : app.Use(AnswerOnItsPortAsync);

        Task AnswerOnItsPortAsync(HttpContext context, RequestDelegate next)
        {
            var isForOperators = Telemetry.IsOperational(context.Request.Path);
            if (isForOperators == (context.Connection.LocalPort == port)) return next(context);

            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
    }

    private static IEnumerable<string> UrlsOf(ConfigurationManager configuration)
    {
        if (configuration[WebHostDefaults.ServerUrlsKey] is { } urls) return Split(urls);

        var http = Split(configuration[WebHostDefaults.HttpPortsKey]).Select(port => $"http://*:{port}");
        return http.Concat(Split(configuration[WebHostDefaults.HttpsPortsKey]).Select(port => $"https://*:{port}"));
    }

    private static string[] Split(string? list) =>
        list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
