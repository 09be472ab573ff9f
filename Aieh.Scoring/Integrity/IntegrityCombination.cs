using System.Collections.Immutable;

namespace Aieh.Scoring.Integrity;

/// <summary>Makes one status of several signals.</summary>
public static class IntegrityCombination
{
    /// <summary>Combines what was seen.</summary>
    /// <param name="tested">
    /// The signals that were looked at and have a p value, each once: also those that turned out to be unremarkable, and none that could
    /// not be computed.
    /// </param>
    /// <param name="counted">The signals that are only counted, each once.</param>
    /// <param name="rules">How they become a status.</param>
    /// <returns>
    /// The status with its reasons. Counted signals never amount to more than <see cref="IntegrityStatus.Low"/>, nor do several of them
    /// together. The order of the signals does not matter.
    /// </returns>
    /// <exception cref="ArgumentException">A signal is of the other kind or comes twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A p value is outside 0..1, or a count negative.</exception>
    /// <remarks>
    /// Tested signals share the rates: p values are adjusted by Holm's weighted method [Holm1979], so that the share of honest people who
    /// reach a status by them is at most its rate, however the signals depend on one another. A verification has as much weight as the
    /// others together, because it finds what they do not, a test that somebody else took (weights by power
    /// [GenoveseRoederWasserman2006]). What is looked at must not be chosen by what it shows.
    /// </remarks>
    public static IntegrityJudgement Combine(
        IReadOnlyCollection<TestedSignal> tested, IReadOnlyCollection<CountedSignal> counted, IntegrityRules rules)
    {
        ArgumentNullException.ThrowIfNull(tested);
        ArgumentNullException.ThrowIfNull(counted);
        ArgumentNullException.ThrowIfNull(rules);
        Check(tested, counted);
        var reasons = Tested(tested, rules).Concat(Counted(counted, rules))
            .Where(reason => reason.Status != IntegrityStatus.None)
            .OrderByDescending(reason => reason.Status)
            .ThenBy(reason => reason.AdjustedPValue ?? 1)
            .ThenBy(reason => reason.Signal)
            .ToImmutableArray();
        return new IntegrityJudgement(reasons.IsEmpty ? IntegrityStatus.None : reasons[0].Status, reasons);
    }

    // By p over weight; each times the weight of those that are left over its own, and never below one before it.
    private static IEnumerable<IntegrityReason> Tested(IReadOnlyCollection<TestedSignal> tested, IntegrityRules rules)
    {
        var others = tested.Count(each => each.Signal != IntegritySignal.Verification);
        var left = tested.Sum(each => WeightOf(each, others));
        var largest = 0.0;
        foreach (var each in tested.OrderBy(each => each.PValue / WeightOf(each, others)).ThenBy(each => each.Signal))
        {
            var weight = WeightOf(each, others);
            largest = Math.Max(largest, Math.Min(each.PValue * left / weight, 1));
            left -= weight;
            yield return new IntegrityReason(each.Signal, rules.StatusOf(largest), each.PValue, largest, null);
        }
    }

    private static double WeightOf(TestedSignal each, int others) =>
        each.Signal == IntegritySignal.Verification ? Math.Max(others, 1) : 1;

    private static IEnumerable<IntegrityReason> Counted(IReadOnlyCollection<CountedSignal> counted, IntegrityRules rules) =>
        from each in counted
        let isRemarkable = rules.FromCounts.TryGetValue(each.Signal, out var least) && each.Count >= least
        select new IntegrityReason(each.Signal, isRemarkable ? IntegrityStatus.Low : IntegrityStatus.None, null, null, each.Count);

    private static void Check(IReadOnlyCollection<TestedSignal> tested, IReadOnlyCollection<CountedSignal> counted)
    {
        if (tested.DistinctBy(each => each.Signal).Count() < tested.Count)
            throw new ArgumentException("A signal comes twice.", nameof(tested));
        if (counted.DistinctBy(each => each.Signal).Count() < counted.Count)
            throw new ArgumentException("A signal comes twice.", nameof(counted));
        foreach (var each in tested)
        {
            if (IntegrityRules.IsCounted(each.Signal)) throw new ArgumentException($"{each.Signal} is only counted.", nameof(tested));
            if (!(each.PValue is >= 0 and <= 1))
                throw new ArgumentOutOfRangeException(nameof(tested), each.PValue, "A p value must lie in 0..1.");
        }

        foreach (var each in counted)
        {
            if (!IntegrityRules.IsCounted(each.Signal)) throw new ArgumentException($"{each.Signal} has a p value.", nameof(counted));
            ArgumentOutOfRangeException.ThrowIfNegative(each.Count, nameof(counted));
        }
    }
}
