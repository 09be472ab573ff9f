using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Platform.Limits;

/// <summary>
/// Declared on a route that costs nothing, answered from memory: everybody on a network shares a limit without a credential, and a page
/// without its style sheet is none.
/// </summary>
internal sealed record Uncounted;

internal static class RateLimitExtensions
{
    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RateLimitOptions>, RateLimitOptionsValidator>();
        return services.AddSingleton<RateLimits>();
    }

    /// <summary>Before <see cref="Authentication"/>: stops a flood of bad credentials before each costs a database read.</summary>
    public static IApplicationBuilder UseRefusedCredentialLimit(this IApplicationBuilder app) =>
        app.UseMiddleware<RefusedCredentialLimit>();

    /// <summary>After <see cref="Authentication"/>: a limit per credential holder, or per network for the anonymous.</summary>
    public static IApplicationBuilder UseRateLimits(this IApplicationBuilder app) => app.UseMiddleware<CallerLimit>();
}

internal sealed class CallerLimit(RequestDelegate next, RateLimits limits)
{
    public Task InvokeAsync(HttpContext context)
    {
        var kind = Principal.Of(context).Kind;
        // With a credential it is looked up, and that costs something.
        var isUncounted = kind == PrincipalKinds.Anonymous && context.GetEndpoint()?.Metadata.GetMetadata<Uncounted>() is not null;
        if (isUncounted || Telemetry.IsOperational(context.Request.Path)) return next(context);

        var policy = kind == PrincipalKinds.Anonymous ? limits.Anonymous : limits.Default;
        if (!policy.IsOff && !policy.TryTake(context)) return policy.RefuseAsync(context);

        // Only what the caller's own quota lets through is charged to its network, which others share.
        var costsNothingToMake =
            kind is PrincipalKinds.Candidate or PrincipalKinds.Attempt or PrincipalKinds.Link or PrincipalKinds.Login;
        if (costsNothingToMake && !limits.Network.IsOff && !limits.Network.TryTake(context)) return limits.Network.RefuseAsync(context);
        if (policy.IsOff) return next(context);

        // When the response starts, because the exception handler clears what was set before it.
        context.Response.OnStarting(
            static state =>
            {
                var (policy, context) = ((RateLimitPolicy, HttpContext))state;
                // A narrower limit, if it refused the request, has said what is left of it.
                if (!context.Response.Headers.ContainsKey(RateLimitPolicy.Header)) policy.Describe(context);
                return Task.CompletedTask;
            },
            (policy, context));
        return next(context);
    }
}
