using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Evidence;
using Aieh.Scoring.Readiness;
using RoleBundle = Aieh.Scoring.Readiness.RoleBundle;

namespace Aieh.Api.Pages.Guide;

/// <summary>
/// Somebody made up, whose readiness is worked out by what works out everybody's. Everything about them follows from the catalog: the
/// first role with a bundle; scores in the middle of the bands above the lowest, as full forms would tell them; the first test taken one
/// half-life ago, the last not at all.
/// </summary>
internal sealed record WorkedExample
{
    /// <summary>Any moment will do: only ages count.</summary>
    private static readonly DateTimeOffset Today = DateTimeOffset.UnixEpoch;

    public required RoleDocument Role { get; init; }

    public required RoleBundle Bundle { get; init; }

    /// <summary>How old the score is that is not of today, months.</summary>
    public required double AgedMonths { get; init; }

    public required ReadinessResult Result { get; init; }

    /// <summary>The same, if all had been measured today.</summary>
    public required ReadinessResult Fresh { get; init; }

    /// <summary>The context that changes most, and readiness in it; null where none changes anything.</summary>
    public (ContextDimension Dimension, string Value, RoleBundle Bundle, ReadinessResult Result)? InContext { get; init; }

    public static WorkedExample? Of(CatalogSnapshot catalog, FormPrecisions precisions)
    {
        if (catalog.Roles.Values.FirstOrDefault(role => role.Bundle is not null) is not { } role) return null;

        var rules = ScoringRules.Of(catalog);
        var bundle = PublishedBundle.InContext(role, null, null);
        var measured = bundle.Entries.SkipLast(1).Select(entry => catalog.Assessments.GetValueOrDefault(entry.Assessment))
            .Where(test => test is not null && precisions.Of(test, FormKind.Full, catalog) is not null).ToList();
        if (measured is not [{ } first, ..]) return null;

        var halfLife = rules.PillarOf(first.Pillar).HalfLifeMonths.Value;
        AssessmentScore[] scores = [.. measured.Select((test, place) => Measure(test!, place, place == 0 ? halfLife : 0))];
        AssessmentScore[] fresh = [.. measured.Select((test, place) => Measure(test!, place, 0))];
        return new WorkedExample
        {
            Role = role,
            Bundle = bundle,
            AgedMonths = halfLife,
            Result = RoleReadiness.Evaluate(bundle, scores),
            Fresh = RoleReadiness.Evaluate(bundle, fresh),
            InContext = MostChanging(role, scores, RoleReadiness.Evaluate(bundle, scores)),
        };

        AssessmentScore Measure(AssessmentDocument test, int place, double ageMonths)
        {
            var band = catalog.Methodology.Bands[1 + place % (catalog.Methodology.Bands.Count - 1)];
            var middle = (band.From.Value + band.To.Value) / 2.0;
            var (score, error) = rules.Precision.Of(middle, precisions.Of(test, FormKind.Full, catalog)!.At(middle));
            var piece = new EvidencePiece(
                EvidenceKind.Assessed, rules.Scale.ThetaOf(score), error / rules.Scale.PointsPerLogit,
                Today.AddDays(-ageMonths * HalfLife.DaysPerMonth));
            EvidencePooling.TryPool([piece], Today, rules.PillarOf(test.Pillar).HalfLifeMonths.Value, false, out var pooled);
            return AssessmentScore.From(test.Slug, pooled, rules.Scale);
        }
    }

    private static (ContextDimension Dimension, string Value, RoleBundle Bundle, ReadinessResult Result)? MostChanging(
        RoleDocument role, AssessmentScore[] scores, ReadinessResult published)
    {
        var contexts = from context in role.Bundle!.ContextAdjustments.Select(each => (each.Dimension, each.Value)).Distinct()
                       let bundle = Weigh(role, context.Dimension, context.Value)
                       select (context.Dimension, context.Value, Bundle: bundle, Result: RoleReadiness.Evaluate(bundle, scores));
        var found = contexts.ToList();
        return found.Count == 0 ? null : found.MaxBy(each => Math.Abs(ReadinessOf(each.Result) - ReadinessOf(published)));

        static double ReadinessOf(ReadinessResult result) => result.Readiness?.Score ?? 0;
    }

    /// <summary>The bundle in one context; what is no context that can be asked for changes nothing.</summary>
    public static RoleBundle Weigh(RoleDocument role, ContextDimension dimension, string value) => dimension switch
    {
        ContextDimension.Stack when KebabCase.TryParse<Stack>(value, out var stack) => PublishedBundle.InContext(role, stack, null),
        ContextDimension.Seniority when KebabCase.TryParse<Seniority>(value, out var level) => PublishedBundle.InContext(role, null, level),
        _ => PublishedBundle.InContext(role, null, null),
    };
}
