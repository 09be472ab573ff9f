namespace Aieh.Scoring.Scale;

/// <summary>
/// How precisely a score is told: in steps that decisions can use, so that a report does not say which answer moved it.
/// </summary>
/// <remarks>
/// All that is shown is computed from the two numbers that are told; figures computed from unrounded ones would give them back.
/// </remarks>
public sealed record ReportPrecision
{
    /// <summary>Makes a precision.</summary>
    /// <param name="scoreStep">Scores are told in multiples of so many points; at least 1.</param>
    /// <param name="standardErrorStep">Standard errors are told in multiples of so many points; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A step is below 1.</exception>
    public ReportPrecision(int scoreStep, int standardErrorStep)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scoreStep, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(standardErrorStep, 1);
        (ScoreStep, StandardErrorStep) = (scoreStep, standardErrorStep);
    }

    /// <summary>Step of scores, points.</summary>
    public int ScoreStep { get; }

    /// <summary>Step of standard errors, points.</summary>
    public int StandardErrorStep { get; }

    /// <summary>A score as it is told, with the error that rounding adds.</summary>
    /// <param name="score">Unrounded score, points; finite.</param>
    /// <param name="standardError">Its standard error, points; finite, above 0.</param>
    /// <returns>
    /// The nearest multiple of <see cref="ScoreStep"/>, halves away from zero, not clamped; and of √(SE² + step²/12), the variance of a
    /// rounding being that of a uniform number [Sheppard1898], the nearest multiple of <see cref="StandardErrorStep"/> above 0.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its domain.</exception>
    public (double Score, double StandardError) Of(double score, double standardError)
    {
        if (!double.IsFinite(score)) throw new ArgumentOutOfRangeException(nameof(score), score, "A score must be finite.");
        if (!(standardError > 0) || !double.IsFinite(standardError))
            throw new ArgumentOutOfRangeException(nameof(standardError), standardError, "A standard error must be finite and above 0.");

        var withRounding = Math.Sqrt(standardError * standardError + ScoreStep * ScoreStep / 12.0);
        return (Nearest(score, ScoreStep), Math.Max(Nearest(withRounding, StandardErrorStep), StandardErrorStep));
    }

    private static double Nearest(double value, int step) => Math.Round(value / step, MidpointRounding.AwayFromZero) * step;
}
