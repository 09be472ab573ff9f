namespace Aieh.Scoring.Irt;

/// <summary>How far the parameters of an item may be from where they were placed: the standard deviations of independent priors.</summary>
/// <param name="LogDiscrimination">Standard deviation of ln a, a log-normal prior; at least 0.</param>
/// <param name="Threshold">Standard deviation of the difficulty, and of every threshold or step, logits; at least 0.</param>
/// <param name="LogitGuessing">Standard deviation of logit c; at least 0, read where c is above 0.</param>
public readonly record struct ParameterSpread(double LogDiscrimination, double Threshold, double LogitGuessing = 0)
{
    internal ParameterSpread Checked()
    {
        Check(LogDiscrimination, nameof(LogDiscrimination));
        Check(Threshold, nameof(Threshold));
        Check(LogitGuessing, nameof(LogitGuessing));
        return this;
    }

    private static void Check(double deviation, string name)
    {
        if (!(deviation >= 0) || !double.IsFinite(deviation))
            throw new ArgumentOutOfRangeException(name, deviation, "A standard deviation must be finite and at least 0.");
    }
}
