using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Tools.Demo;

/// <summary>An employer's end of the webhooks: checks each signature as any receiver would, and keeps what came.</summary>
internal sealed class DemoListener : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<EventPayload> _events = Channel.CreateUnbounded<EventPayload>();

    private DemoListener(WebApplication app) => _app = app;

    /// <summary>What events are signed with; known when the endpoint has been made.</summary>
    public string Secret { get; set; } = "";

    public Uri Address => new(_app.Urls.First());

    public static async Task<DemoListener> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var listener = new DemoListener(app);
        app.MapPost("/", listener.ReceiveAsync);
        await app.StartAsync(cancellationToken);
        return listener;
    }

    /// <summary>The events up to the first of a type, in the order in which they came.</summary>
    public async Task<IReadOnlyList<EventPayload>> UntilAsync(string type, CancellationToken cancellationToken)
    {
        var came = new List<EventPayload>();
        do came.Add(await _events.Reader.ReadAsync(cancellationToken));
        while (came[^1].Type != type);
        return came;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> ReceiveAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        var id = request.Headers["webhook-id"].ToString();
        var at = long.Parse(request.Headers["webhook-timestamp"].ToString(), CultureInfo.InvariantCulture);
        var signature = WebhookSecret.Sign(Secret, id, DateTimeOffset.FromUnixTimeSeconds(at), body);
        if (!request.Headers["webhook-signature"].ToString().Split(' ').Contains(signature)) return Results.Unauthorized();

        await _events.Writer.WriteAsync(JsonSerializer.Deserialize(body, OutboxJson.Default.EventPayload)!);
        return Results.NoContent();
    }
}
