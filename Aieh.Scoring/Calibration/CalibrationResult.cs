using System.Collections.Immutable;
using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Calibration;

/// <summary>
/// A finished calibration: parameters, how the search ended, the state of the data, and, on request, standard errors and item fit.
/// </summary>
public sealed class CalibrationResult
{
    private readonly FittedItems _fitted;
    private readonly ResponsePatterns _patterns;
    private readonly double[] _x;
    private readonly int[] _columns;

    internal CalibrationResult(
        ImmutableArray<CalibratedItem> items, ConvergenceReport convergence, CalibrationOptions options,
        long people, long peopleWithoutAnswers, FittedItems fitted, ResponsePatterns patterns, double[] x, int[] columns)
    {
        (Items, Convergence, Options, People, PeopleWithoutAnswers) = (items, convergence, options, people, peopleWithoutAnswers);
        (_fitted, _patterns, _x, _columns) = (fitted, patterns, x, columns);
        ItemsAtBounds = [.. Enumerable.Range(0, items.Length).Where(i => !items[i].Bounds.IsEmpty)];
        var isKnown = fitted.Sharing.Any(i => items[columns[i]].Status != ItemStatus.NotIdentified);
        CommonDiscrimination = isKnown ? x[fitted.First[fitted.Sharing[0]]] : null;
    }

    /// <summary>One entry per item, in the order given.</summary>
    public ImmutableArray<CalibratedItem> Items { get; }

    /// <summary>How the search ended.</summary>
    public ConvergenceReport Convergence { get; }

    /// <summary>The options in force.</summary>
    public CalibrationOptions Options { get; }

    /// <summary>
    /// The items with a parameter at a bound, in order: that parameter is no estimate, also in a calibration that converged.
    /// Each item's <see cref="CalibratedItem.Bounds"/> says which parameter and which bound.
    /// </summary>
    public ImmutableArray<int> ItemsAtBounds { get; }

    /// <summary>Number of people who answered at least one item, frequencies included.</summary>
    public long People { get; }

    /// <summary>Number of people who answered no item; they do not enter.</summary>
    public long PeopleWithoutAnswers { get; }

    /// <summary>Number of distinct response patterns among those people.</summary>
    public int DistinctPatterns => _patterns.Count;

    /// <summary>
    /// Number of parameters searched, those with priors and those of items that are not identified included;
    /// the common discrimination counts once.
    /// </summary>
    public int EstimatedParameters => _fitted.FreeParameters;

    /// <summary>
    /// The discrimination of the one-parameter items, per logit; null without such items, and where it is not identified.
    /// On the Rasch scale (a = 1) it is the standard deviation of ability, and difficulties are a·b.
    /// </summary>
    public double? CommonDiscrimination { get; }

    /// <summary>Marginal log-likelihood at the estimates.</summary>
    public double LogLikelihood => Convergence.LogLikelihood;

    /// <summary>Akaike's criterion, 2p − 2 log L [Akaike1974].</summary>
    public double Aic => 2.0 * EstimatedParameters - 2 * LogLikelihood;

    /// <summary>Schwarz's criterion, p log N − 2 log L, N the people who answered [Schwarz1978]; null without people.</summary>
    public double? Bic => People > 0 ? EstimatedParameters * Math.Log(People) - 2 * LogLikelihood : null;

    /// <summary>The standard errors and covariances, from the observed information. Takes about as long as several dozen cycles.</summary>
    /// <param name="cancellationToken">Stops the computation.</param>
    /// <returns>One entry per item; the computation is repeated at every call.</returns>
    /// <remarks>
    /// The observed information of the marginal log-likelihood plus log-priors, exact on the quadrature grid:
    /// complete-data information less the posterior covariance of the complete-data score [Louis1982],
    /// which is the identity of [Oakes1999] without numerical differences; then the delta method.
    /// </remarks>
    public CalibrationErrors StandardErrors(CancellationToken cancellationToken = default) =>
        ObservedInformation.Compute(this, _fitted, _patterns, _x, _columns, cancellationToken);

    /// <summary>The fit of each item, S-X².</summary>
    /// <param name="cancellationToken">Stops the computation.</param>
    /// <returns>One entry per item.</returns>
    public ImmutableArray<ItemFit> ItemFit(CancellationToken cancellationToken = default) =>
        SummedScoreFit.Compute(this, _fitted, _patterns, _columns, cancellationToken);
}

/// <summary>One item after a calibration.</summary>
/// <param name="Status">Whether parameters were estimated and, if not, why.</param>
/// <param name="Model">
/// The model that it was fitted under. <paramref name="Parameters"/> of a one-parameter item are those of a two-parameter one with the
/// common discrimination.
/// </param>
/// <param name="Parameters">
/// The estimates, ready for a <see cref="TestForm"/>; null unless they were estimated and a is positive.
/// They refer to the fitted categories.
/// </param>
/// <param name="Priors">The priors in force.</param>
/// <param name="CategoryCounts">Number of answers in each original category.</param>
/// <param name="FittedCategories">
/// Per original category the category of <paramref name="Parameters"/> that stands for it.
/// The identity unless categories were never observed: an unobserved category is joined to the next lower observed one, or to the lowest.
/// Responses are to be mapped by it before they meet <paramref name="Parameters"/>.
/// </param>
/// <param name="FewAnswers">Whether there are fewer answers than <see cref="CalibrationOptions.FewAnswersBelow"/> says.</param>
/// <param name="Bounds">The parameters that ended at a bound of <see cref="CalibrationOptions"/>: the data do not determine them.</param>
/// <param name="Negative">
/// Where the search ended under <see cref="ItemStatus.NegativeDiscrimination"/>, values that belong to no <see cref="ItemParameters"/>;
/// else null.
/// </param>
/// <remarks>
/// For the graded model joining categories is the limit of maximum likelihood, in which the two thresholds of an empty category coincide.
/// For partial credit it is the model for the categories that occurred.
/// </remarks>
public sealed record CalibratedItem(
    ItemStatus Status,
    ItemModel Model,
    ItemParameters? Parameters,
    ItemPriors Priors,
    ImmutableArray<long> CategoryCounts,
    ImmutableArray<int> FittedCategories,
    bool FewAnswers,
    ImmutableArray<ReachedBound> Bounds,
    NegativeEstimate? Negative = null)
{
    /// <summary>Which kinds of parameters ended at a bound.</summary>
    public ParametersAtBound AtBound => KindsOf(Bounds);

    /// <summary>The kinds of parameters among some that ended at a bound.</summary>
    /// <param name="bounds">Parameters with their bounds.</param>
    /// <returns>All kinds that occur.</returns>
    public static ParametersAtBound KindsOf(IEnumerable<ReachedBound> bounds) =>
        bounds.Aggregate(ParametersAtBound.None, (all, bound) => all | bound.Parameter);

    /// <summary>Number of answers.</summary>
    public long Answers => CategoryCounts.Sum();

    /// <summary>Whether some category was never observed.</summary>
    public bool HasUnobservedCategories => CategoryCounts.Contains(0);
}

/// <summary>Whether the parameters of an item were estimated.</summary>
public enum ItemStatus
{
    /// <summary>Estimated.</summary>
    Estimated,

    /// <summary>
    /// Everybody who answered a dichotomous item answered alike, but its priors of difficulty and discrimination determine an estimate.
    /// </summary>
    EstimatedWithoutVariance,

    /// <summary>Not estimated: everybody who answered it answered alike.</summary>
    NoVariance,

    /// <summary>Not estimated: nobody answered it.</summary>
    NoAnswers,

    /// <summary>
    /// Not estimated: other parameters than any that could be given fit the answers equally well.
    /// So it is with one or two dichotomous items, or with items that hardly anybody answered together with others.
    /// </summary>
    NotIdentified,

    /// <summary>
    /// Not estimated: the search ended at a discrimination below <see cref="CalibrationOptions.SmallestDiscrimination"/>,
    /// as a rule a negative one: able people do worse on it, as when the key is wrong. It has no parameters to score with;
    /// <see cref="CalibratedItem.Negative"/> shows where the search ended.
    /// Only with <see cref="CalibrationOptions.AllowNegativeDiscriminations"/>.
    /// </summary>
    NegativeDiscrimination,
}

/// <summary>Where the search ended for an item whose discrimination is not positive.</summary>
/// <param name="Discrimination">Discrimination a, per logit.</param>
/// <param name="Intercepts">Intercepts −a·b in order, one per threshold; those of the graded model descend.</param>
public sealed record NegativeEstimate(double Discrimination, ImmutableArray<double> Intercepts);

/// <summary>A parameter that ended at a bound.</summary>
/// <param name="Parameter">The kind of parameter; exactly one.</param>
/// <param name="Index">Which intercept, from 0; 0 for the others.</param>
/// <param name="Bound">The bound, on the scale of <paramref name="Parameter"/>.</param>
public readonly record struct ReachedBound(ParametersAtBound Parameter, int Index, double Bound);

/// <summary>The kinds of parameters of an item that ended at a bound.</summary>
[Flags]
public enum ParametersAtBound
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The discrimination.</summary>
    Discrimination = 1,

    /// <summary>An intercept −a·b.</summary>
    Intercept = 2,

    /// <summary>The lower asymptote.</summary>
    Guessing = 4,
}

/// <summary>How the search ended.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Cycles">Cycles made, the rejected accelerations included.</param>
/// <param name="LargestChange">Largest change of a slope, intercept or logit of c in the last plain cycle.</param>
/// <param name="LogLikelihood">
/// Marginal log-likelihood at the estimates; 0 when nothing was fitted. Its maximum also where items are not identified.
/// </param>
/// <param name="LogPosterior">The same plus the logarithms of the prior densities.</param>
/// <param name="Nodes">Number of quadrature nodes in force.</param>
public sealed record ConvergenceReport(
    CalibrationStatus Status, int Cycles, double LargestChange, double LogLikelihood, double LogPosterior, int Nodes);

/// <summary>The outcome of a calibration.</summary>
public enum CalibrationStatus
{
    /// <summary>
    /// Both tolerances were met. Single items may still be without estimates (<see cref="CalibratedItem.Status"/>)
    /// or have a parameter at a bound (<see cref="CalibrationResult.ItemsAtBounds"/>).
    /// </summary>
    Converged,

    /// <summary>The limit of cycles came first; the estimates are those of the last cycle.</summary>
    CycleLimit,

    /// <summary>No item could be fitted.</summary>
    NothingToFit,

    /// <summary>The answers determine the parameters of no item; see <see cref="ItemStatus.NotIdentified"/>.</summary>
    NotIdentified,
}
