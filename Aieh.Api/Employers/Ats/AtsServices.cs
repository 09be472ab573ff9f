using System.Net;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Http;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Timeout;

namespace Aieh.Api.Employers.Ats;

internal static class AtsServices
{
    /// <summary>The one client that applicant tracking systems are called with.</summary>
    public const string Client = "ats";

    /// <summary>The connection that a call is made for.</summary>
    public static readonly HttpRequestOptionsKey<Guid> Connection = new("aieh.connection");

    /// <summary>For the whole of a call. What is tried again is tried by the outbox's schedule, and survives a restart.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>For so long a host that has failed repeatedly is not called.</summary>
    public static readonly TimeSpan Break = TimeSpan.FromSeconds(30);

    public static IServiceCollection AddAts(this IServiceCollection services)
    {
        services.AddOptions<AtsOptions>().BindConfiguration(AtsOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AtsOptions>, AtsOptionsValidator>();
        services.AddSingleton<TestsOnOffer>();
        services.AddSingleton<AtsOrders>();
        services.AddSingleton<AtsResults>();
        services.AddSingleton<AtsCaller>();
        services.AddSingleton<IInvitationErasure, AtsErasure>();
        AddClient(services);
        return services.AddWireJson(AtsJson.Wire);
    }

    /// <summary>Of a host and a connection: what one tenant provokes there keeps no other's results.</summary>
    private static string CircuitOf(HttpRequestMessage request) =>
        $"{request.RequestUri!.Authority} {(request.Options.TryGetValue(Connection, out var connection) ? connection : Guid.Empty)}";

    /// <summary>
    /// Guarded like webhooks; and a circuit for each host and connection: one that is down keeps nobody waiting. The framework's own log of
    /// requests would hold addresses.
    /// </summary>
    private static void AddClient(IServiceCollection services) =>
        services.AddHttpClient(Client)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(provider => GuardedHttp.NewHandler(
                provider.GetRequiredService<ResolveHost>(), provider.GetRequiredService<IOptions<WebhookOptions>>().Value.Allows))
            .AddResilienceHandler(Client, (pipeline, context) =>
            {
                pipeline.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
                pipeline.AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
                {
                    BreakDuration = Break,
                    FailureRatio = 0.5,
                    MinimumThroughput = 10,
                    // Not of what the key or the load of one tenant is about.
                    ShouldHandle = static args => ValueTask.FromResult(
                        args.Outcome.Exception is HttpRequestException or TimeoutRejectedException
                        || args.Outcome.Result is { StatusCode: >= HttpStatusCode.InternalServerError }),
                });
                pipeline.AddTimeout(Timeout);
            })
            .SelectPipelineBy(_ => CircuitOf);
}
