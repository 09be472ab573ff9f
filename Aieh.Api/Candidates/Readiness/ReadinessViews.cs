using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Scoring;
using Aieh.Scoring.Readiness;
using RoleBundle = Aieh.Scoring.Readiness.RoleBundle;
using Steps = Aieh.Scoring.Readiness.NextSteps;

namespace Aieh.Api.Candidates.Readiness;

/// <summary>What readiness is shown for.</summary>
/// <param name="Passport">Id of the passport.</param>
/// <param name="Role">Slug of the role; null by the weights of a hiring loop that has none.</param>
/// <param name="AsOf">The moment.</param>
/// <param name="IncludeIndicative">Whether free samples count besides.</param>
internal sealed record ReadinessQuestion(Guid Passport, string? Role, DateTimeOffset AsOf, bool IncludeIndicative = false);

/// <summary>Readiness as every response shows it, by the role's published bundle or any other.</summary>
internal static class ReadinessViews
{
    public static ReadinessResponse Of(
        ReadinessQuestion question, RoleBundle bundle, CatalogSnapshot catalog, CountedEvidence evidence,
        IReadOnlyList<AttemptStartRow> starts, DateTimeOffset now)
    {
        var rules = ScoringRules.Of(catalog);
        // What is missing and what to take next never counts a sample: it cannot take the place of the form.
        var counted = ReadinessFigures.Of(bundle, catalog, evidence, question.AsOf);
        var figures = question.IncludeIndicative
            ? ReadinessFigures.Of(bundle, catalog, evidence, question.AsOf, PooledEvidence.Selection.CountingAndIndicative)
            : counted;
        var steps = Steps.Rank(bundle, [.. counted.Pools.Select(pool => pool.Score)], rules.Freshness);
        var score = figures.Result.Readiness;
        return new ReadinessResponse
        {
            Passport = question.Passport,
            Role = question.Role,
            AsOf = question.AsOf,
            IncludesIndicative = question.IncludeIndicative,
            Status = figures.Status,
            Readiness = score is { } reported ? rules.Scale.Report(reported.Score) : null,
            StandardError = score?.StandardError,
            Interval = score is { } sure ? ScoreViews.Interval(rules, sure.Score, sure.StandardError) : null,
            Provisional = figures.IsProvisional,
            Band = score is { } banded ? ScoreViews.Band(rules, banded.Score, figures.IsProvisional) : null,
            BandProbabilities = score is { } spread ? ScoreViews.BandProbabilities(rules, spread.Score, spread.StandardError) : [],
            Coverage = figures.Result.Coverage,
            MinimumCoverage = bundle.MinimumCoverage,
            Contributions = ContributionsOf(rules, figures),
            Missing = MissingOf(bundle, counted),
            Uncounted = UncountedOf(rules, figures),
            NextSteps = [.. steps.Select(step => StepOf(step, RelevanceOf(bundle, step.Assessment), catalog, starts, now))],
            ScoringVersion = ScoringVersion.Current,
        };
    }

    /// <summary>What each assessment adds, in bundle order.</summary>
    public static IReadOnlyList<ReadinessContribution> ContributionsOf(ScoringRules rules, ReadinessFigures figures) =>
        [.. figures.Result.Contributions.Select(part => ContributionOf(rules, part, figures))];

    /// <summary>Scores that do not count, in bundle order.</summary>
    public static IReadOnlyList<UncountedScore> UncountedOf(ScoringRules rules, ReadinessFigures figures) =>
    [
        .. figures.Uncounted.Select(each => new UncountedScore
        {
            Assessment = each.Pool.Assessment.Slug,
            Score = rules.Scale.Report(each.Pool.Score.Score),
            StandardError = each.Pool.Score.StandardError,
            ObservedAt = each.Pool.Ability.FreshestAt,
            Reason = each.Reason,
        }),
    ];

    /// <summary>The bundle's assessments without evidence, in bundle order.</summary>
    public static IReadOnlyList<MissingAssessment> MissingOf(RoleBundle bundle, ReadinessFigures figures) =>
    [
        .. figures.Result.Missing.Select(
            assessment => new MissingAssessment { Assessment = assessment, Relevance = RelevanceOf(bundle, assessment) }),
    ];

    private static double RelevanceOf(RoleBundle bundle, string assessment) =>
        bundle.Entries.First(entry => entry.Assessment == assessment).Relevance;

    private static ReadinessContribution ContributionOf(ScoringRules rules, Contribution part, ReadinessFigures figures) => new()
    {
        Assessment = part.Assessment,
        Score = rules.Scale.Report(part.Score),
        StandardError = part.StandardError,
        Relevance = part.Relevance,
        Currency = part.Currency,
        Freshness = rules.Freshness.Of(part.Currency),
        EffectiveWeight = part.EffectiveWeight,
        Points = part.Points,
        Supervision = figures.Pools.First(pool => pool.Assessment.Slug == part.Assessment).Supervision,
    };

    private static NextStep StepOf(
        Aieh.Scoring.Readiness.NextStep step, double relevance, CatalogSnapshot catalog,
        IReadOnlyList<AttemptStartRow> starts, DateTimeOffset now)
    {
        // A hiring loop's bundle can name what the catalog has no more.
        var form = catalog.Assessments.GetValueOrDefault(step.Assessment)?.Forms
            .FirstOrDefault(candidate => candidate.Kind == FormKind.Full);
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
