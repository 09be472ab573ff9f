using System.Threading.Channels;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Employers.Webhooks;

/// <summary>
/// Sends what is due, on every replica: whoever leases a delivery first sends it, and when the replica dies with it, the lease ends. It
/// looks every second, which costs one read of an index: so it need not be told of events, and those of other replicas are found as soon.
/// What is left to do when one is done, or was asked for here, is looked for at once.
/// </summary>
internal sealed partial class WebhookDispatcher(
    Db db, IEnumerable<IDeliverySender> senders, WebhookOutcomes outcomes, TimeProvider time, ILogger<WebhookDispatcher> logger)
    : BackgroundService
{
    /// <summary>Longer than an attempt can take, reading and writing included.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>For all of an attempt: senders have shorter ones of their own.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);

    /// <summary>A slow endpoint takes this much of the room, and others the rest.</summary>
    internal const int MostOfAnEndpoint = 4;

    /// <summary>And a tenant, with however many slow endpoints, this much.</summary>
    internal const int MostOfATenant = 8;

    private const int MostAtOnce = MostOfAnEndpoint * DispatchStore.MostBusyEndpoints;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(10);

    private readonly Channel<bool> _wake =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly Dictionary<string, IDeliverySender> _senders = senders.ToDictionary(sender => sender.Kind);
    private readonly Dictionary<Task, DueRow> _running = [];

    /// <summary>Has it look at once.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var timer = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                // Before the work: what becomes due while it is done is not overlooked.
                timer.Change(Interval, Timeout.InfiniteTimeSpan);
                if (!await TryStartDueAsync(stoppingToken)) timer.Change(PauseAfterFault, Timeout.InfiniteTimeSpan);
                await _wake.Reader.ReadAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping.
        }

        Task[] unfinished;
        lock (_running) unfinished = [.. _running.Keys];
        await Task.WhenAll(unfinished);
    }

    /// <summary>False when the database does not answer, most likely.</summary>
    private async Task<bool> TryStartDueAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await StartDueAsync(cancellationToken))
            {
                // There may be more.
            }

            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(exception);
            return false;
        }
    }

    /// <summary>Starts as much of what is due as there is room for; true when there may be more.</summary>
    private async Task<bool> StartDueAsync(CancellationToken cancellationToken)
    {
        var now = time.Now();
        var running = Running();
        var perEndpoint = running.CountBy(each => each.EndpointId).ToDictionary();
        var perTenant = running.CountBy(each => each.TenantId).ToDictionary();
        if (running.Count >= MostAtOnce) return false;

        Guid[] busy = [.. perEndpoint.Where(each => each.Value >= MostOfAnEndpoint).Select(each => each.Key)];
        Guid[] busyTenants = [.. perTenant.Where(each => each.Value >= MostOfATenant).Select(each => each.Key)];
        var until = now + Lease;
        var due = await db.ReadAsync(
            session => DispatchStore.ListDueAsync(session, now, until, busy, busyTenants, MostAtOnce), cancellationToken);
        var (hasChanged, room) = (false, MostAtOnce - running.Count);
        foreach (var delivery in due)
        {
            if (delivery.FirstSeq < delivery.Seq)
            {
                var put = await db.WriteAsync(session => DispatchStore.PutOffAsync(session, delivery, until), cancellationToken);
                hasChanged |= put > 0;
                continue;
            }

            var taken = perEndpoint.GetValueOrDefault(delivery.EndpointId);
            var takenByTenant = perTenant.GetValueOrDefault(delivery.TenantId);
            if (room == 0 || taken >= MostOfAnEndpoint || takenByTenant >= MostOfATenant) continue;

            if (!await db.WriteAsync(session => DispatchStore.TryLeaseAsync(session, delivery, now, until), cancellationToken)) continue;

            perEndpoint[delivery.EndpointId] = taken + 1;
            perTenant[delivery.TenantId] = takenByTenant + 1;
            (hasChanged, room) = (true, room - 1);
            Start(delivery, until, cancellationToken);
        }

        return hasChanged;
    }

    private void Start(DueRow delivery, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var task = Task.Run(() => DeliverAsync(delivery, until, cancellationToken), CancellationToken.None);
        lock (_running) _running.Add(task, delivery);
        task.ContinueWith(End, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void End(Task task)
    {
        lock (_running) _running.Remove(task);
        Wake();
    }

    private List<DueRow> Running()
    {
        lock (_running) return [.. _running.Values];
    }

    /// <summary>What was begun is written down even while the host stops; what could not be ended is for others.</summary>
    private async Task DeliverAsync(DueRow delivery, DateTimeOffset until, CancellationToken cancellationToken)
    {
        try
        {
            if (await db.ReadAsync(session => DispatchStore.LoadAsync(session, delivery), CancellationToken.None) is not { } work) return;

            var attempt = work.State == WebhookRow.Enabled ? await SendAsync(work, cancellationToken) : WebhookOutcomes.IsDisabled;
            await outcomes.WriteAsync(work, attempt, until);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            var now = time.Now();
            await db.WriteAsync(session => DispatchStore.GiveBackAsync(session, delivery, until, now), CancellationToken.None);
        }
        catch (Exception exception)
        {
            // It is sent again when the lease is over.
            LogFailed(exception);
        }
    }

    /// <summary>A fault of ours is a failed attempt too: uncounted, it would come back every minute for ever.</summary>
    private async Task<WebhookAttempt> SendAsync(DeliveryWork work, CancellationToken cancellationToken)
    {
        // Whatever a sender waits for: its place is for others before the lease ends.
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await _senders[work.Kind].SendAsync(work, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return WebhookOutcomes.IsOverdue;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnsendable(work.EndpointId, exception);
            return WebhookOutcomes.IsUnsendable;
        }
    }

    [LoggerMessage(
        EventName = "WebhookUnsendable", Level = LogLevel.Error, Message = "An event could not be sent to the webhook endpoint {Endpoint}")]
    private partial void LogUnsendable(Guid endpoint, Exception exception);

    [LoggerMessage(EventName = "WebhookDispatchFailed", Level = LogLevel.Warning, Message = "Webhooks could not be read or written down")]
    private partial void LogFailed(Exception exception);
}
