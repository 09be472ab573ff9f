using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Platform.Operations;

internal static class Logs
{
    /// <summary>Logs that hold no secret, as JSON unless somebody develops or has asked for another format.</summary>
    public static WebApplicationBuilder AddLogs(this WebApplicationBuilder builder)
    {
        builder.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(provider => new GuardedLoggerFactory(new LoggerFactory(
            provider.GetServices<ILoggerProvider>(),
            provider.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>(),
            provider.GetRequiredService<IOptions<LoggerFactoryOptions>>()))));
        builder.Logging.AddConsoleFormatter<JsonLinesFormatter, ConsoleFormatterOptions>();
        if (!builder.Environment.IsDevelopment())
        {
            builder.Services.Configure<ConsoleLoggerOptions>(console => console.FormatterName ??= JsonLinesFormatter.FormatterName);
        }

        return builder;
    }

    public static IApplicationBuilder UseAccessLog(this WebApplication app) =>
        app.Configuration.GetValue(AccessLog.EnabledSetting, false)
            ? app.UseWhen(context => !Telemetry.IsOperational(context.Request.Path), branch => branch.UseMiddleware<AccessLog>())
            : app;
}
