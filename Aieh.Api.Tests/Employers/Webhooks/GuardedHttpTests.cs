using System.Net;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Employers.Webhooks;

/// <summary>
/// Where a tenant cannot have the service go. Not beside other fixtures: the metrics of all services of a process come together.
/// </summary>
[NonParallelizable]
public sealed class GuardedHttpTests : WebhookFixture<SqliteDatabase>
{
    private static readonly IPAddress Loopback = IPAddress.Loopback;
    private static readonly IPAddress Metadata = IPAddress.Parse("169.254.169.254");

    [TestCase("0.0.0.0")]
    [TestCase("10.1.2.3")]
    [TestCase("100.64.0.1")]
    [TestCase("100.127.255.255")]
    [TestCase("127.0.0.1")]
    [TestCase("127.255.255.254")]
    [TestCase("169.254.169.254")]
    [TestCase("172.16.0.1")]
    [TestCase("172.31.255.255")]
    [TestCase("192.0.0.8")]
    [TestCase("192.0.2.1")]
    [TestCase("192.88.99.1")]
    [TestCase("192.168.0.1")]
    [TestCase("198.18.0.1")]
    [TestCase("198.51.100.1")]
    [TestCase("203.0.113.1")]
    [TestCase("224.0.0.1")]
    [TestCase("240.0.0.1")]
    [TestCase("255.255.255.255")]
    [TestCase("::")]
    [TestCase("::1")]
    [TestCase("::127.0.0.1")]
    [TestCase("::8.8.8.8")]
    [TestCase("::ffff:127.0.0.1")]
    [TestCase("::ffff:8.8.8.8")]
    [TestCase("::ffff:0:8.8.8.8")]
    [TestCase("64:ff9b::7f00:1")]
    [TestCase("64:ff9b::808:808")]
    [TestCase("64:ff9b:1::1")]
    [TestCase("100::1")]
    [TestCase("2001::1")]
    [TestCase("2001:10::1")]
    [TestCase("2001:db8::1")]
    [TestCase("2002:7f00:1::")]
    [TestCase("3fff::1")]
    [TestCase("fc00::1")]
    [TestCase("fd12:3456::1")]
    [TestCase("fe80::1%3")]
    [TestCase("fec0::1")]
    [TestCase("ff02::1")]
    public void Address_NotOnThePublicInternet_IsNone(string address) =>
        Assert.That(PublicAddress.Is(IPAddress.Parse(address)), Is.False);

    [TestCase("1.1.1.1")]
    [TestCase("9.255.255.255")]
    [TestCase("100.63.255.255")]
    [TestCase("100.128.0.0")]
    [TestCase("172.15.255.255")]
    [TestCase("172.32.0.0")]
    [TestCase("192.167.255.255")]
    [TestCase("223.255.255.255")]
    [TestCase("2606:4700::1111")]
    [TestCase("2a00:1450:4001:800::200e")]
    public void Address_OnThePublicInternet_IsOne(string address) => Assert.That(PublicAddress.Is(IPAddress.Parse(address)), Is.True);

    [TestCase("127.0.0.1")]
    [TestCase("169.254.169.254")]
    [TestCase("1.1.1.1 127.0.0.1")]
    [TestCase("::ffff:127.0.0.1")]
    public async Task Name_WithAnAddressThatIsNotPublic_IsNotConnectedTo(string addresses)
    {
        Names["inward.test"] = _ => [.. addresses.Split(' ').Select(IPAddress.Parse)];
        await using var receiver = await Receiver.StartAsync();
        var subscriber = await SubscribeAsync(new Uri($"https://inward.test:{receiver.Address.Port}/"));

        var ping = await subscriber.PingAsync();
        var refused = await UntilAsync(subscriber, ping, each => each.Attempts == 1);

        Assert.That((refused.State, refused.Status), Is.EqualTo((WebhookDeliveryState.Pending, (int?)null)));
        Assert.That(refused.Error, Is.EqualTo("The host has an address that is not on the public internet."));
    }

    /// <summary>The name is known to the test alone: whoever resolved it a second time would get another address, or none.</summary>
    [Test]
    public async Task Name_WhoseAddressChanges_IsConnectedToAsItWasChecked()
    {
        await using var receiver = await Receiver.StartAsync();
        Names["allowed.test"] = times => [times == 1 ? Loopback : Metadata];
        var subscriber = await SubscribeAsync(new Uri($"http://allowed.test:{receiver.Address.Port}/hook"));

        var ping = await subscriber.PingAsync();
        var delivered = await UntilAsync(subscriber, ping, each => each.Attempts == 1);

        Assert.That(delivered.State, Is.EqualTo(WebhookDeliveryState.Delivered));
        Assert.That(Asked["allowed.test"], Is.EqualTo(1), "once for an attempt");
        Assert.That(receiver.All.Single().Host, Is.EqualTo($"allowed.test:{receiver.Address.Port}"), "by its name");
    }

    [Test]
    public async Task Name_ThatHasBecomeInward_IsRefusedAtTheNextAttempt()
    {
        Names["turning.test"] = times => times == 1 ? throw new System.Net.Sockets.SocketException(11001) : [Loopback];
        var subscriber = await SubscribeAsync(new Uri("https://turning.test/"));
        var ping = await subscriber.PingAsync();
        var first = await UntilAsync(subscriber, ping, each => each.Attempts == 1);

        App.Clock.Advance(TimeSpan.FromSeconds(6));
        var second = await UntilAsync(subscriber, ping, each => each.Attempts == 2);

        Assert.That(first.Error, Is.EqualTo("The host's name cannot be resolved."));
        Assert.That(second.Error, Does.Contain("not on the public internet"));
        Assert.That(Asked["turning.test"], Is.EqualTo(2));
    }

    [Test]
    public async Task Receiver_ThatSpeaksNoTls_IsToldAsSuch()
    {
        Names["allowed.test"] = _ => [Loopback];
        await using var receiver = await Receiver.StartAsync();
        var subscriber = await SubscribeAsync(new Uri($"https://allowed.test:{receiver.Address.Port}/"));

        var failed = await UntilAsync(subscriber, await subscriber.PingAsync(), each => each.Attempts == 1);

        Assert.That(failed.Error, Is.EqualTo("No secure connection could be made: see to the certificate."));
        Assert.That(receiver.All, Is.Empty);
    }

    [Test]
    public async Task Logs_OfEverythingThatFailed_HoldNoAddress()
    {
        Names["inward.test"] = _ => [Loopback];
        var subscriber = await SubscribeAsync(new Uri("https://inward.test/secret-path"));
        await UntilAsync(subscriber, await subscriber.PingAsync(), each => each.Attempts == 1);

        Assert.That(App.Logs.Entries, Has.None.Contains("inward.test").And.None.Contains("secret-path"));
    }

    [Test]
    public async Task Metrics_OfWhatWasSent_CountOutcomesAndNameNoHost()
    {
        await using var receiver = await Receiver.StartAsync();
        Names["inward.test"] = _ => [Loopback];
        receiver.Answer = (context, got) => Receiver.Status(context, receiver.All.Count switch { 1 => 204, 2 => 500, _ => 410 });
        var subscriber = await SubscribeAsync(receiver.Address);
        var inward = await SubscribeAsync(new Uri("https://inward.test/"));
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await UntilAsync(subscriber, await subscriber.PingAsync(), each => each.Attempts == 1);
        }

        await UntilAsync(inward, await inward.PingAsync(), each => each.Attempts == 1);
        await App.Services.GetRequiredService<DeliverySweep>().RunAsync(None);

        var client = App.Client();
        var text = "";
        await UntilAsync(async () =>
        {
            text = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
            return ((string[])["delivered", "retried", "failed", "refused"]).All(
                    outcome => text.Contains(
                        $"event_type=\"endpoint.ping\",kind=\"webhook\",outcome=\"{outcome}\"", StringComparison.Ordinal))
                && text.Contains("aieh_webhook_queue_size", StringComparison.Ordinal)
                && text.Contains("http_client_request_duration_seconds_count", StringComparison.Ordinal);
        });

        Assert.That(text, Does.Match("aieh_webhook_duration_seconds_bucket\\{.*outcome=\"delivered\".*le=\"0.01\""));
        var outgoing = text.Split('\n').Where(line => line.StartsWith("http_client_", StringComparison.Ordinal)).ToList();
        Assert.That(outgoing, Is.Not.Empty.And.None.Contains("server_").And.None.Contains("peer").And.None.Contains("127.0.0.1"));
        Assert.That(text, Does.Not.Contain(".test").And.Not.Contain("dns_question"));
    }
}
