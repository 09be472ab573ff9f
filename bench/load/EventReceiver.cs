using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Aieh.Api.Platform.Data;

namespace Aieh.Load;

/// <summary>An employer's end of the webhooks: takes every event down, and answers every fifth one with 500 the first time.</summary>
internal sealed class EventReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<Guid, int> _times = new();
    private readonly List<(Guid Id, EventPayload Payload)> _taken = [];

    public EventReceiver()
    {
        Port = ServerProcess.FreePort();
        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public int Port { get; }

    /// <summary>How many different events have come.</summary>
    public int Count => _times.Count;

    /// <summary>How many of them more than once.</summary>
    public int Repeated => _times.Count(each => each.Value > 1);

    public IEnumerable<Guid> Ids => _times.Keys;

    /// <summary>The types of the events about an invitation, in the order in which each was first taken.</summary>
    public IReadOnlyList<string> TypesOf(Guid invitation)
    {
        lock (_taken)
        {
            var about = _taken.Where(each => each.Payload.Data.Invitation == invitation);
            return [.. about.DistinctBy(each => each.Id).Select(each => each.Payload.Type)];
        }
    }

    /// <summary>Until an event of the type has come for each invitation.</summary>
    public async Task WaitAsync(IEnumerable<Guid> invitations, string type, CancellationToken cancellationToken)
    {
        foreach (var invitation in invitations)
        {
            while (!TypesOf(invitation).Contains(type)) await Task.Delay(20, cancellationToken);
        }
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var id = Guid.Parse(context.Request.Headers["webhook-id"]!);
            var payload = await JsonSerializer.DeserializeAsync(context.Request.InputStream, OutboxJson.Default.EventPayload);
            var times = _times.AddOrUpdate(id, 1, (_, before) => before + 1);
            var fails = times == 1 && id.ToByteArray()[15] % 5 == 0;
            if (!fails)
            {
                lock (_taken) _taken.Add((id, payload!));
            }

            context.Response.StatusCode = fails ? 500 : 204;
            context.Response.Close();
        }
    }
}
