using Microsoft.Extensions.Options;

namespace Aieh.Api.Platform.Operations;

internal sealed class ShutdownOptions
{
    public const string Section = "Shutdown";

    /// <summary>
    /// Seconds that a stopping process has in all: to drain, to finish the requests it has accepted, and to commit their writes.
    /// </summary>
    /// <value>The default value is 30.</value>
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>
    /// Seconds during which a stopping replica still takes requests but is no longer ready, so that a load balancer can notice.
    /// </summary>
    /// <value>The default value is 0: stop at once.</value>
    public int DrainSeconds { get; set; }
}

internal sealed class ShutdownOptionsValidator : IValidateOptions<ShutdownOptions>
{
    public ValidateOptionsResult Validate(string? name, ShutdownOptions options)
    {
        var (timeout, drain) = (options.TimeoutSeconds, options.DrainSeconds);
        if (timeout is < 1 or > 600)
        {
            return ValidateOptionsResult.Fail($"Shutdown:TimeoutSeconds is {timeout}; it must be between 1 and 600.");
        }

        return drain >= 0 && drain < timeout
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Shutdown:DrainSeconds is {drain}; it must be at least 0 and less than Shutdown:TimeoutSeconds ({timeout}).");
    }
}

internal static class GracefulShutdown
{
    /// <summary>
    /// The host stops its services in the reverse order of their registration, one after another, and the HTTP server is always registered
    /// last. So: drain, finish the requests, last maintenance, commit what the writer has accepted.
    /// </summary>
    public static IServiceCollection AddGracefulShutdown(this IServiceCollection services)
    {
        services.AddOptions<ShutdownOptions>().BindConfiguration(ShutdownOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ShutdownOptions>, ShutdownOptionsValidator>();
        services.AddOptions<HostOptions>().Configure<IOptions<ShutdownOptions>>((host, shutdown) =>
        {
            host.ShutdownTimeout = TimeSpan.FromSeconds(shutdown.Value.TimeoutSeconds);
            host.ServicesStopConcurrently = false;
        });
        return services.AddHostedService<Drain>();
    }

    /// <summary>StoppingAsync runs before any service is told to stop, the HTTP server included.</summary>
    private sealed class Drain(IOptions<ShutdownOptions> options, TimeProvider time) : IHostedLifecycleService
    {
        public Task StoppingAsync(CancellationToken cancellationToken) =>
            options.Value.DrainSeconds > 0
                ? Task.Delay(TimeSpan.FromSeconds(options.Value.DrainSeconds), time, cancellationToken)
                : Task.CompletedTask;

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
