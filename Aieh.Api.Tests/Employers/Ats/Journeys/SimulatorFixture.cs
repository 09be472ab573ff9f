using System.Diagnostics;
using Aieh.Api.Employers.Ats;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Support;
using Aieh.Api.Tools.Ats;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Aieh.Api.Tests.Employers.Ats.Journeys;

/// <summary>The service, and an employer with a simulated tenant of each system, connected as an administrator does it.</summary>
public abstract class SimulatorFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private readonly TDatabase _database = new();
    private readonly FakeTimeProvider _clock = new(AiehApplication.Start);

    internal AiehApplication App { get; private set; } = null!;

    internal Employer Employer { get; private set; } = null!;

    internal GreenhouseSimulator Greenhouse { get; private set; } = null!;

    internal AshbySimulator Ashby { get; private set; } = null!;

    internal KomboSimulator Kombo { get; private set; } = null!;

    /// <summary>The key of the systems, of the scope orders:write alone.</summary>
    private protected string Key { get; private set; } = "";

    /// <summary>A hiring loop that asks for Python and SQL.</summary>
    private protected Guid Loop { get; private set; }

    private protected static CancellationToken None => CancellationToken.None;

    /// <summary>How the systems and the network to them behave.</summary>
    private protected virtual AtsConduct Conduct { get; } = new();

    [OneTimeSetUp]
    public async Task StartSystems()
    {
        await _database.StartAsync();
        var conduct = Conduct with { Time = _clock, Patience = HangGuard.Limit };
        Greenhouse = await GreenhouseSimulator.OpenAsync(conduct, None);
        Ashby = await AshbySimulator.OpenAsync(conduct, None);
        Kombo = await KomboSimulator.OpenAsync(conduct, None);
        App = new AiehApplication(
            _database, ("Webhooks:AllowedHosts:0", "127.0.0.1"), ("Ats:GreenhouseHosts:0", Greenhouse.Address.Authority),
            ("Ats:AshbyUrl", Ashby.Address.AbsoluteUri), ("Ats:KomboUrl", Kombo.Address.AbsoluteUri),
            ("Invitations:PublicUrl", "https://passport.example.com"))
        {
            Clock = _clock,
        };
        App.StartServer();
        Employer = await Employer.CreateAsync(App);
        Loop = await Employer.CreateLoopAsync();
        (_, _, Key) = await App.CreateKeyAsync(Scopes.OrdersWrite, Employer.Tenant);
        await ConnectAsync();
    }

    [OneTimeTearDown]
    public async Task StopSystems()
    {
        Employer?.Dispose();
        if (App is not null) await App.DisposeAsync();
        foreach (var system in new AtsSimulator?[] { Greenhouse, Ashby, Kombo })
        {
            if (system is not null) await system.DisposeAsync();
        }

        await _database.DisposeAsync();
    }

    /// <summary>The candidate of an invitation agrees by a link; without one, by a new one that the employer has made.</summary>
    internal async Task<AcceptedInvitationResponse> AcceptAsync(Guid invitation, string? passport, Uri? link = null)
    {
        var token = await TokenAsync(invitation, link);
        return await Employer.AcceptAsync((await Employer.GetAsync(invitation)) with { Token = token }, passport);
    }

    internal async Task<string> TokenAsync(Guid invitation, Uri? link) => link is not null
        ? link.Segments[^1]
        : (await Employer.Client.PostAsync<InvitationLinkResponse>($"/v1/invitations/{invitation}/link", new { })).Token;

    /// <summary>A passport whose evidence covers the assessments now.</summary>
    internal async Task<string> FreshPassportAsync(double score, params IEnumerable<string> assessments)
    {
        var (id, owner, token) = await App.CreatePassportAsync();
        owner.Dispose();
        foreach (var assessment in assessments) await App.AddEvidenceAsync(id, assessment, score, App.Clock.GetUtcNow());
        return token;
    }

    /// <summary>Waits until all is told that there was to tell, repeats included: time passes only when nothing else can be done.</summary>
    internal async Task SettleAsync()
    {
        while (await QuietAsync() is { } next) App.Clock.Advance(next - App.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));
    }

    /// <summary>Waits until nothing is on its way and nothing is due, without moving the clock.</summary>
    /// <returns>When something is to be told again; null when nothing is.</returns>
    internal async Task<DateTimeOffset?> QuietAsync()
    {
        for (var began = Stopwatch.GetTimestamp(); ; await Task.Delay(10))
        {
            App.Services.GetRequiredService<WebhookDispatcher>().Wake();
            var now = App.Clock.GetUtcNow();
            var waiting = await App.Db.ReadAsync(
                session => session.ListAsync<Waiting>(
                    "SELECT EndpointId, Subject, Seq, NextAt, LeasedUntil FROM WebhookDelivery WHERE State = 'pending'"),
                None);

            // The later ones of an order wait for the first.
            var first = waiting.GroupBy(each => (each.EndpointId, each.Subject)).Select(each => each.MinBy(one => one.Seq)!).ToList();
            if (first.TrueForAll(each => each.LeasedUntil is null && each.NextAt > now))
            {
                await Task.WhenAll(Greenhouse.IdleAsync(), Ashby.IdleAsync(), Kombo.IdleAsync());
                return first.Count == 0 ? null : first.Min(each => each.NextAt);
            }

            if (Stopwatch.GetElapsedTime(began) > HangGuard.Limit) Assert.Fail($"{first.Count} orders wait to be told of.");
        }
    }

    private async Task ConnectAsync()
    {
        using var client = App.Client();
        var service = client.BaseAddress!;
        Greenhouse.Connect(new Uri(service, "/ats/greenhouse/"), Key);

        Ashby.Connect(new Uri(service, "/ats/ashby/"), Key);
        await Employer.Client.PutAsync("/v1/ats-connections/ashby", new { apiKey = Ashby.ApiKey });

        await Employer.Client.PutAsync(
            "/v1/ats-connections/kombo", new { apiKey = Kombo.ApiKey, webhookSecret = Kombo.WebhookSecret });
        var kombo = await Employer.Client.GetAsync<AtsConnectionResponse>("/v1/ats-connections/kombo");
        Kombo.Connect(new Uri(service, kombo.WebhookPath));
    }

    private sealed record Waiting
    {
        public Guid EndpointId { get; init; }
        public Guid Subject { get; init; }
        public long Seq { get; init; }
        public DateTimeOffset NextAt { get; init; }
        public DateTimeOffset? LeasedUntil { get; init; }
    }
}
