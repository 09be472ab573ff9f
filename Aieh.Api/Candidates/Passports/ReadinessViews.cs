using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;
using Aieh.Scoring;
using Aieh.Scoring.Readiness;
using RoleBundle = Aieh.Scoring.Readiness.RoleBundle;
using BundleEntry = Aieh.Scoring.Readiness.BundleEntry;
using Steps = Aieh.Scoring.Readiness.NextSteps;

namespace Aieh.Api.Candidates.Passports;

/// <summary>Readiness as every response shows it.</summary>
internal static class ReadinessViews
{
    private static readonly Dictionary<string, double> NoOverrides = [];

    public static ReadinessResponse Of(
        Guid passport, RoleDocument role, CatalogSnapshot catalog, ReadinessQuery query,
        IReadOnlyList<EvidenceMeasureRow> evidence, IReadOnlyList<AttemptStartRow> starts, DateTimeOffset now)
    {
        var rules = ScoringRules.Of(catalog);
        var bundle = BundleInContext(role, query);
        // What is missing and what to take next never counts a sample: it cannot take the place of the form.
        var pools = Pools(PooledEvidence.Selection.Counting);
        var counting = Scores(pools);
        var counted = RoleReadiness.Evaluate(bundle, counting);
        var shown = query.IncludeIndicative ? Pools(PooledEvidence.Selection.CountingAndIndicative) : pools;
        var result = query.IncludeIndicative ? RoleReadiness.Evaluate(bundle, Scores(shown)) : counted;
        var steps = Steps.Rank(bundle, counting, rules.Freshness);
        var relevance = bundle.Entries.ToDictionary(entry => entry.Assessment, entry => entry.Relevance);
        var isProvisional = shown.Any(pool => pool.IsProvisional && relevance.ContainsKey(pool.Assessment.Slug));
        return new ReadinessResponse
        {
            Passport = passport,
            Role = role.Slug,
            AsOf = query.AsOf,
            Stack = query.Stack,
            Seniority = query.Seniority,
            IncludesIndicative = query.IncludeIndicative,
            Status = StatusOf(result),
            Readiness = result.Readiness is { } score ? rules.Scale.Report(score.Score) : null,
            StandardError = result.Readiness?.StandardError,
            Interval = result.Readiness is { } sure ? ScoreViews.Interval(rules, sure.Score, sure.StandardError) : null,
            Provisional = isProvisional,
            Band = result.Readiness is { } banded ? ScoreViews.Band(rules, banded.Score, isProvisional) : null,
            BandProbabilities = result.Readiness is { } spread
                ? ScoreViews.BandProbabilities(rules, spread.Score, spread.StandardError)
                : [],
            Coverage = result.Coverage,
            MinimumCoverage = bundle.MinimumCoverage,
            Contributions = [.. result.Contributions.Select(part => ContributionOf(rules, part))],
            Missing = [.. counted.Missing.Select(MissingOf)],
            NextSteps = [.. steps.Select(step => StepOf(step, relevance[step.Assessment], catalog, starts, now))],
            ScoringVersion = ScoringVersion.Current,
        };

        IReadOnlyList<PooledEvidence> Pools(PooledEvidence.Selection selection) =>
            PooledEvidence.Of(catalog, evidence, query.AsOf, selection);

        static AssessmentScore[] Scores(IReadOnlyList<PooledEvidence> pools) => [.. pools.Select(pool => pool.Score)];

        MissingAssessment MissingOf(string assessment) => new() { Assessment = assessment, Relevance = relevance[assessment] };
    }

    private static ReadinessStatus StatusOf(ReadinessResult result)
    {
        if (result.Readiness is null) return ReadinessStatus.NoEvidence;

        return result.Status == Aieh.Scoring.Readiness.ReadinessStatus.Sufficient
            ? ReadinessStatus.Sufficient
            : ReadinessStatus.InsufficientEvidence;
    }

    private static RoleBundle BundleInContext(RoleDocument role, ReadinessQuery query)
    {
        var published = role.Bundle!;
        var entries = published.Entries.Select(entry => new BundleEntry(entry.Assessment, entry.Relevance.Value));
        var bundle = new RoleBundle(entries, published.MinimumCoverage.Value);
        var context = new Dictionary<string, string>();
        if (query.Stack is { } stack) context[KebabCase.Of(ContextDimension.Stack)] = KebabCase.Of(stack);
        if (query.Seniority is { } seniority) context[KebabCase.Of(ContextDimension.Seniority)] = KebabCase.Of(seniority);

        ContextMultiplier[] multipliers = [.. published.ContextAdjustments.Select(MultiplierOf)];
        if (EmployerWeights.TryApply(bundle, multipliers, context, NoOverrides, out var effective, out var problems)) return effective;

        throw new InvalidOperationException(
            $"The bundle of '{role.Slug}' cannot be weighed in this context: {string.Join(", ", problems)}.");
    }

    private static ContextMultiplier MultiplierOf(ContextAdjustment adjustment) =>
        new(KebabCase.Of(adjustment.Dimension), adjustment.Value, adjustment.Assessment, adjustment.Multiplier.Value);

    private static ReadinessContribution ContributionOf(ScoringRules rules, Contribution part) => new()
    {
        Assessment = part.Assessment,
        Score = rules.Scale.Report(part.Score),
        StandardError = part.StandardError,
        Relevance = part.Relevance,
        Currency = part.Currency,
        Freshness = rules.Freshness.Of(part.Currency),
        EffectiveWeight = part.EffectiveWeight,
        Points = part.Points,
    };

    private static NextStep StepOf(
        Aieh.Scoring.Readiness.NextStep step, double relevance, CatalogSnapshot catalog,
        IReadOnlyList<AttemptStartRow> starts, DateTimeOffset now)
    {
        var form = catalog.Assessments[step.Assessment].Forms.FirstOrDefault(candidate => candidate.Kind == FormKind.Full);
        var offered = form is { Availability: FormAvailability.Available };
        AttemptStartRow[] own = [.. starts.Where(start => start.Assessment == step.Assessment)];
        var open = own.FirstOrDefault(start => start.IsOpenAt(now));
        var nextEligibleAt = offered && open is null
            ? RetakePolicy.NextEligibleAt(form!.RetakeWindows.Value, [.. own.Select(start => start.StartedAt)], now)
            : null;
        return new NextStep
        {
            Assessment = step.Assessment,
            Reason = Enum.Parse<NextStepReason>(step.Reason.ToString()),
            Relevance = relevance,
            CoverageGain = step.CoverageGain,
            CoverageAfter = step.CoverageAfter,
            AvailableNow = offered && open is null && nextEligibleAt is null,
            OpenAttempt = open?.Id,
            NextEligibleAt = nextEligibleAt,
        };
    }
}
