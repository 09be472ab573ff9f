using System.Globalization;
using Aieh.Api.Platform.Operations;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Platform.Http;

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

    internal static Task RefuseAsync(this RateLimitPolicy policy, HttpContext context)
    {
        Telemetry.RateLimitRejections.Add(1, new KeyValuePair<string, object?>("policy", policy.Name));
        policy.Describe(context);
        context.Response.Headers.RetryAfter = policy.SecondsToMore.ToString(CultureInfo.InvariantCulture);
        return Problems.RateLimited(policy.Name).ExecuteAsync(context);
    }
}

internal sealed class CallerLimit(RequestDelegate next, RateLimits limits)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (Telemetry.IsOperational(context.Request.Path)) return next(context);

        var kind = Principal.Of(context).Kind;
        var costsNothingToMake = kind is PrincipalKinds.Candidate or PrincipalKinds.Attempt or PrincipalKinds.Link;
        if (costsNothingToMake && !limits.Network.IsOff && !limits.Network.TryTake(context)) return limits.Network.RefuseAsync(context);

        var policy = kind == PrincipalKinds.Anonymous ? limits.Anonymous : limits.Default;
        if (policy.IsOff) return next(context);
        if (!policy.TryTake(context)) return policy.RefuseAsync(context);

        // When the response starts, because the exception handler clears what was set before it.
        context.Response.OnStarting(
            static state =>
            {
                var (policy, context) = ((RateLimitPolicy, HttpContext))state;
                policy.Describe(context);
                return Task.CompletedTask;
            },
            (policy, context));
        return next(context);
    }
}

/// <summary>
/// A refused credential leaves no principal to count by, and <see cref="Authentication"/> answers 401 before <see cref="CallerLimit"/>
/// runs. So the sender's network is charged after a refusal, and its credentials are not looked up while it has nothing left. Good ones
/// included: who shares an address with an attacker gets 429 while the attack lasts, which is why this quota is apart from the anonymous
/// one.
/// </summary>
internal sealed class RefusedCredentialLimit(RequestDelegate next, RateLimits limits)
{
    public Task InvokeAsync(HttpContext context)
    {
        var policy = limits.RefusedCredentials;
        return policy.IsOff || !HasCredential(context.Request) || Telemetry.IsOperational(context.Request.Path)
            ? next(context)
            : CountAsync(policy, context);
    }

    private Task CountAsync(RateLimitPolicy policy, HttpContext context)
    {
        if (!policy.IsUntouched && policy.Remaining(context) == 0) return policy.RefuseAsync(context);

        context.Response.OnStarting(
            static state =>
            {
                var (policy, context) = ((RateLimitPolicy, HttpContext))state;
                if (!IsRefused(context)) return Task.CompletedTask;

                policy.TryTake(context);
                policy.Describe(context);
                return Task.CompletedTask;
            },
            (policy, context));
        return next(context);
    }

    private static bool IsRefused(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status401Unauthorized && Principal.Of(context).IsAnonymous;

    private static bool HasCredential(HttpRequest request) =>
        request.Headers.Authorization.Count > 0
        || (request.QueryString.HasValue && request.Query.ContainsKey(Authentication.ShareParameter));
}
