using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Aieh.Api.Tests.Employers.Webhooks;

/// <summary>The service, which may call this machine and hosts that end in .test, with names that the test chooses.</summary>
public abstract class WebhookFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    protected const string Endpoints = "/v1/webhook-endpoints";

    private readonly TDatabase _database = new();

    internal AiehApplication App { get; private set; } = null!;

    /// <summary>The addresses of each host, and how often it was asked for.</summary>
    internal ConcurrentDictionary<string, Func<int, IPAddress[]>> Names { get; } = new();

    internal ConcurrentDictionary<string, int> Asked { get; } = new();

    protected static CancellationToken None => CancellationToken.None;

    [OneTimeSetUp]
    public async Task StartApplication()
    {
        await _database.StartAsync();
        App = new AiehApplication(
            _database, ("Webhooks:AllowedHosts:0", "127.0.0.1"), ("Webhooks:AllowedHosts:1", "allowed.test"))
        {
            Additions = services => services.Replace(ServiceDescriptor.Singleton<ResolveHost>(Resolve)),
        };
        App.StartServer();
    }

    [OneTimeTearDown]
    public async Task StopApplication()
    {
        if (App is not null) await App.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>A tenant with an endpoint at the address.</summary>
    internal async Task<Subscriber> SubscribeAsync(Uri url, params string[] eventTypes)
    {
        var (tenant, client, _) = await App.CreateKeyAsync(Scopes.WebhooksWrite);
        return await SubscribeAsync(tenant, client, url, eventTypes);
    }

    internal static async Task<Subscriber> SubscribeAsync(Guid tenant, HttpClient client, Uri url, params string[] eventTypes)
    {
        var request = new CreateWebhookEndpointRequest { Url = url.AbsoluteUri, EventTypes = eventTypes };
        return new Subscriber(tenant, client, await client.PostAsync<WebhookEndpointResponse>(Endpoints, request));
    }

    /// <summary>An event of the tenant, written as rooms write theirs; the dispatcher has not been told.</summary>
    internal async Task<Guid> HappenAsync(Guid tenant, Guid? subject = null, string type = EventTypes.ResultUpdated)
    {
        var now = App.Clock.Now();
        var happened = OutboxEventRow.Of(type, tenant, subject ?? NewId(), new EventData { State = "completed" }, now);
        await App.Db.WriteAsync(AppendAsync, None);
        return happened.Id;

        async Task<int> AppendAsync(DbSession session)
        {
            await Outbox.AppendAsync(session, happened);
            return 1;
        }
    }

    internal Guid NewId() => Guid.CreateVersion7(App.Clock.GetUtcNow());

    /// <summary>The delivery, once it is as the test expects.</summary>
    internal static async Task<WebhookDeliveryResponse> UntilAsync(
        Subscriber subscriber, Guid happened, Func<WebhookDeliveryResponse, bool> isSo)
    {
        WebhookDeliveryResponse? last = null;
        await UntilAsync(
            async () =>
            {
                var list = await subscriber.Client.GetAsync<WebhookDeliveryListResponse>($"{subscriber.Path}/deliveries?limit=200");
                last = list.Items.SingleOrDefault(item => item.Event == happened);
                return last is not null && isSo(last);
            },
            () => $"the last was {last}");
        return last!;
    }

    internal static async Task UntilAsync(Func<Task<bool>> isSo, Func<string>? told = null)
    {
        for (var began = Stopwatch.GetTimestamp(); !await isSo(); await Task.Delay(10))
        {
            if (Stopwatch.GetElapsedTime(began) > HangGuard.Limit) Assert.Fail("It never came to be: " + told?.Invoke());
        }
    }

    internal static Task UntilAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()));

    private Task<IPAddress[]> Resolve(string host, CancellationToken cancellationToken)
    {
        var times = Asked.AddOrUpdate(host, 1, (_, before) => before + 1);
        return Names.TryGetValue(host, out var addresses)
            ? Task.FromResult(addresses(times))
            : throw new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.HostNotFound);
    }

    /// <summary>A tenant that has subscribed.</summary>
    internal sealed record Subscriber(Guid Tenant, HttpClient Client, WebhookEndpointResponse Endpoint)
    {
        public string Path => $"{Endpoints}/{Endpoint.Id}";

        public async Task<Guid> PingAsync() =>
            (await Client.PostAsync<WebhookPingResponse>($"{Path}/ping", new { })).Event;

        public Task<WebhookEndpointResponse> ReadAsync() => Client.GetAsync<WebhookEndpointResponse>(Path);
    }
}
