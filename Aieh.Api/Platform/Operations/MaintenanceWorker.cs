using Microsoft.Extensions.Options;

namespace Aieh.Api.Platform.Operations;

internal sealed class MaintenanceOptions
{
    public const string Section = "Maintenance";

    /// <summary>
    /// Seconds between two rounds of background work: whatever the rooms have registered as a <see cref="MaintenanceTask"/>.
    /// </summary>
    /// <value>The default value is 60.</value>
    public int IntervalSeconds { get; set; } = 60;
}

internal sealed class MaintenanceOptionsValidator : IValidateOptions<MaintenanceOptions>
{
    public ValidateOptionsResult Validate(string? name, MaintenanceOptions options) => options.IntervalSeconds is >= 1 and <= 86_400
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"Maintenance:IntervalSeconds is {options.IntervalSeconds}; it must be between 1 and 86400.");
}

/// <summary>
/// A piece of background work, safe to run on every replica at once. <paramref name="AtStop"/>: also once more when the host stops.
/// </summary>
internal sealed record MaintenanceTask(string Name, Func<CancellationToken, Task> RunAsync, bool AtStop = false);

internal sealed partial class MaintenanceWorker(
    IEnumerable<MaintenanceTask> tasks, IOptions<MaintenanceOptions> options, TimeProvider time, ILogger<MaintenanceWorker> logger)
    : BackgroundService
{
    /// <summary>One task must not keep the others waiting for ever.</summary>
    private static readonly TimeSpan TaskTimeout = TimeSpan.FromMinutes(1);

    private readonly PeriodicTimer _timer = new(TimeSpan.FromSeconds(options.Value.IntervalSeconds), time);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        foreach (var task in tasks.Where(task => task.AtStop)) await RunAsync(task, cancellationToken);
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var task in tasks) await RunAsync(task, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }

    private async Task RunAsync(MaintenanceTask task, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(TaskTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await task.RunAsync(either.Token);
            Count(task, "done");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host is stopping; what was not done is done after the next start.
        }
        catch (Exception exception)
        {
            Count(task, "failed");
            LogFailed(task.Name, exception);
        }
    }

    private static void Count(MaintenanceTask task, string outcome) =>
        Telemetry.MaintenanceRuns.Add(
            1, new KeyValuePair<string, object?>("task", task.Name), new KeyValuePair<string, object?>("outcome", outcome));

    [LoggerMessage(
        EventName = "MaintenanceFailed",
        Level = LogLevel.Warning,
        Message = "Maintenance task {Task} failed and will be tried again in the next round")]
    private partial void LogFailed(string task, Exception exception);
}

internal static class MaintenanceExtensions
{
    /// <summary>The worker itself, after AddDatabase: hosted services stop in reverse order, and the last flush needs the writer.</summary>
    public static IServiceCollection AddMaintenance(this IServiceCollection services)
    {
        services.AddOptions<MaintenanceOptions>().BindConfiguration(MaintenanceOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MaintenanceOptions>, MaintenanceOptionsValidator>();
        return services.AddHostedService<MaintenanceWorker>();
    }

    /// <summary>Background work of a room, done in the order in which the rooms register it.</summary>
    public static IServiceCollection AddMaintenanceTask<T>(
        this IServiceCollection services, string name, Func<T, Func<CancellationToken, Task>> run, bool atStop = false)
        where T : notnull =>
        services.AddSingleton(provider => new MaintenanceTask(name, run(provider.GetRequiredService<T>()), atStop));
}
