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
        Guid passport, RoleDocument role, CatalogSnapshot catalog, ReadinessQuery query, IReadOnlyList<EvidenceMeasureRow> evidence, IReadOnlyList<AttemptStartRow> starts, DateTimeOffset now)
    {
        var rules = ScoringRules.Of(catalog);
        var bundle = BundleInContext(role, query);
        // What is missing and what to take next never counts a sample: it cannot take the place of the form.
        var counting = Scores(PooledEvidence.Selection.Counting);
        var certified = RoleReadiness.Evaluate(bundle, counting);
        var result = query.IncludeIndicative ? RoleReadiness.Evaluate(bundle, Scores(PooledEvidence.Selection.CountingAndIndicative)) : certified;
        var relevance = bundle.Entries.ToDictionary(entry => entry.Assessment, entry => entry.Relevance);
        return new ReadinessResponse
        {
            Passport = passport,
            Role = role.Slug,
            AsOf = query.AsOf,
            Stack = query.Stack,
            Seniority = query.Seniority,
            IncludesIndicative = query.IncludeIndicative,
            Status = result.Readiness is null ? ReadinessStatus.NoEvidence
                : result.Status == Aieh.Scoring.Readiness.ReadinessStatus.Sufficient ? ReadinessStatus.Sufficient
                : ReadinessStatus.InsufficientEvidence,
            Readiness = result.Readiness is { } score ? rules.Scale.Report(score.Score) : null,
            StandardError = result.Readiness?.StandardError,
            Interval = result.Readiness is { } sure ? ScoreViews.Interval(rules, sure.Score, sure.StandardError) : null,
            Band = result.Readiness is { } banded ? ScoreViews.Band(rules, banded.Score) : null,
            BandProbabilities = result.Readiness is { } spread ? ScoreViews.BandProbabilities(rules, spread.Score, spread.StandardError) : [],
            Coverage = result.Coverage,
            MinimumCoverage = bundle.MinimumCoverage,
            Contributions = [.. result.Contributions.Select(part => ContributionOf(rules, part))],
            Missing = [.. certified.Missing.Select(assessment => new MissingAssessment { Assessment = assessment, Relevance = relevance[assessment] })],
            NextSteps = [.. Steps.Rank(bundle, counting, rules.Freshness).Select(step => StepOf(step, relevance[step.Assessment], catalog, starts, now))],
            ScoringVersion = ScoringVersion.Current,
        };

        AssessmentScore[] Scores(PooledEvidence.Selection selection) => [.. PooledEvidence.Of(catalog, evidence, query.AsOf, selection).Select(pool => pool.Score)];
    }

    private static RoleBundle BundleInContext(RoleDocument role, ReadinessQuery query)
    {
        var published = role.Bundle!;
        var bundle = new RoleBundle(published.Entries.Select(entry => new BundleEntry(entry.Assessment, entry.Relevance.Value)), published.MinimumCoverage.Value);
        var context = new Dictionary<string, string>();
        if (query.Stack is { } stack) context[KebabCase.Of(ContextDimension.Stack)] = KebabCase.Of(stack);
        if (query.Seniority is { } seniority) context[KebabCase.Of(ContextDimension.Seniority)] = KebabCase.Of(seniority);

        ContextMultiplier[] multipliers =
            [.. published.ContextAdjustments.Select(adjustment => new ContextMultiplier(KebabCase.Of(adjustment.Dimension), adjustment.Value, adjustment.Assessment, adjustment.Multiplier.Value))];
        return EmployerWeights.TryApply(bundle, multipliers, context, NoOverrides, out var effective, out var problems)
            ? effective
            : throw new InvalidOperationException($"The bundle of '{role.Slug}' cannot be weighed in this context: {string.Join(", ", problems)}.");
    }

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
        Aieh.Scoring.Readiness.NextStep step, double relevance, CatalogSnapshot catalog, IReadOnlyList<AttemptStartRow> starts, DateTimeOffset now)
    {
        var form = catalog.Assessments[step.Assessment].Forms.FirstOrDefault(candidate => candidate.Kind == FormKind.Full);
        var offered = form is { Availability: FormAvailability.Available };
        var open = starts.FirstOrDefault(start => start.Assessment == step.Assessment && start.IsOpenAt(now));
        var nextEligibleAt = offered && open is null
            ? RetakePolicy.NextEligibleAt(form!.RetakeWindows.Value, [.. starts.Where(start => start.Assessment == step.Assessment).Select(start => start.StartedAt)], now)
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
