namespace Aieh.Api.Platform.Operations;

/// <summary>
/// The framework writes down requests as they came: paths, queries, headers, bytes. Share links have their secret in the address, and
/// credentials are in headers; so below warnings, which tell of the framework itself, none of that reaches any log, whatever the settings
/// of levels, rules and providers say. The service's own access log is <see cref="AccessLog"/>.
/// </summary>
internal sealed class GuardedLoggerFactory(ILoggerFactory inner) : ILoggerFactory
{
    private const LogLevel Least = LogLevel.Warning;

    /// <summary>Beginnings of the categories that hold what goes over the wire, in and out.</summary>
    private static readonly string[] Guarded = ["Microsoft.AspNetCore", "Microsoft.Extensions.Http", "System.Net"];

    public ILogger CreateLogger(string categoryName)
    {
        var logger = inner.CreateLogger(categoryName);
        var isGuarded = Array.Exists(Guarded, beginning => categoryName.StartsWith(beginning, StringComparison.OrdinalIgnoreCase));
        return isGuarded ? new GuardedLogger(logger) : logger;
    }

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose() => inner.Dispose();

    private sealed class GuardedLogger(ILogger inner) : ILogger
    {
        /// <summary>None: the framework puts the request's path into one, and it would stand beside every entry of ours.</summary>
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= Least && inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= Least) inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
