using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aieh.Api.Tests.Employers.Webhooks;

/// <summary>What has reached a receiver.</summary>
internal sealed record Received(Guid Id, long Timestamp, string[] Signatures, string Body, string Host, IReadOnlyList<string> Headers);

/// <summary>Somebody's server on this machine: keeps what it gets and answers as the test wants.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Received> _received = new();

    private Receiver(WebApplication app) => _app = app;

    public IReadOnlyList<Received> All => [.. _received];

    public Uri Address => new(_app.Urls.First());

    /// <summary>How it answers, after it has kept what came; 204 by default.</summary>
    public Func<HttpContext, Received, Task> Answer { get; set; } = (context, _) => Status(context, 204);

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.Run(receiver.ReceiveAsync);
        await app.StartAsync();
        return receiver;
    }

    public static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var headers = context.Request.Headers;
        var one = new Received(
            Guid.Parse(headers["webhook-id"].ToString()),
            long.Parse(headers["webhook-timestamp"].ToString(), System.Globalization.CultureInfo.InvariantCulture),
            headers["webhook-signature"].ToString().Split(' '),
            body,
            context.Request.Host.Value!,
            [.. headers.Keys]);
        _received.Enqueue(one);
        await Answer(context, one);
    }
}
