using System.Collections.Concurrent;

namespace Aieh.Api.Tools.Ats;

/// <summary>
/// A customer's tenant of an applicant tracking system: orders tests of the service over HTTP, takes what the service tells on a port of
/// its own on this machine, and objects to whatever its real counterpart would not understand. It is written from the published contract
/// and knows nothing of how the service is made.
/// </summary>
internal abstract class AtsSimulator : IAsyncDisposable
{
    private readonly AtsFaults _faults = new();
    private readonly ConcurrentDictionary<string, AtsOrder> _orders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AtsOrder> _byVendorId = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentBag<Task> _background = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly AtsNetwork _network;
    private readonly LossyHttp _http;
    private readonly WebApplication _app;

    protected AtsSimulator(AtsConduct conduct)
    {
        Conduct = conduct;
        Chance = new AtsChance(conduct.Seed);
        _network = new AtsNetwork(conduct, Chance);
        _http = new LossyHttp(conduct, Chance, _network, _faults);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(ReceiveAsync);
    }

    /// <summary>Where the service calls it.</summary>
    public Uri Address => new(_app.Urls.First());

    public IReadOnlyList<AtsFault> Faults => _faults.All;

    public IReadOnlyCollection<AtsOrder> Orders => [.. _orders.Values];

    protected AtsConduct Conduct { get; }

    protected AtsChance Chance { get; }

    /// <summary>Has the answer of the next exchange, in either direction, get lost.</summary>
    public void LoseNextAnswer() => _network.LoseNext();

    /// <summary>Ends when what was begun after the calls up to now is done.</summary>
    public Task IdleAsync() => Task.WhenAll(_background);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _app.DisposeAsync();
        await Task.WhenAll(_background).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _stop.Dispose();
    }

    protected Task ListenAsync(CancellationToken cancellationToken) => _app.StartAsync(cancellationToken);

    /// <summary>What the ATS does with a call, and what it answers.</summary>
    protected abstract AtsReply Answer(AtsCall call, Inspection inspection);

    protected Inspection Inspect(string exchange) => new(exchange, _faults);

    protected AtsOrder NewOrder(string reference, string test, AtsCandidate candidate) =>
        _orders.GetOrAdd(reference, new AtsOrder(reference, test, candidate, Conduct.Time.GetUtcNow()));

    protected AtsOrder? OrderOf(string reference) => _orders.GetValueOrDefault(reference);

    protected AtsOrder? OrderByVendorId(string id) => _byVendorId.GetValueOrDefault(id);

    /// <summary>Sends, and looks at every answer.</summary>
    protected Task<AtsAnswer?> SendAsync(AtsRequest request, Action<AtsAnswer, Inspection> see, CancellationToken cancellationToken) =>
        _http.SendAsync(request, answer => see(answer, Inspect(request.Exchange)), cancellationToken);

    /// <summary>
    /// The service has taken an order under an id of its own: the same one however often it is asked, and of this order alone.
    /// </summary>
    protected void Take(AtsOrder order, string id, Inspection inspection)
    {
        if (order.VendorId is { } before && before != id)
        {
            inspection.Object($"the order was taken as {before}, and the same order, sent again, as {id}");
        }
        else if (_byVendorId.GetOrAdd(id, order) != order)
        {
            inspection.Object($"the id {id} is another order's");
        }
        else
        {
            order.Take(id);
        }
    }

    protected static void Refuse(AtsOrder order, AtsRefusal refusal, Inspection inspection)
    {
        if (order.VendorId is null) order.Refuse(refusal);
        else inspection.Object($"the order was taken, and the same order, sent again, refused with {refusal.Status}");
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        var call = await AtsCall.ReadAsync(context.Request);
        var inspection = Inspect(call.ToString());
        if (call.Headers.UserAgent.Count == 0) inspection.Object("there is no User-Agent");
        var reply = Answer(call, inspection);
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (reply.Afterwards is { } next) _background.Add(AfterAsync(answered.Task, next));
        try
        {
            await WriteAsync(context, call, reply);
        }
        finally
        {
            answered.SetResult();
        }
    }

    private async Task WriteAsync(HttpContext context, AtsCall call, AtsReply reply)
    {
        var answer = reply.Body?.ToJsonString();
        if (!_network.Carries(new AtsExchange(false, call.Method, call.Path + call.Query, call.Body, reply.Status, answer, IsLost: false)))
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = reply.Status;
        if (answer is not null)
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(answer);
        }

        await context.Response.CompleteAsync();
    }

    private async Task AfterAsync(Task answered, Func<CancellationToken, Task> next)
    {
        await answered;
        await next(_stop.Token);
    }
}
