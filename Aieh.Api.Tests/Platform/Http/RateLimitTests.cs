using System.Net;
using System.Text.Json;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Limits;
using Aieh.Api.Tests.Platform.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Aieh.Api.Tests.Platform.Http;

internal sealed class RateLimitTests
{
    private readonly FakeTimeProvider _clock = new();

    [Test]
    public async Task Caller_WithinQuota_IsToldWhatRemains()
    {
        await using var host = await StartAsync(("RateLimits:PermitsPerMinute", "2"));

        using var response = await host.GetAsync("/v1/x", token: "a");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(Header(response, "RateLimit-Policy"), Is.EqualTo("\"default\";q=2;w=60"));
        Assert.That(Header(response, "RateLimit"), Is.EqualTo("\"default\";r=1;t=30"));
    }

    [Test]
    public async Task Caller_OverQuota_GetsProblemAndRetryAfterNotBeforeReset()
    {
        await using var host = await StartAsync(("RateLimits:PermitsPerMinute", "2"));
        await RepeatAsync(2, () => host.GetAsync("/v1/x", token: "a"));

        using var response = await host.GetAsync("/v1/x", token: "a");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(Header(response, "RateLimit"), Is.EqualTo("\"default\";r=0;t=30"));
        Assert.That(response.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(30)));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.That(problem.RootElement.GetProperty("type").GetString(), Is.EqualTo(Problems.RateLimitedKind.Type));
        Assert.That(
            problem.RootElement.GetProperty("detail").GetString(),
            Is.EqualTo("Requests of one holder of a credential in a minute: 2 at most. Wait for the seconds in Retry-After."));
    }

    [Test]
    public async Task Caller_OverQuota_IsToldTheTimeThatIsLeftAndAnsweredAfterIt()
    {
        await using var host = await StartAsync(("RateLimits:PermitsPerMinute", "2"));
        await RepeatAsync(2, () => host.GetAsync("/v1/x", token: "a"));
        _clock.Advance(TimeSpan.FromSeconds(20.5));

        using var refused = await host.GetAsync("/v1/x", token: "a");
        _clock.Advance(TimeSpan.FromSeconds(9));
        using var early = await host.GetAsync("/v1/x", token: "a");
        _clock.Advance(TimeSpan.FromSeconds(0.5));
        using var answered = await host.GetAsync("/v1/x", token: "a");

        Assert.That(Header(refused, "RateLimit"), Is.EqualTo("\"default\";r=0;t=10"));
        Assert.That(refused.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(10)));
        Assert.That(early.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(answered.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(Header(answered, "RateLimit"), Is.EqualTo("\"default\";r=0;t=30"));
    }

    [Test]
    public async Task Caller_WhoComesBackLater_HasTheWholeQuotaAndNoMore()
    {
        await using var host = await StartAsync(("RateLimits:PermitsPerMinute", "2"));
        await RepeatAsync(2, () => host.GetAsync("/v1/x", token: "a"));
        _clock.Advance(TimeSpan.FromHours(1));

        await RepeatAsync(2, () => host.GetAsync("/v1/x", token: "a"));

        Assert.That(await StatusAsync(host.GetAsync("/v1/x", token: "a")), Is.EqualTo(HttpStatusCode.TooManyRequests));
    }

    [Test]
    public async Task Quota_OfOneCredential_IsNotSpentByAnother()
    {
        await using var host = await StartAsync(("RateLimits:PermitsPerMinute", "1"), ("RateLimits:AnonymousPermitsPerMinute", "1"));
        await RepeatAsync(1, () => host.GetAsync("/v1/x", token: "a"));

        Assert.That(await StatusAsync(host.GetAsync("/v1/x", token: "a")), Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(await StatusAsync(host.GetAsync("/v1/x", token: "b")), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(host.GetAsync("/v1/x")), Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("203.0.113.1", "203.0.113.1", true)]
    [TestCase("203.0.113.1", "203.0.113.2", false)]
    [TestCase("203.0.113.1", "::ffff:203.0.113.1", true)]
    [TestCase("2001:db8:1:2:aaaa::1", "2001:db8:1:2:bbbb::2", true)]
    [TestCase("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public async Task Anonymous_AreCountedByNetwork(string first, string second, bool isSame)
    {
        await using var host = await StartAsync(("RateLimits:AnonymousPermitsPerMinute", "1"));
        await RepeatAsync(1, () => host.GetAsync("/v1/x", first));

        var expected = isSame ? HttpStatusCode.TooManyRequests : HttpStatusCode.OK;
        Assert.That(await StatusAsync(host.GetAsync("/v1/x", second)), Is.EqualTo(expected));
    }

    [TestCase("/v1/x", "bad")]
    [TestCase("/v1/x?share=bad", null)]
    public async Task RefusedCredentials_InAFlood_AreNotLookedAtAnyMore(string path, string? token)
    {
        await using var host = await StartAsync(("RateLimits:RefusedCredentialsPerMinute", "3"));
        var refused = new List<HttpStatusCode>();
        for (var i = 0; i < 6; i++) refused.Add(await StatusAsync(host.GetAsync(path, "203.0.113.1", token)));

        var (unauthorized, tooMany) = (HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests);
        Assert.That(refused, Is.EqualTo(new[] { unauthorized, unauthorized, unauthorized, tooMany, tooMany, tooMany }));
        Assert.That(await StatusAsync(host.GetAsync("/v1/x", "203.0.113.1", "good")), Is.EqualTo(HttpStatusCode.OK), "another credential");
        Assert.That(await StatusAsync(host.GetAsync("/v1/x", "203.0.113.1")), Is.EqualTo(HttpStatusCode.OK), "same address, anonymous");
        Assert.That(await StatusAsync(host.GetAsync("/v1/x", "203.0.113.2", "good")), Is.EqualTo(HttpStatusCode.OK), "another address");
    }

    [Test]
    public async Task RefusedCredentials_ManyDifferentOnes_StopTheirNetworkButNotWhatHasWorkedThere()
    {
        await using var host = await StartAsync(("RateLimits:RefusedCredentialsPerMinute", "3"));
        await RepeatAsync(1, () => host.GetAsync("/v1/x", "203.0.113.1", "good"));
        var refused = new List<HttpStatusCode>();
        for (var i = 0; i < 5; i++) refused.Add(await StatusAsync(host.GetAsync("/v1/x", "203.0.113.1", $"bad-{i}")));

        var (unauthorized, tooMany) = (HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests);
        Assert.That(refused, Is.EqualTo(new[] { unauthorized, unauthorized, unauthorized, tooMany, tooMany }));
        Assert.That(await StatusAsync(host.GetAsync("/v1/x", "203.0.113.1", "good")), Is.EqualTo(HttpStatusCode.OK), "it has worked");
        Assert.That(await StatusAsync(host.GetAsync("/v1/x", "203.0.113.1", "new")), Is.EqualTo(tooMany), "never seen");
        Assert.That(await StatusAsync(host.GetAsync("/v1/x", "203.0.113.1", "  \tgood")), Is.EqualTo(HttpStatusCode.OK), "spelled apart");
        var token = SecretToken.Create(SecretToken.KeyPrefix);
        Assert.That(await StatusAsync(host.GetAsync("/v1/x", "203.0.113.1", token)), Is.EqualTo(HttpStatusCode.OK), "could be a token");
        Assert.That(await StatusAsync(host.GetAsync("/v1/public", "203.0.113.1")), Is.EqualTo(HttpStatusCode.OK), "public route");
        Assert.That(await StatusAsync(host.GetAsync("/v1/x", "203.0.113.2", "new")), Is.EqualTo(HttpStatusCode.OK), "another address");
    }

    [Test]
    public async Task RefusedCredentials_OnPublicRoutes_CountForTheirNetworkToo()
    {
        await using var host = await StartAsync(("RateLimits:RefusedCredentialsPerMinute", "2"));
        var refused = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++) refused.Add(await StatusAsync(host.GetAsync("/v1/public", "203.0.113.1", $"bad-{i}")));

        var (unauthorized, tooMany) = (HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests);
        Assert.That(refused, Is.EqualTo(new[] { unauthorized, unauthorized, tooMany, tooMany }));
        Assert.That(await StatusAsync(host.GetAsync("/v1/public", "203.0.113.1")), Is.EqualTo(HttpStatusCode.OK), "without one");
    }

    [Test]
    public async Task RefusedCredentials_OfOneNetwork_DoNotSpendWhatAnotherHas()
    {
        await using var host = await StartAsync(("RateLimits:RefusedCredentialsPerMinute", "2"));
        for (var i = 0; i < 3; i++) await StatusAsync(host.GetAsync("/v1/x", "203.0.113.1", "bad"));

        // The same credential, as any other in its slot.
        Assert.That(await StatusAsync(host.GetAsync("/v1/x", "203.0.113.1", "bad")), Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(await StatusAsync(host.GetAsync("/v1/x", "203.0.113.2", "bad")), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task UnknownCredentials_ThatCouldBeTokens_AreStoppedAtALimitOfTheirOwn()
    {
        await using var host = await StartAsync(
            ("RateLimits:RefusedCredentialsPerMinute", "1"), ("RateLimits:NetworkPermitsPerMinute", "3"));
        var refused = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            refused.Add(await StatusAsync(host.GetAsync("/v1/public", "203.0.113.1", SecretToken.Create(SecretToken.LinkPrefix))));
        }

        using var last = await host.GetAsync("/v1/x", "203.0.113.1", SecretToken.Create(SecretToken.KeyPrefix));

        var (unauthorized, tooMany) = (HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests);
        Assert.That(refused, Is.EqualTo(new[] { unauthorized, unauthorized, unauthorized, tooMany }));
        Assert.That(last.StatusCode, Is.EqualTo(tooMany));
        Assert.That(Header(last, "RateLimit-Policy"), Is.EqualTo("\"unknown-credentials\";q=3;w=60"));
    }

    [Test]
    public async Task AcceptedCredentials_OverTheirQuota_TakeNobodysPlaceInTheTable()
    {
        await using var host = await StartAsync(("RateLimits:NetworkPermitsPerMinute", "1"));
        await RepeatAsync(1, () => host.GetAsync("/v1/x", token: " cand-a"));
        Assert.That(await StatusAsync(host.GetAsync("/v1/x", token: "cand-b")), Is.EqualTo(HttpStatusCode.TooManyRequests));

        var accepted = host.Services.GetRequiredService<RateLimits>().AcceptedCredentials;
        Assert.That(accepted.Has(CredentialMarks.MarkOf("cand-a")), Is.True);
        Assert.That(accepted.Has(CredentialMarks.MarkOf("cand-b")), Is.False);
    }

    [Test]
    public async Task Caller_OverItsOwnQuota_DoesNotSpendItsNetworks()
    {
        await using var host = await StartAsync(("RateLimits:PermitsPerMinute", "1"), ("RateLimits:NetworkPermitsPerMinute", "3"));
        await RepeatAsync(1, () => host.GetAsync("/v1/x", token: "cand-a"));
        for (var i = 0; i < 5; i++)
        {
            Assert.That(await StatusAsync(host.GetAsync("/v1/x", token: "cand-a")), Is.EqualTo(HttpStatusCode.TooManyRequests));
        }

        await RepeatAsync(1, () => host.GetAsync("/v1/x", token: "cand-b"));
    }

    [Test]
    public async Task RefusedCredentials_OnceEmpty_StayLimitedWhileTheBucketHoldsAFraction()
    {
        await using var host = await StartAsync(("RateLimits:RefusedCredentialsPerMinute", "3"));
        for (var i = 0; i < 3; i++) await StatusAsync(BadAsync());
        _clock.Advance(TimeSpan.FromSeconds(19.9));
        var before = await StatusAsync(BadAsync());
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        var after = await StatusAsync(BadAsync());
        var again = await StatusAsync(BadAsync());

        var (unauthorized, tooMany) = (HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests);
        Assert.That((before, after, again), Is.EqualTo((tooMany, unauthorized, tooMany)));

        Task<HttpResponseMessage> BadAsync() => host.GetAsync("/v1/x", "203.0.113.1", "bad");
    }

    [Test]
    public async Task Network_WithManyFreeCredentials_IsLimitedAsAWhole()
    {
        await using var host = await StartAsync(("RateLimits:NetworkPermitsPerMinute", "3"));
        await RepeatAsync(1, () => host.GetAsync("/v1/x", token: "cand-a"));
        await RepeatAsync(1, () => host.GetAsync("/v1/x", token: "cand-b"));
        await RepeatAsync(1, () => host.GetAsync("/v1/x", token: "cand-c"));

        using var refused = await host.GetAsync("/v1/x", token: "cand-d");

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(Header(refused, "RateLimit-Policy"), Is.EqualTo("\"network\";q=3;w=60"));
    }

    [TestCase("/health/live")]
    [TestCase("/health/ready")]
    [TestCase("/metrics")]
    public async Task Operational_Paths_AreExempt(string path)
    {
        await using var host = await StartAsync(("RateLimits:AnonymousPermitsPerMinute", "1"));
        for (var i = 0; i < 3; i++)
        {
            using var response = await host.GetAsync(path, "203.0.113.1");
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(response.Headers.Contains("RateLimit"), Is.False);
        }
    }

    [Test]
    public async Task Zero_IsNoLimitAndNoHeader()
    {
        await using var host = await StartAsync(
            ("RateLimits:PermitsPerMinute", "0"),
            ("RateLimits:AnonymousPermitsPerMinute", "0"),
            ("RateLimits:RefusedCredentialsPerMinute", "0"));
        for (var i = 0; i < 200; i++)
        {
            Assert.That(await StatusAsync(host.GetAsync("/v1/x", token: "bad")), Is.EqualTo(HttpStatusCode.Unauthorized));
        }

        using var response = await host.GetAsync("/v1/x");
        Assert.That(response.Headers.Contains("RateLimit"), Is.False);
    }

    [Test]
    public async Task Negative_Quota_IsRefusedAtStartByName()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(
            () => StartAsync(("RateLimits:AnonymousPermitsPerMinute", "-1")));
        Assert.That(refused!.Message, Does.Contain("RateLimits:AnonymousPermitsPerMinute is -1"));
    }

    private Task<SmallHost> StartAsync(params (string Setting, string Value)[] settings) => SmallHost.StartAsync(
        builder => builder.Services.AddRateLimits().AddSingleton<TimeProvider>(_clock),
        app =>
        {
            app.Use(SetRouteAsync);
            app.UseRefusedCredentialLimit();
            app.Use(SmallHost.AuthenticateAsync);
            app.UseRateLimits();
            app.Run(context => context.Response.WriteAsync("ok"));
        },
        settings);

    private static Task SetRouteAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path == "/v1/public")
        {
            var rule = new AccessRule(PrincipalKinds.Everyone, null);
            context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(rule), null));
        }

        return next(context);
    }

    private static async Task RepeatAsync(int times, Func<Task<HttpResponseMessage>> send)
    {
        for (var i = 0; i < times; i++) Assert.That(await StatusAsync(send()), Is.EqualTo(HttpStatusCode.OK));
    }

    private static async Task<HttpStatusCode> StatusAsync(Task<HttpResponseMessage> sending)
    {
        using var response = await sending;
        return response.StatusCode;
    }

    private static string Header(HttpResponseMessage response, string name) => string.Join(",", response.Headers.GetValues(name));
}
