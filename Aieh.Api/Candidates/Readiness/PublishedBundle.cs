using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Readiness;
using BundleEntry = Aieh.Scoring.Readiness.BundleEntry;
using RoleBundle = Aieh.Scoring.Readiness.RoleBundle;

namespace Aieh.Api.Candidates.Readiness;

/// <summary>The bundle that AIEH publishes for a role, weighed in a context.</summary>
internal static class PublishedBundle
{
    private static readonly Dictionary<string, double> NoOverrides = [];

    /// <exception cref="InvalidOperationException">The role's bundle cannot be weighed so.</exception>
    public static RoleBundle InContext(RoleDocument role, Stack? stack, Seniority? seniority)
    {
        if (TryWeigh(role, stack, seniority, NoOverrides, out var effective, out var problems)) return effective;

        throw new InvalidOperationException(
            $"The bundle of '{role.Slug}' cannot be weighed in this context: {string.Join(", ", problems)}.");
    }

    /// <summary>The bundle with an employer's own relevances in the place of the published ones.</summary>
    public static bool TryWeigh(
        RoleDocument role, Stack? stack, Seniority? seniority, IReadOnlyDictionary<string, double> overrides,
        out RoleBundle effective, out IReadOnlyList<WeightProblem> problems)
    {
        var published = role.Bundle!;
        var entries = published.Entries.Select(entry => new BundleEntry(entry.Assessment, entry.Relevance.Value));
        var bundle = new RoleBundle(entries, published.MinimumCoverage.Value);
        var context = new Dictionary<string, string>();
        if (stack is { } technology) context[KebabCase.Of(ContextDimension.Stack)] = KebabCase.Of(technology);
        if (seniority is { } level) context[KebabCase.Of(ContextDimension.Seniority)] = KebabCase.Of(level);

        ContextMultiplier[] multipliers = [.. published.ContextAdjustments.Select(MultiplierOf)];
        var canBe = EmployerWeights.TryApply(bundle, multipliers, context, overrides, out effective, out var found);
        problems = found;
        return canBe;
    }

    private static ContextMultiplier MultiplierOf(ContextAdjustment adjustment) =>
        new(KebabCase.Of(adjustment.Dimension), adjustment.Value, adjustment.Assessment, adjustment.Multiplier.Value);
}
