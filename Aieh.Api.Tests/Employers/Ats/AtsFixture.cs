using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Employers.Ats;

/// <summary>The service with a server in the place of each applicant tracking system, and an employer whose system has a key.</summary>
public abstract class AtsFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private readonly TDatabase _database = new();

    internal AiehApplication App { get; private set; } = null!;

    internal SystemServer System { get; private set; } = null!;

    internal Employer Employer { get; private set; } = null!;

    /// <summary>The system's key, of the scope orders:write alone.</summary>
    protected string Key { get; private set; } = "";

    /// <summary>What a fixture sets besides.</summary>
    private protected virtual IEnumerable<(string Setting, string Value)> Settings => [];

    [OneTimeSetUp]
    public async Task StartApplication()
    {
        await _database.StartAsync();
        System = await SystemServer.StartAsync();
        App = new AiehApplication(_database,
        [
            ("Webhooks:AllowedHosts:0", "127.0.0.1"), ("Ats:GreenhouseHosts:0", System.Address.Authority),
            ("Ats:AshbyUrl", System.Address.GetLeftPart(UriPartial.Authority)),
            ("Ats:KomboUrl", System.Address.GetLeftPart(UriPartial.Authority)),
            ("Invitations:PublicUrl", "https://passport.example.com"), .. Settings,
        ]);
        App.StartServer();
        Employer = await Employer.CreateAsync(App);
        (_, _, Key) = await App.CreateKeyAsync(Scopes.OrdersWrite, Employer.Tenant);
    }

    [OneTimeTearDown]
    public async Task StopApplication()
    {
        Employer?.Dispose();
        if (App is not null) await App.DisposeAsync();
        if (System is not null) await System.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Another application on the same database, with what the test puts into it.</summary>
    internal AiehApplication Beside(Action<IServiceCollection> additions)
    {
        var app = new AiehApplication(_database, ("Invitations:PublicUrl", "https://passport.example.com")) { Additions = additions };
        app.StartServer();
        return app;
    }

    /// <summary>An id of a system's that no other test uses.</summary>
    protected static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    /// <summary>As a system shows a key: by HTTP Basic, as user name, without a password.</summary>
    protected HttpClient Basic(string key)
    {
        var client = App.Client();
        var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":"));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", pair);
        return client;
    }

    /// <summary>Sends a system's request, expects success, and reads the answer.</summary>
    protected static async Task<JsonNode> AskAsync(HttpClient system, string path, JsonNode? body = null)
    {
        using var response = body is null
            ? await system.GetAsync(new Uri(path, UriKind.Relative))
            : await system.SendAsync(HttpMethod.Post, path, body.ToJsonString());
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>The candidate of an order agrees, by a new link that the employer has made.</summary>
    internal async Task<AcceptedInvitationResponse> AcceptAsync(Guid invitation, string? passport = null)
    {
        var link = await Employer.Client.PostAsync<InvitationLinkResponse>($"/v1/invitations/{invitation}/link", new { });
        return await Employer.AcceptAsync(
            (await Employer.GetAsync(invitation)) with { Token = link.Token, Url = link.Url }, passport);
    }

    /// <summary>A passport whose evidence covers an assessment now.</summary>
    internal async Task<string> FreshPassportAsync(string assessment, double score = 655)
    {
        var (id, owner, token) = await App.CreatePassportAsync();
        owner.Dispose();
        await App.AddEvidenceAsync(id, assessment, score, App.Clock.GetUtcNow());
        return token;
    }

    /// <summary>Waits until something is so; what is due is sent meanwhile.</summary>
    internal async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            App.Services.GetRequiredService<WebhookDispatcher>().Wake();
            await Task.Delay(10);
            if (Stopwatch.GetElapsedTime(began) > HangGuard.Limit) Assert.Fail("It never came to be.");
        }
    }

    internal Task UntilAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()));
}
