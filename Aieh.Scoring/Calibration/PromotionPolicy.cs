using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Calibration;

/// <summary>
/// When an item whose parameters were provisional counts as calibrated: enough answers for its model, every b precise enough and, under the
/// three-parameter model, a prior of c.
/// </summary>
/// <remarks>
/// Usually advised are 500 answers for two parameters and 1,000 for three [HulinLissakDrasgow1982], 500 for the graded response model
/// [ReiseYu1990] and 100 to 250 for a difficulty alone [Linacre1994]. Only the few people far below an item tell its c, so the
/// three-parameter model takes a prior besides [Mislevy1986].
/// </remarks>
public sealed class PromotionPolicy
{
    private readonly Dictionary<ItemModel, long> _minimumAnswers;

    /// <summary>Makes a policy.</summary>
    /// <param name="minimumAnswers">Fewest answers under each model; every model has an entry, of at least 1.</param>
    /// <param name="largestDifficultyError">Largest standard error of any b, logits; finite, above 0.</param>
    /// <exception cref="ArgumentException">A model has no entry.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is outside its domain.</exception>
    public PromotionPolicy(IReadOnlyDictionary<ItemModel, long> minimumAnswers, double largestDifficultyError)
    {
        ArgumentNullException.ThrowIfNull(minimumAnswers);
        if (!(largestDifficultyError > 0) || !double.IsFinite(largestDifficultyError))
            throw new ArgumentOutOfRangeException(
                nameof(largestDifficultyError), largestDifficultyError, "The largest error must be finite and above 0.");
        _minimumAnswers = Enum.GetValues<ItemModel>().ToDictionary(model => model, Fewest);
        LargestDifficultyError = largestDifficultyError;

        long Fewest(ItemModel model)
        {
            if (!minimumAnswers.TryGetValue(model, out var fewest))
                throw new ArgumentException($"The model {model} has no minimum of answers.", nameof(minimumAnswers));
            ArgumentOutOfRangeException.ThrowIfLessThan(fewest, 1, nameof(minimumAnswers));
            return fewest;
        }
    }

    /// <summary>Largest standard error of any b, logits.</summary>
    public double LargestDifficultyError { get; }

    /// <summary>Fewest answers to an item.</summary>
    /// <param name="model">Its model.</param>
    /// <returns>Number of answers; at least 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The model is unknown.</exception>
    public long MinimumAnswers(ItemModel model) =>
        _minimumAnswers.TryGetValue(model, out var fewest)
            ? fewest
            : throw new ArgumentOutOfRangeException(nameof(model), model, "Unknown item model.");

    /// <summary>Whether an item's estimates rest on enough.</summary>
    /// <param name="model">The model that it was estimated under.</param>
    /// <param name="answers">Number of its answers.</param>
    /// <param name="difficultyErrors">Standard error of each b, logits; at least one.</param>
    /// <param name="hasGuessingPrior">Whether c had a prior; counts under the three-parameter model alone.</param>
    /// <returns>True if they do. An error that is negative or not a number is not precise enough.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The model is unknown.</exception>
    /// <exception cref="ArgumentException">There is no error.</exception>
    public bool Admits(ItemModel model, long answers, IReadOnlyCollection<double> difficultyErrors, bool hasGuessingPrior)
    {
        ArgumentNullException.ThrowIfNull(difficultyErrors);
        if (difficultyErrors.Count == 0) throw new ArgumentException("An item has at least one b.", nameof(difficultyErrors));
        return answers >= MinimumAnswers(model)
            && difficultyErrors.All(error => error >= 0 && error <= LargestDifficultyError)
            && (hasGuessingPrior || model != ItemModel.ThreeParameterLogistic);
    }

    /// <summary>
    /// Whether an item is calibrated: estimated with variance, in a converged calibration, no parameter at a bound, and admitted.
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
            && result.Items[item] is { Status: ItemStatus.Estimated, AtBound: ParametersAtBound.None } estimated
            && errors.Items[item] is { } own
            && Admits(estimated.Model, estimated.Answers, own.Thresholds, estimated.Priors.Guessing is not null);
    }
}
