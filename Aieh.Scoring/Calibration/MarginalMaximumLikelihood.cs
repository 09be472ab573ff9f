using System.Collections.Immutable;
using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Calibration;

/// <summary>
/// Item calibration by marginal maximum likelihood [BockAitkin1981], abilities fixed to N(0, 1);
/// with priors the marginal posterior mode [Mislevy1986].
/// </summary>
public static class MarginalMaximumLikelihood
{
    /// <summary>Calibrates a set of items, each with its own model.</summary>
    /// <param name="items">The items, in the order of the columns; at least one.</param>
    /// <param name="responses">
    /// Row-major people × items: the category 0..m, or <see cref="Response.NotAdministered"/>, which is ignored.
    /// </param>
    /// <param name="frequencies">How many people each row stands for, at least 0; empty for one each.</param>
    /// <param name="options">How to integrate and when to stop; null for <see cref="CalibrationOptions.Default"/>.</param>
    /// <param name="progress">Told after every cycle.</param>
    /// <param name="cancellationToken">Stops the calibration.</param>
    /// <returns>
    /// The estimates. Neither failure to converge nor unusable items are exceptions:
    /// see <see cref="CalibrationResult.Convergence"/> and <see cref="CalibratedItem.Status"/>.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// There is no item, the responses are not whole rows, or there is not one frequency per row.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A response is not a category of its item, a frequency is negative, or an option is outside its domain.
    /// </exception>
    /// <exception cref="OperationCanceledException">The calibration was stopped.</exception>
    /// <remarks>
    /// Memory grows with items × nodes and with the distinct patterns, two bytes for each pattern and block of items
    /// (eight dichotomous ones). Missing answers are taken as missing at random.
    /// The result does not depend on the order of the people and not on the number of threads, bit for bit.
    /// </remarks>
    public static CalibrationResult Fit(
        IReadOnlyList<CalibrationItem> items,
        ReadOnlySpan<int> responses,
        ReadOnlySpan<int> frequencies = default,
        CalibrationOptions? options = null,
        IProgress<CalibrationCycle>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        options ??= CalibrationOptions.Default;
        options.Check();
        var data = new ObservedCategories(items, responses, frequencies);

        bool IsEstimated(int i) => data.Status(i) is ItemStatus.Estimated or ItemStatus.EstimatedWithoutVariance;
        int[] columns = [.. Enumerable.Range(0, items.Count).Where(IsEstimated)];
        int[] categories = [.. columns.Select(data.FittedCategories)];
        var fitted = new FittedItems([.. columns.Select(i => items[i])], categories, options.AllowNegativeDiscriminations);
        var patterns = new ResponsePatterns(
            responses, frequencies, items.Count,
            [.. columns.Select(i => (i, data.Maps[i]))], categories, [.. columns.Select(data.HasMissing)]);
        var x = new double[fitted.First[^1]];
        var convergence = new ConvergenceReport(CalibrationStatus.NothingToFit, 0, 0, 0, 0, options.Nodes ?? NormalQuadrature.DefaultNodes);
        HashSet<int> undetermined = [];
        if (columns.Length > 0)
        {
            for (var i = 0; i < columns.Length; i++) Start(fitted, i, data.FittedShares(columns[i]), x);
            (x, convergence) = Maximize(fitted, patterns, x, options, progress, cancellationToken);
            undetermined = Identification.Undetermined(fitted, patterns, x, convergence.Nodes, options, cancellationToken);
            if (undetermined.Count == columns.Length) convergence = convergence with { Status = CalibrationStatus.NotIdentified };
        }

        var results = ImmutableArray.CreateBuilder<CalibratedItem>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            var position = Array.IndexOf(columns, i);
            var item = new CalibratedItem(
                data.Status(i), items[i].Model, null, items[i].Priors, [.. data.Counts[i]], [.. data.Maps[i]],
                data.Answers(i) < (options.FewAnswersBelow ?? CalibrationOptions.AdvisedAnswers(items[i].Model)), []);
            results.Add(
                position < 0 ? item
                : undetermined.Contains(position) ? item with { Status = ItemStatus.NotIdentified }
                : Estimated(item, fitted, x, position));
        }

        return new CalibrationResult(
            results.MoveToImmutable(), convergence, options, data.People, data.PeopleWithoutAnswers, fitted, patterns, x, columns);
    }

    private static (double[] X, ConvergenceReport Convergence) Maximize(
        FittedItems fitted, ResponsePatterns patterns, double[] x, CalibrationOptions options,
        IProgress<CalibrationCycle>? progress, CancellationToken cancellationToken)
    {
        var nodes = options.Nodes ?? NormalQuadrature.DefaultNodes;
        var cycles = 0;
        while (true)
        {
            var grid = NormalQuadrature.Standard(nodes);
            var search = new ExpectationMaximization(fitted, patterns, grid, options, progress, cancellationToken);
            x = search.Run(x, options.MaximumCycles - cycles);
            cycles += search.Cycles;
            var status = search.Converged ? CalibrationStatus.Converged : CalibrationStatus.CycleLimit;
            var report = new ConvergenceReport(status, cycles, search.LargestChange, search.LogLikelihood, search.LogPosterior, nodes);
            if (options.Nodes is not null || status == CalibrationStatus.CycleLimit) return (x, report);

            // The rule of TestForm, applied to the estimates: a long or steep test has posteriors too narrow for 61 nodes.
            var estimates = x;
            ImmutableArray<ItemParameters> parameters =
                [.. Enumerable.Range(0, fitted.Count).Select(i => fitted.ScoredUpwards(estimates, i))];
            var needed = NormalQuadrature.NodesFor(parameters, NormalPrior.Standard);
            if (needed <= nodes || cycles >= options.MaximumCycles) return (x, report);
            nodes = needed;
        }
    }

    private static void Start(FittedItems fitted, int item, ReadOnlySpan<double> shares, double[] x)
    {
        var guessing = fitted.Items[item].Priors.Guessing;
        var start = guessing?.Logit is { } logit ? Logistic.Pair(logit.Mean).Upper
            : guessing?.Shape is var (alpha, beta) ? alpha / (alpha + beta)
            : 0.2;
        fitted.Curves[item].Start(shares, Math.Clamp(start, 0.02, 0.5), fitted.Of(x, item));
    }

    private static CalibratedItem Estimated(CalibratedItem item, FittedItems fitted, double[] x, int position)
    {
        var curve = fitted.Curves[position];
        var own = fitted.Of(x, position);
        ImmutableArray<ReachedBound> bounds = [.. fitted.ReachedBounds(x, position)];
        return own[0] >= CalibrationOptions.SmallestDiscrimination
            ? item with { Parameters = curve.Parametrise(own), Bounds = bounds }
            : item with
            {
                Status = ItemStatus.NegativeDiscrimination,
                Bounds = bounds,
                Negative = new NegativeEstimate(own[0], [.. own[1..curve.Categories]]),
            };
    }
}
