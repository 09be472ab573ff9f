using System.Collections.Immutable;

namespace Aieh.Scoring.Integrity;

/// <summary>How signals become a status; immutable, checked when it is made.</summary>
public sealed class IntegrityRules
{
    /// <summary>Rules of a status.</summary>
    /// <param name="lowRate">
    /// The share of honest people who reach <see cref="IntegrityStatus.Low"/> or more by tested signals, at most; below 1.
    /// </param>
    /// <param name="mediumRate">The same of <see cref="IntegrityStatus.Medium"/>; at most the one before.</param>
    /// <param name="highRate">The same of <see cref="IntegrityStatus.High"/>; above 0, at most the one before.</param>
    /// <param name="fromCounts">
    /// From how often on a counted signal is remarkable, each at least 1; a signal that is left out never is.
    /// </param>
    /// <exception cref="ArgumentException">A signal among the counted has a p value.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rate or a count is outside its domain.</exception>
    public IntegrityRules(
        double lowRate, double mediumRate, double highRate, IEnumerable<KeyValuePair<IntegritySignal, int>> fromCounts)
    {
        ArgumentNullException.ThrowIfNull(fromCounts);
        if (!(lowRate is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(lowRate), lowRate, "A rate must lie between 0 and 1.");
        CheckWithin(mediumRate, lowRate, nameof(mediumRate));
        CheckWithin(highRate, mediumRate, nameof(highRate));
        (LowRate, MediumRate, HighRate, FromCounts) = (lowRate, mediumRate, highRate, fromCounts.ToImmutableDictionary());
        foreach (var (signal, count) in FromCounts)
        {
            if (!IsCounted(signal)) throw new ArgumentException($"{signal} is not counted: it has a p value.", nameof(fromCounts));
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(fromCounts));
        }
    }

    /// <summary>
    /// 5 %, 1 % and 0.1 %; counted signals from three times left, one paste, five lost connections on.
    /// </summary>
    public static IntegrityRules Standard { get; } = new(0.05, 0.01, 0.001, new Dictionary<IntegritySignal, int>
    {
        [IntegritySignal.TabHidden] = 3,
        [IntegritySignal.CopyOrPaste] = 1,
        [IntegritySignal.Reconnect] = 5,
    });

    /// <summary>The share of honest people who reach <see cref="IntegrityStatus.Low"/> or more by tested signals, at most.</summary>
    public double LowRate { get; }

    /// <summary>The share of honest people who reach <see cref="IntegrityStatus.Medium"/> or more, at most.</summary>
    public double MediumRate { get; }

    /// <summary>The share of honest people who reach <see cref="IntegrityStatus.High"/>, at most.</summary>
    public double HighRate { get; }

    /// <summary>From how often on a counted signal is remarkable.</summary>
    public ImmutableDictionary<IntegritySignal, int> FromCounts { get; }

    internal static bool IsCounted(IntegritySignal signal) => signal >= IntegritySignal.TabHidden;

    /// <summary>What an adjusted p value amounts to.</summary>
    internal IntegrityStatus StatusOf(double adjusted) =>
        adjusted <= HighRate ? IntegrityStatus.High
        : adjusted <= MediumRate ? IntegrityStatus.Medium
        : adjusted <= LowRate ? IntegrityStatus.Low
        : IntegrityStatus.None;

    private static void CheckWithin(double rate, double most, string name)
    {
        if (!(rate > 0 && rate <= most))
            throw new ArgumentOutOfRangeException(name, rate, $"A rate must be above 0 and at most {most} here.");
    }
}
