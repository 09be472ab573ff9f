using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aieh.Api.Tests.Employers.Ats;

/// <summary>A call to a system.</summary>
internal sealed record Called(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>An applicant tracking system's end of the wire: keeps what it is sent, and answers as the test wants.</summary>
internal sealed class SystemServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Called> _calls = new();

    private SystemServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>How it answers, after it has kept what came.</summary>
    public Func<Called, int> Answer { get; set; } = _ => 200;

    /// <summary>How long those that it does not answer with success have to wait; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>The calls that hold a text: each test looks at those of its own orders.</summary>
    public IReadOnlyList<Called> CallsWith(string text) =>
        [.. _calls.Where(call => call.Path.Contains(text, StringComparison.Ordinal) || call.Body.Contains(text, StringComparison.Ordinal))];

    public static async Task<SystemServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new SystemServer(app);
        app.Run(server.TakeAsync);
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString());
        var called = new Called(context.Request.Method, context.Request.Path, headers, await reader.ReadToEndAsync());
        _calls.Enqueue(called);
        context.Response.StatusCode = Answer(called);
        if (context.Response.StatusCode >= 400 && RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = wait.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        }

        if (context.Response.StatusCode == StatusCodes.Status301MovedPermanently) context.Response.Headers.Location = "/elsewhere";
    }
}
