using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Calibration;

/// <summary>How a calibration integrates, when it stops and what it reports.</summary>
public sealed record CalibrationOptions
{
    /// <summary>
    /// Discriminations are kept within 0.01 per logit and <see cref="LargestDiscrimination"/>; an estimate at a bound is reported as such.
    /// <see cref="AllowNegativeDiscriminations"/> lifts the lower bound.
    /// </summary>
    public const double SmallestDiscrimination = 0.01;

    /// <summary>Largest discrimination, 20 per logit.</summary>
    public const double LargestDiscrimination = 20;

    /// <summary>Intercepts −a·b are kept within ±50.</summary>
    public const double LargestIntercept = 50;

    /// <summary>Lower asymptotes are kept within 1e-4 and <see cref="LargestGuessing"/>.</summary>
    public const double SmallestGuessing = 1e-4;

    /// <summary>Largest lower asymptote, 0.75.</summary>
    public const double LargestGuessing = 0.75;

    /// <summary>The options used where none are given.</summary>
    public static CalibrationOptions Default { get; } = new();

    /// <summary>
    /// Number of equally spaced quadrature nodes over ±6, at least 11; null for 61,
    /// and more where the fitted form is so informative that 61 would be too coarse.
    /// </summary>
    public int? Nodes { get; init; }

    /// <summary>Most cycles, each one expectation and one maximization step; at least 1. Default 5,000.</summary>
    public int MaximumCycles { get; init; } = 5_000;

    /// <summary>
    /// Converged only when no slope, intercept or logit of c moves by more in one unaccelerated cycle; above 0. Default 1e-5.
    /// </summary>
    public double ParameterTolerance { get; init; } = 1e-5;

    /// <summary>Converged only when the log-posterior is estimated to be within this of its maximum; above 0. Default 1e-4.</summary>
    public double LogPosteriorTolerance { get; init; } = 1e-4;

    /// <summary>
    /// Whether discriminations may be negative, down to −<see cref="LargestDiscrimination"/>, so that an item keyed the wrong way round
    /// shows what it is instead of ending at the lower bound; see <see cref="ItemStatus.NegativeDiscrimination"/>.
    /// Without effect on one-parameter items, whose slope is common, and on items with a prior of a or b. Default false.
    /// </summary>
    public bool AllowNegativeDiscriminations { get; init; }

    /// <summary>Prior of the discrimination shared by the one-parameter items; null for none.</summary>
    public LogNormalPrior? CommonDiscriminationPrior { get; init; }

    /// <summary>
    /// An item answered by fewer people is reported as having few answers; at least 0.
    /// Null, the default, for what is usually advised for its model: <see cref="AdvisedAnswers"/>.
    /// </summary>
    public long? FewAnswersBelow { get; init; }

    /// <summary>How many threads may work at once; at least 1, the default. The result has the same bits for every value.</summary>
    public int DegreeOfParallelism { get; init; } = 1;

    /// <summary>How many answers are usually advised for an item, by rule of thumb: 200 for 1PL, 1,000 for 3PL, else 500.</summary>
    /// <param name="model">Its model.</param>
    /// <returns>Number of answers.</returns>
    public static long AdvisedAnswers(ItemModel model) => model switch
    {
        ItemModel.OneParameterLogistic => 200,
        ItemModel.ThreeParameterLogistic => 1_000,
        _ => 500,
    };

    internal void Check()
    {
        if (Nodes is < 11 or > 10_001)
            throw new ArgumentOutOfRangeException(nameof(Nodes), Nodes, "The number of nodes must lie in 11..10001.");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumCycles, 1, nameof(MaximumCycles));
        if (!(ParameterTolerance > 0))
            throw new ArgumentOutOfRangeException(nameof(ParameterTolerance), ParameterTolerance, "A tolerance must be above 0.");
        if (!(LogPosteriorTolerance > 0))
            throw new ArgumentOutOfRangeException(nameof(LogPosteriorTolerance), LogPosteriorTolerance, "A tolerance must be above 0.");
        if (FewAnswersBelow is { } below) ArgumentOutOfRangeException.ThrowIfNegative(below, nameof(FewAnswersBelow));
        ArgumentOutOfRangeException.ThrowIfLessThan(DegreeOfParallelism, 1, nameof(DegreeOfParallelism));
    }
}

/// <summary>One cycle of a calibration, for progress reports.</summary>
/// <param name="Cycle">Number of the cycle, from 1.</param>
/// <param name="LogLikelihood">Marginal log-likelihood at the parameters the cycle started from.</param>
/// <param name="LogPosterior">The same plus the logarithms of the priors; never falls from one report to the next.</param>
/// <param name="LargestChange">Largest change of a slope, intercept or logit of c in the cycle.</param>
public readonly record struct CalibrationCycle(int Cycle, double LogLikelihood, double LogPosterior, double LargestChange);
