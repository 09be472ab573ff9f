using System.Security.Cryptography;
using Polly;
using Polly.Retry;

namespace Aieh.Api.Platform.Operations;

internal static class Resilience
{
    /// <summary>
    /// Repeats a whole unit of work after a transient fault. The delay runs on the real clock, whatever clock the service is given.
    /// </summary>
    public static ResiliencePipeline DbTransient(int retries, TimeSpan delay, Func<Exception, bool> isTransient) =>
        new ResiliencePipelineBuilder { Name = "db-transient" }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is { } exception && isTransient(exception)),
                MaxRetryAttempts = retries,
                Delay = delay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .Build();

    /// <summary>
    /// A pause before work is planned anew that others have overtaken: longer with each round and of random length, so that those who
    /// collided do not meet again. On the real clock, too.
    /// </summary>
    public static Task PauseAsync(int round, CancellationToken cancellationToken) =>
        Task.Delay(RandomNumberGenerator.GetInt32(1, 5 << round), cancellationToken);
}
