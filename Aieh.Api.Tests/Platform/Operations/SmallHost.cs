using System.Net;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Platform.Operations;

/// <summary>
/// A web application with the pieces under test and nothing else, in memory. The header X-Test-Address is the caller's address, and a
/// bearer token is its own principal, unless it begins with "bad" or is a share link's: then it is refused as the real authentication
/// refuses it.
/// </summary>
internal sealed class SmallHost : IAsyncDisposable
{
    private const string AddressHeader = "X-Test-Address";
    private readonly WebApplication _app;

    private SmallHost(WebApplication app)
    {
        _app = app;
        Client = app.GetTestClient();
        Client.Timeout = HangGuard.Limit;
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<SmallHost> StartAsync(
        Action<WebApplicationBuilder> services, Action<WebApplication> pipeline, params (string Setting, string Value)[] settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.WebHost.UseTestServer();
        builder.Configuration.AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Setting, (string?)pair.Value)));
        builder.Services.AddRoutingCore();
        builder.Services.AddProblemDetails();
        builder.Services.AddLogging();
        builder.Services.AddSingleton(TimeProvider.System);
        services(builder);
        var app = builder.Build();
        app.Use(SetAddressAsync);
        pipeline(app);
        await app.StartAsync();
        return new SmallHost(app);
    }

    public async Task<HttpResponseMessage> GetAsync(string path, string? address = null, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (address is not null) request.Headers.Add(AddressHeader, address);
        if (token is not null) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        return await Client.SendAsync(request);
    }

    public static async Task AuthenticateAsync(HttpContext context, RequestDelegate next)
    {
        var token = Authentication.ReadToken(context.Request).Token ?? "";
        if (token.StartsWith("bad", StringComparison.Ordinal) || token.StartsWith(SecretToken.LinkPrefix, StringComparison.Ordinal))
        {
            await Problems.Of(Problems.InvalidTokenKind).ExecuteAsync(context);
            return;
        }

        if (token.Length > 0) context.Features.Set(new Principal { Kind = KindOf(token), Id = "tenant:" + token });
        await next(context);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private static PrincipalKinds KindOf(string token) =>
        token.StartsWith("cand", StringComparison.Ordinal) ? PrincipalKinds.Candidate : PrincipalKinds.Key;

    private static Task SetAddressAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.TryGetValue(AddressHeader, out var address))
        {
            context.Connection.RemoteIpAddress = IPAddress.Parse(address.ToString());
        }

        return next(context);
    }
}
