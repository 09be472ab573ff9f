using System.Collections.Immutable;

namespace Aieh.Scoring.Readiness;

/// <summary>Why an employer's weights cannot be used.</summary>
public enum WeightProblemKind
{
    /// <summary>A weight is given for an assessment that the role's bundle does not have.</summary>
    UnknownAssessment,

    /// <summary>A weight is not a number in [0, 1].</summary>
    OutOfRange,

    /// <summary>Every effective weight is 0.</summary>
    AllZero,
}

/// <summary>One reason why an employer's weights cannot be used.</summary>
/// <param name="Kind">The kind of problem.</param>
/// <param name="Assessment">The assessment concerned; null when it concerns all.</param>
/// <param name="Weight">The weight given; null when the problem is not a single weight.</param>
public readonly record struct WeightProblem(WeightProblemKind Kind, string? Assessment, double? Weight);

/// <summary>Turns a role's published relevances into those of one employer.</summary>
public static class EmployerWeights
{
    /// <summary>Applies context and overrides to a bundle.</summary>
    /// <param name="bundle">The role's bundle with its default relevances.</param>
    /// <param name="multipliers">Catalog data; entries for other assessments are skipped. Factors finite and at least 0.</param>
    /// <param name="context">The employer's context, value by dimension; a dimension or value without a multiplier changes nothing.</param>
    /// <param name="overrides">The employer's own relevance by assessment, in [0, 1]; not multiplied further.</param>
    /// <param name="effective">The bundle with effective relevances, in the same order, when the weights can be used.</param>
    /// <param name="problems">Every reason why they cannot, empty otherwise.</param>
    /// <returns>Whether the weights can be used.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A multiplier is negative or not finite.</exception>
    /// <remarks>Effective relevance = override if given, else default × product of the matching multipliers, clipped to [0, 1].</remarks>
    public static bool TryApply(
        RoleBundle bundle,
        IReadOnlyList<ContextMultiplier> multipliers,
        IReadOnlyDictionary<string, string> context,
        IReadOnlyDictionary<string, double> overrides,
        out RoleBundle effective,
        out ImmutableArray<WeightProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(multipliers);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(overrides);

        effective = bundle;
        problems = [.. Problems(bundle, overrides)];
        if (!problems.IsEmpty) return false;

        var entries = bundle.Entries
            .Select(entry => entry with
            {
                Relevance = overrides.TryGetValue(entry.Assessment, out var given) ? given : InContext(entry, multipliers, context),
            })
            .ToList();
        if (entries.TrueForAll(entry => entry.Relevance == 0))
        {
            problems = [new WeightProblem(WeightProblemKind.AllZero, null, null)];
            return false;
        }

        effective = new RoleBundle(entries, bundle.MinimumCoverage);
        return true;
    }

    // Overrides are reported in the order of their names, since a dictionary has none.
    private static IEnumerable<WeightProblem> Problems(RoleBundle bundle, IReadOnlyDictionary<string, double> overrides)
    {
        foreach (var (assessment, weight) in overrides.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!bundle.Entries.Any(entry => entry.Assessment == assessment))
                yield return new WeightProblem(WeightProblemKind.UnknownAssessment, assessment, weight);
            if (weight is not (>= 0 and <= 1)) yield return new WeightProblem(WeightProblemKind.OutOfRange, assessment, weight);
        }
    }

    private static double InContext(
        BundleEntry entry, IReadOnlyList<ContextMultiplier> multipliers, IReadOnlyDictionary<string, string> context)
    {
        var relevance = entry.Relevance;
        foreach (var multiplier in multipliers)
        {
            if (multiplier.Assessment != entry.Assessment) continue;
            if (!(multiplier.Multiplier >= 0) || !double.IsFinite(multiplier.Multiplier))
                throw new ArgumentOutOfRangeException(
                    nameof(multipliers), multiplier.Multiplier,
                    $"The multiplier of {multiplier.Assessment} for {multiplier.Dimension} {multiplier.Value} "
                        + "must be finite and at least 0.");
            if (context.TryGetValue(multiplier.Dimension, out var value) && value == multiplier.Value) relevance *= multiplier.Multiplier;
        }

        return Math.Clamp(relevance, 0, 1);
    }
}
