using Aieh.Api.Platform.Browser;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Aieh.Api.Platform.Http;

internal sealed class CorsSettings
{
    public const string Section = "Cors";

    /// <summary>
    /// Origins whose pages may call the API from a browser, such as <c>https://app.example.com</c>; <c>*</c> alone is every origin.
    /// </summary>
    /// <value>The default value is empty: no CORS.</value>
    public IList<string> Origins { get; init; } = [];
}

internal sealed class CorsSettingsValidator : IValidateOptions<CorsSettings>
{
    public ValidateOptionsResult Validate(string? name, CorsSettings options)
    {
        var errors = options.Origins
            .Select((origin, index) => (origin, index))
            .Where(entry => !IsOrigin(entry.origin) && !(entry.origin == "*" && options.Origins.Count == 1))
            .Select(entry => $"{CorsSettings.Section}:Origins:{entry.index} is '{entry.origin}'; "
                + "it must be an origin such as https://app.example.com (no path, no slash at the end), or * alone.")
            .ToArray();
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    // A browser sends scheme, host and a port that is not the scheme's own, in lower case, and the comparison is by character.
    private static bool IsOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri is { Scheme: "http" or "https", UserInfo: "" }
        && uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) == origin;
}

/// <summary>
/// Sets what a browser should be told. The headers are added when the response starts, because the exception handler clears what was
/// set before it.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next, IOptions<CorsSettings> cors)
{
    private readonly bool _variesByOrigin = cors.Value.Origins.Count > 0;

    /// <summary>An API response is data: it loads nothing and is framed by nobody.</summary>
    private static readonly StringValues ApiPolicy = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>
    /// Swagger UI loads its own scripts and styles, sets style attributes, draws icons from data: URLs and calls the API it is served by.
    /// </summary>
    private static readonly StringValues DocsPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly StringValues NoIndex = "noindex";
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues Deny = "DENY";
    private static readonly StringValues SameOrigin = "same-origin";
    private static readonly StringValues NoStore = "no-store";
    private static readonly StringValues OneYear = "max-age=31536000";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state => AddAsync((HttpContext)state), context);
        if (_variesByOrigin) context.Response.OnStarting(static state => VaryAsync((HttpResponse)state), context.Response);
        return next(context);
    }

    private static Task AddAsync(HttpContext context)
    {
        var request = context.Request;
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        headers["Referrer-Policy"] = NoReferrer;
        headers.XFrameOptions = Deny;
        headers["Cross-Origin-Resource-Policy"] = SameOrigin;
        var page = PageRoute.Of(context);
        headers.ContentSecurityPolicy =
            page is not null ? page.SecurityPolicy : request.Path.StartsWithSegments("/docs") ? DocsPolicy : ApiPolicy;
        if (page is not null) headers["Cross-Origin-Opener-Policy"] = SameOrigin;
        if (page is { IsPublic: false }) headers["X-Robots-Tag"] = NoIndex;
        if (page is not null || request.Path.StartsWithSegments("/v1") || Routes.IsOfSystems(request.Path)) ForbidStoring(context.Response);
        if (request.IsHttps && !IsLocal(request.Host.Host)) headers.StrictTransportSecurity = OneYear;
        return Task.CompletedTask;
    }

    /// <summary>
    /// What does not say that it may be stored may not. The framework's handler of exceptions says so in three headers, for caches of
    /// twenty years ago; a problem says it in one, wherever it comes from.
    /// </summary>
    private static void ForbidStoring(HttpResponse response)
    {
        var headers = response.Headers;
        if (headers.CacheControl.Count > 0 && response.StatusCode < StatusCodes.Status400BadRequest) return;

        headers.CacheControl = NoStore;
        headers.Remove(HeaderNames.Expires);
        headers.Remove(HeaderNames.Pragma);
    }

    /// <summary>
    /// Also of an answer to a request without an origin: a cache would give it to a page, which may not read it without the headers that
    /// an origin brings.
    /// </summary>
    private static Task VaryAsync(HttpResponse response)
    {
        if (!response.Headers.Vary.Contains(HeaderNames.Origin)) response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        return Task.CompletedTask;
    }

    // A browser that learns HSTS for localhost breaks every other project on the machine.
    private static bool IsLocal(string host) => host is "localhost" or "127.0.0.1" or "[::1]";
}

internal static class SecurityHeaderExtensions
{
    public static IServiceCollection AddSecurityHeaders(this IServiceCollection services)
    {
        services.Configure<KestrelServerOptions>(options => options.AddServerHeader = false);
        services.AddOptions<CorsSettings>().BindConfiguration(CorsSettings.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CorsSettings>, CorsSettingsValidator>();
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<CorsSettings>>((cors, settings) =>
            cors.AddDefaultPolicy(policy => Configure(policy, settings.Value)));
        return services;
    }

    /// <summary>First in the pipeline, so that every response has them, errors included.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app)
    {
        app.UseMiddleware<SecurityHeaders>();
        return app.ApplicationServices.GetRequiredService<IOptions<CorsSettings>>().Value.Origins.Count > 0 ? app.UseCors() : app;
    }

    /// <summary>No cookies, so no credentials mode: the token is a header that the page sets itself.</summary>
    private static void Configure(CorsPolicyBuilder policy, CorsSettings settings) => policy
        .WithOrigins([.. settings.Origins])
        .WithMethods("GET", "POST", "PUT", "PATCH", "DELETE")
        .WithHeaders(
            "Authorization", "Content-Type", IdempotencyKey.Header, "If-Match", "If-None-Match", "traceparent", "tracestate", "baggage")
        .WithExposedHeaders(
            "Accept-Encoding", "Allow", "Date", "ETag", "Location", StoredResult.ReplayedHeader, "RateLimit", "RateLimit-Policy",
            "Retry-After", "WWW-Authenticate")
        .SetPreflightMaxAge(TimeSpan.FromHours(1));
}
