using System.Globalization;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;
using Aieh.Scoring;
using Aieh.Scoring.Evidence;
using Aieh.Scoring.Readiness;

namespace Aieh.Api.Candidates.Passports;

/// <summary>Passports and evidence as every response shows them.</summary>
internal sealed class PassportViews(CatalogCache cache)
{
    /// <summary>Evidence is added and never changed, so its number names what is held.</summary>
    public static string StateOf(int evidence) => evidence.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// The passport with a tag of all that makes it: what is held; the day, because it counts for less each day; the catalog and the
    /// arithmetic, because they say what it amounts to.
    /// </summary>
    public Tagged<PassportResponse> TaggedOf(PassportRow passport, IReadOnlyList<EvidenceMeasureRow> evidence, DateTimeOffset asOf)
    {
        var catalog = cache.Current;
        var view = FormattableString.Invariant($"{asOf:yyyyMMdd}-{catalog.Hash[..16]}-{ScoringVersion.Current}");
        return new Tagged<PassportResponse>(Of(catalog, passport, evidence, asOf), ETags.OfView(StateOf(evidence.Count), view));
    }

    public PassportResponse Of(PassportRow passport, IReadOnlyList<EvidenceMeasureRow> evidence, DateTimeOffset asOf) =>
        Of(cache.Current, passport, evidence, asOf);

    private static PassportResponse Of(
        CatalogSnapshot catalog, PassportRow passport, IReadOnlyList<EvidenceMeasureRow> evidence, DateTimeOffset asOf)
    {
        var rules = ScoringRules.Of(catalog);
        var counting = PooledEvidence.Of(catalog, evidence, asOf, PooledEvidence.Selection.Counting);
        var indicative = PooledEvidence.Of(catalog, evidence, asOf, PooledEvidence.Selection.IndicativeAlone);
        var composite = PassportComposite.Evaluate(
            [.. rules.Pillars.Select(pillar => new PillarWeight(pillar.Slug, pillar.CompositeWeight.Value))],
            [.. counting.Select(pool => new PillarEvidence(pool.Pillar.Slug, pool.Score))]);
        return new PassportResponse
        {
            Id = passport.Id,
            CreatedAt = passport.CreatedAt,
            AsOf = asOf,
            Composite = composite.Composite is { } score
                ? CompositeOf(rules, score, composite.Coverage, counting.Any(pool => pool.IsProvisional))
                : null,
            Pillars = [.. composite.Contributions.Select(part => PillarOf(rules, part))],
            MissingPillars = [.. composite.Missing],
            Assessments = [.. counting.Select(pool => AssessmentOf(rules, pool))],
            Indicative = [.. indicative.Select(pool => AssessmentOf(rules, pool))],
            ScoringVersion = ScoringVersion.Current,
        };
    }

    public EvidenceResponse Of(EvidenceRow row) => Of(cache.Current, row, PooledEvidence.KindOf(row.Kind));

    private static EvidenceResponse Of(CatalogSnapshot catalog, EvidenceRow row, EvidenceKind kind)
    {
        var rules = ScoringRules.Of(catalog);
        var told = ReportedMeasure.Of(rules, kind, row.Score, row.SeScore);
        return new EvidenceResponse
        {
            Id = row.Id,
            Assessment = row.Assessment,
            Kind = kind,
            Supervision = row.SupervisedBy is null ? Supervision.Unsupervised : Supervision.Supervised,
            SupervisedBy = row.SupervisedBy,
            SupervisedAt = row.SupervisedAt,
            AiPolicy = AgreedAiPolicy.Of(row.AiPolicy, row.AiPolicyVersion, row.AgreedAt),
            Score = rules.Scale.Report(told.Score),
            StandardError = told.StandardError,
            Provisional = ReportedMeasure.IsProvisional(catalog, kind, row.CalibrationId, row.ParameterShare),
            ObservedAt = row.ObservedAt,
            RecordedAt = row.RecordedAt,
            Calibration = new EvidenceCalibration { Id = row.CalibrationId, Version = row.CalibrationVersion },
            ScoringVersion = row.ScoringVersion,
            Attempt = row.AttemptId,
            RawScore = row.RawScore,
            Reference = row.Reference,
        };
    }

    private static CompositeScore CompositeOf(
        ScoringRules rules, WeightedScore score, double coverage, bool isProvisional) => new()
    {
        Score = rules.Scale.Report(score.Score),
        StandardError = score.StandardError,
        Interval = ScoreViews.Interval(rules, score.Score, score.StandardError),
        Provisional = isProvisional,
        Band = ScoreViews.Band(rules, score.Score, isProvisional),
        BandProbabilities = ScoreViews.BandProbabilities(rules, score.Score, score.StandardError),
        Coverage = coverage,
    };

    private static PillarScoreResponse PillarOf(ScoringRules rules, PillarContribution part) => new()
    {
        Pillar = part.Pillar,
        Weight = part.Weight,
        Score = rules.Scale.Report(part.Score),
        StandardError = part.StandardError,
        Currency = part.Currency,
    };

    private static AssessmentScoreResponse AssessmentOf(ScoringRules rules, PooledEvidence pool)
    {
        var (score, standardError) = (pool.Score.Score, pool.Score.StandardError);
        return new AssessmentScoreResponse
        {
            Assessment = pool.Assessment.Slug,
            Pillar = pool.Pillar.Slug,
            Score = rules.Scale.Report(score),
            StandardError = standardError,
            Interval = ScoreViews.Interval(rules, score, standardError),
            Provisional = pool.IsProvisional,
            Band = ScoreViews.Band(rules, score, pool.IsProvisional),
            BandProbabilities = ScoreViews.BandProbabilities(rules, score, standardError),
            Currency = pool.Ability.Currency,
            Freshness = rules.Freshness.Of(pool.Ability.Currency),
            ObservedAt = pool.Ability.FreshestAt,
            RefreshDueAt = rules.Freshness.RefreshDueAt(pool.Ability.FreshestAt, pool.Pillar.HalfLifeMonths.Value),
            EvidenceCount = pool.Ability.Pieces,
            Supervision = pool.Supervision,
            AiPolicy = pool.AiPolicy,
        };
    }
}
