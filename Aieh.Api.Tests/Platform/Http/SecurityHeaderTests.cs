using Aieh.Api.Platform.Http;
using Aieh.Api.Tests.Platform.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Tests.Platform.Http;

internal sealed class SecurityHeaderTests
{
    private const string Origin = "https://app.example.com";

    [TestCase("/v1/plain")]
    [TestCase("/v1/missing")]
    [TestCase("/v1/failing")]
    public async Task Response_WhateverItsStatus_HasTheHeaders(string path)
    {
        await using var host = await StartAsync();
        using var response = await host.GetAsync(path);

        Assert.Multiple(() =>
        {
            Assert.That(Header(response, "X-Content-Type-Options"), Is.EqualTo("nosniff"));
            Assert.That(Header(response, "X-Frame-Options"), Is.EqualTo("DENY"));
            Assert.That(Header(response, "Referrer-Policy"), Is.EqualTo("no-referrer"));
            Assert.That(Header(response, "Cross-Origin-Resource-Policy"), Is.EqualTo("same-origin"));
            Assert.That(Header(response, "Content-Security-Policy"), Is.EqualTo("default-src 'none'; frame-ancestors 'none'"));
            Assert.That(Header(response, "Cache-Control"), Is.EqualTo("no-store"));
            Assert.That(Header(response, "Strict-Transport-Security"), Is.Null, "plain http");
        });
    }

    [Test]
    public async Task CacheControl_OfTheEndpoint_IsKept()
    {
        await using var host = await StartAsync();
        using var response = await host.GetAsync("/v1/cached");
        Assert.That(Header(response, "Cache-Control"), Is.EqualTo("public, max-age=60"));
    }

    [Test]
    public async Task Docs_GetAPolicyThatSwaggerUiWorksUnder()
    {
        await using var host = await StartAsync();
        using var response = await host.GetAsync("/docs/index.html");
        var policy = Header(response, "Content-Security-Policy");
        Assert.That(policy, Does.Contain("script-src 'self';").And.Contain("connect-src 'self'"));
        Assert.That(policy, Does.Not.Contain("script-src 'self' 'unsafe"));
        Assert.That(Header(response, "Cache-Control"), Is.Null);
    }

    [TestCase("https://api.example.com/v1/plain", true)]
    [TestCase("https://localhost:8443/v1/plain", false)]
    [TestCase("http://api.example.com/v1/plain", false)]
    public async Task Hsts_IsSentOverHttpsOnly(string url, bool isSent)
    {
        await using var host = await StartAsync();
        using var response = await host.GetAsync(url);
        Assert.That(Header(response, "Strict-Transport-Security"), isSent ? Is.EqualTo("max-age=31536000") : Is.Null);
    }

    [Test]
    public async Task Server_Header_IsOff()
    {
        await using var host = await StartAsync();
        Assert.That(host.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.AddServerHeader, Is.False);
    }

    [Test]
    public async Task Cors_ByDefault_IsOff()
    {
        await using var host = await StartAsync();
        using var response = await SendAsync(host, HttpMethod.Get, Origin);
        Assert.That(Header(response, "Access-Control-Allow-Origin"), Is.Null);
    }

    [TestCase(Origin, "/v1/plain", Origin)]
    [TestCase(Origin, "/v1/plain", null)]
    [TestCase(Origin, "/v1/plain", "https://elsewhere.example")]
    [TestCase(Origin, "/v1/failing", Origin)]
    [TestCase(Origin, "/v1/failing", null)]
    [TestCase(Origin, "/v1/missing", Origin)]
    [TestCase(Origin, "/v1/unchanged", Origin)]
    [TestCase(Origin, "/v1/unchanged", null)]
    [TestCase("*", "/v1/plain", Origin)]
    [TestCase("*", "/v1/plain", null)]
    public async Task Cors_WhatItCanChange_VariesByOrigin(string configured, string path, string? origin)
    {
        await using var host = await StartAsync(("Cors:Origins:0", configured));
        using var response = origin is null ? await host.GetAsync(path) : await SendAsync(host, HttpMethod.Get, origin, path);
        Assert.That(Header(response, "Vary"), Is.EqualTo("Origin"));
    }

    [TestCase("/v1/plain")]
    [TestCase("/v1/failing")]
    public async Task Cors_ForAConfiguredOrigin_ExposesWhatAClientNeeds(string path)
    {
        await using var host = await StartAsync(("Cors:Origins:0", Origin));
        using var response = await SendAsync(host, HttpMethod.Get, Origin, path);

        Assert.That(Header(response, "Access-Control-Allow-Origin"), Is.EqualTo(Origin));
        Assert.That(Header(response, "Access-Control-Allow-Credentials"), Is.Null);
        Assert.That(Header(response, "Access-Control-Expose-Headers")!.Split(','), Is.SupersetOf(new[]
        {
            "ETag", "Location", "Idempotency-Replayed", "RateLimit", "RateLimit-Policy", "Retry-After", "WWW-Authenticate",
            "Allow", "Date", "Accept-Encoding",
        }));
    }

    [Test]
    public async Task Cors_Preflight_AllowsTheMethodsAndHeadersOfTheContract()
    {
        await using var host = await StartAsync(("Cors:Origins:0", Origin));
        using var response = await SendAsync(host, HttpMethod.Options, Origin);

        Assert.That(Header(response, "Access-Control-Allow-Methods"), Is.EqualTo("GET,POST,PUT,PATCH,DELETE"));
        Assert.That(
            Header(response, "Access-Control-Allow-Headers")!.Split(','),
            Is.SupersetOf(new[]
            {
                "Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match", "traceparent", "tracestate",
            }));
    }

    [Test]
    public async Task Cors_ForAnotherOrigin_IsRefused()
    {
        await using var host = await StartAsync(("Cors:Origins:0", Origin));
        using var response = await SendAsync(host, HttpMethod.Get, "https://elsewhere.example");
        Assert.That(Header(response, "Access-Control-Allow-Origin"), Is.Null);
    }

    [TestCase("app.example.com")]
    [TestCase("https://app.example.com/")]
    [TestCase("https://app.example.com:443")]
    [TestCase("https://user@app.example.com")]
    [TestCase("https://APP.example.com")]
    [TestCase("")]
    public async Task Cors_OriginThatNoBrowserSends_IsRefusedAtStartByName(string origin)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(("Cors:Origins:0", origin)));
        Assert.That(refused!.Message, Does.Contain("Cors:Origins:0"));
    }

    [Test]
    public async Task Cors_Star_IsEveryOrigin()
    {
        await using var host = await StartAsync(("Cors:Origins:0", "*"));
        using var response = await SendAsync(host, HttpMethod.Get, "https://elsewhere.example");
        Assert.That(Header(response, "Access-Control-Allow-Origin"), Is.EqualTo("*"));
    }

    private static Task<SmallHost> StartAsync(params (string Setting, string Value)[] settings) => SmallHost.StartAsync(
        builder => builder.Services.AddSecurityHeaders(),
        app =>
        {
            app.UseSecurityHeaders();
            app.UseExceptionHandler();
            app.Run(context =>
            {
                switch (context.Request.Path.Value)
                {
                    case "/v1/failing":
                        throw new InvalidOperationException("planted");
                    case "/v1/missing":
                        context.Response.StatusCode = StatusCodes.Status404NotFound;
                        break;
                    case "/v1/unchanged":
                        context.Response.StatusCode = StatusCodes.Status304NotModified;
                        break;
                    case "/v1/cached":
                        context.Response.Headers.CacheControl = "public, max-age=60";
                        break;
                }

                return Task.CompletedTask;
            });
        },
        settings);

    private static async Task<HttpResponseMessage> SendAsync(SmallHost host, HttpMethod method, string origin, string path = "/v1/plain")
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Origin", origin);
        if (method == HttpMethod.Options)
        {
            request.Headers.Add("Access-Control-Request-Method", "POST");
            request.Headers.Add("Access-Control-Request-Headers", "authorization, idempotency-key");
        }

        return await host.Client.SendAsync(request);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}
