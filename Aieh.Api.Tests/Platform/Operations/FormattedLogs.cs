using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Aieh.Api.Tests.Platform.Operations;

/// <summary>Writes each entry as every formatter of the console would, scopes included, under the console's rules.</summary>
[ProviderAlias("Console")]
internal sealed class FormattedLogs(IEnumerable<ConsoleFormatter> formatters) : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ConcurrentQueue<(string Formatter, string Text)> Entries { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        // Nothing is held.
    }

    private void Write<TState>(LogEntry<TState> entry)
    {
        foreach (var formatter in formatters)
        {
            using var text = new StringWriter();
            formatter.Write(entry, _scopes, text);
            Entries.Enqueue((formatter.Name, text.ToString()));
        }
    }

    private sealed class Logger(FormattedLogs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logs._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logs.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter));
    }
}
