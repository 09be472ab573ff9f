using Aieh.Api.Http;

namespace Aieh.Api.Operations;

/// <summary>What running the service takes besides answering requests, in one line each for the composition.</summary>
internal static class OperationsExtensions
{
    /// <summary>After AddDatabase, because hosted services stop in reverse order and the last maintenance still writes.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services) => services
        .AddSecurityHeaders()
        .AddHealth()
        .AddMaintenance()
        .AddGracefulShutdown();

    public static IEndpointRouteBuilder MapOperations(this IEndpointRouteBuilder endpoints) => endpoints.MapHealth().MapMetrics();
}
