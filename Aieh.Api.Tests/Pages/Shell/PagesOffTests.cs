using System.Text.RegularExpressions;
using Aieh.Api.Platform.Browser;
using Aieh.Api.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Route = (string Method, string Pattern);

namespace Aieh.Api.Tests.Pages.Shell;

/// <summary>The service without pages is the API alone: whatever else it has with them is not there.</summary>
public sealed partial class PagesOffTests
{
    private const string Home = "/";
    private const int LeastPages = 60;

    private static readonly string[] OfSystems = ["/v1/", "/ats/", "/health", "/metrics", "/openapi", "/docs"];

    private readonly SqliteDatabase _database = new();
    private IdentityProvider _provider = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        await _database.StartAsync();
        _provider = new IdentityProvider();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await _provider.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task Routes_WithPagesSwitchedOff_AreThoseOfTheApi()
    {
        await using var with = await RunAsync(arePagesOn: true);
        await using var without = await RunAsync(arePagesOn: false);
        var (all, left) = (RoutesOf(with), RoutesOf(without));
        var pages = all.Where(route => route.Value.Metadata.GetMetadata<PageRoute>() is not null).Select(route => route.Key).ToList();
        var elsewhere = left.Keys.Where(route => !OfSystems.Any(root => (route.Pattern + "/").StartsWith(root, StringComparison.Ordinal)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(pages, Has.Count.GreaterThan(LeastPages));
            Assert.That(pages, Has.Some.EqualTo(("GET", "/passport/sign-in")));
            Assert.That(left.Values.Where(each => each.Metadata.GetMetadata<PageRoute>() is not null), Is.Empty);
            Assert.That(elsewhere.Select(route => route.Pattern), Is.All.EqualTo(Home), "which leads to the documentation");
            Assert.That(left.Keys.Except(all.Keys), Is.Empty);
        }
    }

    [Test]
    public async Task Addresses_WithPagesSwitchedOff_AreProblems()
    {
        await using var with = await RunAsync(arePagesOn: true);
        await using var without = await RunAsync(arePagesOn: false);
        using var client = without.Client();
        foreach (var (method, pattern) in RoutesOf(with).Keys.Except(RoutesOf(without).Keys))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), Parameter().Replace(pattern, "x"));
            using var response = await client.SendAsync(request);

            Assert.That((int)response.StatusCode, Is.EqualTo(404).Or.EqualTo(405), $"{method} {pattern}");
            Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"), $"{method} {pattern}");
        }
    }

    /// <summary>With all that pages depend on: a provider to sign in at, and mail.</summary>
    private async Task<AiehApplication> RunAsync(bool arePagesOn)
    {
        var app = new AiehApplication(
            _database, ("Pages:Enabled", arePagesOn ? "true" : "false"), ("Auth:Oidc:Authority", _provider.Address),
            ("Auth:Oidc:ClientId", IdentityProvider.Audience), ("Auth:Oidc:ClientSecret", IdentityProvider.ClientSecret),
            ("Mail:Host", "127.0.0.1"), ("Mail:From", "no-reply@example.com"));
        app.StartServer();
        using var client = app.Client();
        using var alive = await client.GetAsync(new Uri("/health/live", UriKind.Relative));
        alive.EnsureSuccessStatusCode();
        return app;
    }

    /// <summary>All that is mapped.</summary>
    private static Dictionary<Route, RouteEndpoint> RoutesOf(AiehApplication app) => (
        from endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select (Route: new Route(method, "/" + endpoint.RoutePattern.RawText!.Trim('/')), Endpoint: endpoint))
        .DistinctBy(each => each.Route)
        .ToDictionary(each => each.Route, each => each.Endpoint);

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
