namespace Aieh.Scoring.Integrity;

/// <summary>The error rates of a verification and the gain that it is to rule out; immutable, checked when it is made.</summary>
public sealed class VerificationSettings
{
    private const double LargestGain = 6;

    /// <summary>Settings of a verification.</summary>
    /// <param name="falseAlarmRate">
    /// How often somebody whose unsupervised result was earned may be found inconsistent; above 0, at most <paramref name="doubtRate"/>.
    /// </param>
    /// <param name="doubtRate">
    /// At a p value up to this nobody is found consistent; at least the false alarm rate, below 1/2.
    /// </param>
    /// <param name="gain">By how much a result would have to be too high to matter, logits; above 0, at most 6.</param>
    /// <param name="missRate">
    /// How often somebody whose result is too high by that gain may be found consistent; above 0, below 1/2.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its domain.</exception>
    public VerificationSettings(double falseAlarmRate, double doubtRate, double gain, double missRate)
    {
        CheckRate(doubtRate, nameof(doubtRate));
        if (!(falseAlarmRate > 0 && falseAlarmRate <= doubtRate))
            throw new ArgumentOutOfRangeException(
                nameof(falseAlarmRate), falseAlarmRate, $"The false alarm rate must be above 0 and at most the doubt rate, {doubtRate}.");
        if (!(gain is > 0 and <= LargestGain))
            throw new ArgumentOutOfRangeException(nameof(gain), gain, $"A gain must be above 0 and at most {LargestGain} logits.");
        CheckRate(missRate, nameof(missRate));
        (FalseAlarmRate, DoubtRate, Gain, MissRate) = (falseAlarmRate, doubtRate, gain, missRate);
    }

    /// <summary>False alarms 1 in 100, doubt from 1 in 20, a gain of two logits missed in 1 of 10.</summary>
    public static VerificationSettings Standard { get; } = new(0.01, 0.05, 2, 0.1);

    /// <summary>How often somebody whose unsupervised result was earned may be found inconsistent.</summary>
    public double FalseAlarmRate { get; }

    /// <summary>At a p value up to this nobody is found consistent.</summary>
    public double DoubtRate { get; }

    /// <summary>By how much a result would have to be too high to matter, logits.</summary>
    public double Gain { get; }

    /// <summary>How often somebody whose result is too high by that gain may be found consistent.</summary>
    public double MissRate { get; }

    private static void CheckRate(double rate, string name)
    {
        if (!(rate is > 0 and < 0.5)) throw new ArgumentOutOfRangeException(name, rate, "A rate must lie between 0 and 1/2.");
    }
}
