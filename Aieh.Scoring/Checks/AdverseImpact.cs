using System.Collections.Immutable;

namespace Aieh.Scoring.Checks;

/// <summary>How many of a group applied and how many were selected.</summary>
/// <param name="Group">Name of the group.</param>
/// <param name="Applicants">Applicants; at least 0.</param>
/// <param name="Selected">Selected of them; in 0..applicants.</param>
public readonly record struct SelectionCounts(string Group, int Applicants, int Selected);

/// <summary>What is said about one group.</summary>
public enum ImpactStatus
{
    /// <summary>Compared with the group of the highest rate.</summary>
    Compared,

    /// <summary>It is the group of the highest rate, the comparison group.</summary>
    Comparison,

    /// <summary>It has fewer applicants than the smallest cell: nothing is shown, and it is nobody's comparison group.</summary>
    Suppressed,

    /// <summary>Shown, with nothing to compare it with: no other group is shown, or nobody was selected.</summary>
    NotCompared,
}

/// <summary>The selection rate of one group beside that of the comparison group.</summary>
/// <param name="Group">Name of the group.</param>
/// <param name="Status">What is said about it.</param>
/// <param name="Applicants">Applicants; null when suppressed.</param>
/// <param name="Selected">Selected; null when suppressed.</param>
/// <param name="Rate">Selection rate, in [0, 1]; null when suppressed.</param>
/// <param name="ImpactRatio">Rate over the highest rate, in [0, 1]; null unless compared.</param>
/// <param name="BelowFourFifths">Whether the ratio is below four fifths, in whole numbers and so exactly; null unless compared.</param>
/// <param name="FisherPValue">Two-sided p-value of Fisher's exact test against the comparison group; null unless compared.</param>
/// <param name="Z">
/// Difference of the rates over its pooled standard error, at most 0; null unless compared, or when all of both groups were selected.
/// </param>
/// <param name="BeyondTwoStandardDeviations">Whether z is below −2; null where z is.</param>
/// <param name="Shortfall">
/// Selections that the group lacks to have been selected at the rate of both groups together, in people, at least 0; null unless compared.
/// </param>
public sealed record GroupImpact(
    string Group, ImpactStatus Status, int? Applicants, int? Selected, double? Rate, double? ImpactRatio, bool? BelowFourFifths,
    double? FisherPValue, double? Z, bool? BeyondTwoStandardDeviations, double? Shortfall);

/// <summary>Adverse impact of a selection.</summary>
/// <param name="SmallestCell">Applicants below which a group is suppressed.</param>
/// <param name="ComparisonGroup">The shown group of the highest rate, the first of several; null when nothing could be compared.</param>
/// <param name="Groups">One entry per group, in the order given.</param>
public sealed record AdverseImpactResult(int SmallestCell, string? ComparisonGroup, ImmutableArray<GroupImpact> Groups);

/// <summary>The adverse-impact ratio of a selection, with tests.</summary>
public static class AdverseImpact
{
    /// <summary>Applicants below which a group is suppressed unless the caller says otherwise: 5.</summary>
    public const int DefaultSmallestCell = 5;

    private const double TwoStandardDeviations = 2;

    /// <summary>Compares each group's selection rate with the highest.</summary>
    /// <param name="groups">The groups, each once; people whose group is unknown are left out by the caller.</param>
    /// <param name="smallestCell">Applicants below which a group is suppressed; at least 1.</param>
    /// <returns>Rates, ratios and tests.</returns>
    /// <exception cref="ArgumentException">A group occurs twice or has no name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count or the smallest cell is outside its domain.</exception>
    /// <remarks>
    /// A ratio below four fifths of the highest rate is generally regarded as evidence of adverse impact;
    /// smaller differences may be too, and larger ones need not be with small numbers [UniformGuidelines1978, 29 CFR 1607.4(D)],
    /// hence the exact test [Fisher1935] and the two-standard-deviation rule [MorrisLobsenz2000]. The shortfall is n·X/N − x, with X of N
    /// selected of both groups: the numerator of z, in people. Nothing here is a legal finding.
    /// Suppressing one group does not hide it from a reader who knows the total: publish totals only over shown groups.
    /// </remarks>
    public static AdverseImpactResult Analyze(ReadOnlySpan<SelectionCounts> groups, int smallestCell = DefaultSmallestCell)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(smallestCell, 1);
        Check(groups);
        SelectionCounts? highest = null;
        var shown = 0;
        foreach (var group in groups)
        {
            if (group.Applicants < smallestCell) continue;
            shown++;
            if (highest is not { } top || (long)group.Selected * top.Applicants > (long)top.Selected * group.Applicants) highest = group;
        }

        var comparison = shown > 1 && highest is { Selected: > 0 } ? highest : null;
        var impacts = ImmutableArray.CreateBuilder<GroupImpact>(groups.Length);
        foreach (var group in groups) impacts.Add(group.Applicants < smallestCell ? Hidden(group) : Shown(group, comparison));
        return new AdverseImpactResult(smallestCell, comparison?.Group, impacts.MoveToImmutable());
    }

    private static GroupImpact Hidden(in SelectionCounts group) =>
        new(group.Group, ImpactStatus.Suppressed, null, null, null, null, null, null, null, null, null);

    private static GroupImpact Shown(in SelectionCounts group, SelectionCounts? comparison)
    {
        var (n, x) = (group.Applicants, group.Selected);
        var rate = (double)x / n;
        if (comparison is not { } top || top.Group == group.Group)
        {
            var status = comparison is null ? ImpactStatus.NotCompared : ImpactStatus.Comparison;
            return new GroupImpact(group.Group, status, n, x, rate, null, null, null, null, null, null);
        }

        var z = Z(group, top);
        return new GroupImpact(
            group.Group, ImpactStatus.Compared, n, x, rate, (double)x * top.Applicants / ((double)top.Selected * n),
            5L * x * top.Applicants < 4L * top.Selected * n,
            FisherExactTest.TwoSided(x, n - x, top.Selected, top.Applicants - top.Selected),
            z, z is null ? null : z < -TwoStandardDeviations, Shortfall(group, top));
    }

    // One fraction, so that nobody lacks nothing by rounding alone: (n·X − x·N)/N.
    private static double Shortfall(in SelectionCounts group, in SelectionCounts top)
    {
        long n = group.Applicants, x = group.Selected, people = n + top.Applicants, selected = x + top.Selected;
        return (double)(n * selected - x * people) / people;
    }

    // (p − p_top)/√(p̄(1 − p̄)(1/n + 1/n_top)).
    private static double? Z(in SelectionCounts group, in SelectionCounts top)
    {
        double n = group.Applicants, m = top.Applicants;
        var pooled = ((double)group.Selected + top.Selected) / (n + m);
        return pooled < 1 ? (group.Selected / n - top.Selected / m) / Math.Sqrt(pooled * (1 - pooled) * (1 / n + 1 / m)) : null;
    }

    private static void Check(ReadOnlySpan<SelectionCounts> groups)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (group, applicants, selected) in groups)
        {
            if (string.IsNullOrWhiteSpace(group) || !names.Add(group))
                throw new ArgumentException($"Each group has a name and occurs once: \"{group}\".", nameof(groups));
            if (applicants < 0 || selected < 0 || selected > applicants)
                throw new ArgumentOutOfRangeException(nameof(groups), $"{group}: {selected} selected of {applicants} applicants.");
        }
    }
}
