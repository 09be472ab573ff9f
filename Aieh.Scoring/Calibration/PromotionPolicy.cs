namespace Aieh.Scoring.Calibration;

/// <summary>When an item whose parameters were provisional counts as calibrated.</summary>
public sealed record PromotionPolicy
{
    /// <summary>Makes a policy.</summary>
    /// <param name="minimumAnswers">Fewest answers; at least 1.</param>
    /// <param name="largestDifficultyError">Largest standard error of any b, logits; above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is outside its domain.</exception>
    public PromotionPolicy(long minimumAnswers, double largestDifficultyError)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumAnswers, 1);
        if (!(largestDifficultyError > 0))
            throw new ArgumentOutOfRangeException(
                nameof(largestDifficultyError), largestDifficultyError, "The largest error must be above 0.");
        (MinimumAnswers, LargestDifficultyError) = (minimumAnswers, largestDifficultyError);
    }

    /// <summary>Fewest answers.</summary>
    public long MinimumAnswers { get; }

    /// <summary>Largest standard error of any b, logits.</summary>
    public double LargestDifficultyError { get; }

    /// <summary>
    /// Whether an item is calibrated: estimated with variance, in a converged calibration, no parameter at a bound,
    /// enough answers and every b precise enough.
    /// </summary>
    /// <param name="result">The calibration.</param>
    /// <param name="errors">Its standard errors.</param>
    /// <param name="item">Index of the item.</param>
    /// <returns>True if the item becomes calibrated, false if it stays provisional.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    /// <exception cref="ArgumentException">The errors are not those of a calibration of as many items.</exception>
    public bool IsCalibrated(CalibrationResult result, CalibrationErrors errors, int item)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(errors);
        if (errors.Items.Length != result.Items.Length)
            throw new ArgumentException("The errors belong to another calibration.", nameof(errors));
        if ((uint)item >= (uint)result.Items.Length)
            throw new ArgumentOutOfRangeException(nameof(item), item, $"The calibration has {result.Items.Length} items.");
        return result.Convergence.Status == CalibrationStatus.Converged
            && result.Items[item] is { Status: ItemStatus.Estimated, AtBound: ParametersAtBound.None } calibrated
            && calibrated.Answers >= MinimumAnswers
            && errors.Items[item] is { } own
            && own.Thresholds.All(error => error <= LargestDifficultyError);
    }
}
