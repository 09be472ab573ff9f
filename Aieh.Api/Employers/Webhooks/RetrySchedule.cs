using System.Security.Cryptography;

namespace Aieh.Api.Employers.Webhooks;

/// <summary>When a delivery that failed is tried again: the schedule that Standard Webhooks gives as an example, with jitter.</summary>
internal static class RetrySchedule
{
    /// <summary>Before the first attempt, the second, and so on.</summary>
    private static readonly TimeSpan[] Delays =
    [
        TimeSpan.Zero, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2),
        TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>What a receiver can put off a delivery by, at most.</summary>
    private static readonly TimeSpan MostAsked = TimeSpan.FromHours(24);

    public static int MaxAttempts => Delays.Length;

    /// <summary>
    /// The time of the next attempt, up to a fifth later than the schedule says, so that what failed together is not repeated together; and
    /// not before the receiver wants it. Null after the last.
    /// </summary>
    public static DateTimeOffset? Next(int attempts, TimeSpan? asked, DateTimeOffset now)
    {
        if (attempts >= MaxAttempts) return null;

        var delay = Delays[attempts] * (1 + (RandomNumberGenerator.GetInt32(1000) / 5000.0));
        if (asked > delay) delay = asked.Value < MostAsked ? asked.Value : MostAsked;
        return now + delay;
    }
}
