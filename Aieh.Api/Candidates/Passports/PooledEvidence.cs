using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Catalog.Documents;
using Aieh.Scoring.Evidence;
using Aieh.Scoring.Readiness;

namespace Aieh.Api.Candidates.Passports;

/// <summary>All the evidence on one assessment, pooled for one moment.</summary>
internal sealed record PooledEvidence(AssessmentDocument Assessment, PassportPillar Pillar, PooledAbility Ability, AssessmentScore Score)
{
    // Told to a twentieth, like all that is made from answers: the errors that are worked out with it are public.
    private const double ShareSteps = 20;

    /// <summary>Whether it rests on samples, whose items are public, or on provisional item parameters.</summary>
    public required bool IsProvisional { get; init; }

    /// <summary>Whether somebody watched while the pieces were made.</summary>
    public required PooledSupervision Supervision { get; init; }

    /// <summary>Which help was allowed, of the newest piece that says so; null where none does.</summary>
    public AgreedAiPolicy? AiPolicy { get; init; }

    /// <summary>Which pieces go into a pool.</summary>
    internal enum Selection
    {
        /// <summary>Those that count: assessed and vendor evidence.</summary>
        Counting,

        /// <summary>Those and the free samples.</summary>
        CountingAndIndicative,

        /// <summary>The free samples alone.</summary>
        IndicativeAlone,
    }

    /// <summary>One pool for each assessment with evidence, in the catalog's order.</summary>
    public static IReadOnlyList<PooledEvidence> Of(
        CatalogSnapshot catalog, IReadOnlyList<EvidenceMeasureRow> evidence, DateTimeOffset asOf, Selection selection)
    {
        var rules = ScoringRules.Of(catalog);
        var includeIndicative = selection != Selection.Counting;
        var pools = new List<PooledEvidence>();
        foreach (var rows in evidence.Where(row => Selects(selection, KindOf(row.Kind))).GroupBy(row => row.Assessment))
        {
            var assessment = catalog.Assessments[rows.Key];
            var pillar = rules.PillarOf(assessment.Pillar);
            var halfLifeMonths = pillar.HalfLifeMonths.Value;
            if (EvidencePooling.TryPool(Pieces(rules, rows, halfLifeMonths), asOf, halfLifeMonths, includeIndicative, out var ability))
            {
                pools.Add(new PooledEvidence(assessment, pillar, ability, AssessmentScore.From(assessment.Slug, ability, rules.Scale))
                {
                    IsProvisional = rows.Any(row => IsProvisionalOf(catalog, row)),
                    Supervision = SupervisionOf(rows),
                    AiPolicy = PolicyOf(rows),
                });
            }
        }

        pools.Sort((one, other) => string.CompareOrdinal(one.Assessment.Slug, other.Assessment.Slug));
        return pools;
    }

    private static bool Selects(Selection selection, EvidenceKind kind) => selection switch
    {
        Selection.Counting => kind != EvidenceKind.Indicative,
        Selection.IndicativeAlone => kind == EvidenceKind.Indicative,
        _ => true,
    };

    private static EvidencePiece[] Pieces(ScoringRules rules, IEnumerable<EvidenceMeasureRow> rows, double halfLifeMonths) =>
    [
        .. rows
            .Where(row => row.TenantId is null)
            .Select(row => OwnPiece(rules, row)),
        .. rows
            .Where(row => row.TenantId is not null)
            .GroupBy(row => (row.TenantId, row.CalibrationId))
            .Select(results => OneOf([.. results], halfLifeMonths)),
    ];

    private static bool IsProvisionalOf(CatalogSnapshot catalog, EvidenceMeasureRow row) =>
        ReportedMeasure.IsProvisional(catalog, KindOf(row.Kind), row.CalibrationId, row.ParameterShare);

    private static PooledSupervision SupervisionOf(IEnumerable<EvidenceMeasureRow> rows)
    {
        if (rows.All(row => row.SupervisedBy is null)) return PooledSupervision.Unsupervised;

        return rows.All(row => row.SupervisedBy is not null) ? PooledSupervision.Supervised : PooledSupervision.Partly;
    }

    private static AgreedAiPolicy? PolicyOf(IEnumerable<EvidenceMeasureRow> rows) =>
        rows.LastOrDefault(row => row.AiPolicy is not null) is { } newest
            ? AgreedAiPolicy.Of(newest.AiPolicy, newest.AiPolicyVersion, newest.AgreedAt)
            : null;

    /// <summary>
    /// An attempt's. Attempts of one kind meet the same items, with the same provisional parameters whatever the version, and so have the
    /// error of these in common; a sample shares no item with the others.
    /// </summary>
    private static EvidencePiece OwnPiece(ScoringRules rules, EvidenceMeasureRow row)
    {
        var (scale, kind) = (rules.Scale, KindOf(row.Kind));
        var told = ReportedMeasure.Of(rules, kind, scale.ScoreOf(row.Theta), scale.StandardErrorOf(row.SeTheta));
        return new EvidencePiece(kind, scale.ThetaOf(told.Score), told.StandardError / scale.PointsPerLogit, row.ObservedAt)
        {
            Parameters = row.Kind,
            ParameterShare = Math.Min(Math.Round((row.ParameterShare ?? 0) * ShareSteps), ShareSteps - 1) / ShareSteps,
        };
    }

    /// <summary>
    /// The results of one provider under one concordance, as one piece: their mean, weighted by currency, with the error of one. Most of
    /// that error is what keeps two tests apart, the same in each of them: as pieces of their own, many results would make somebody's
    /// score certain.
    /// </summary>
    private static EvidencePiece OneOf(EvidenceMeasureRow[] results, double halfLifeMonths)
    {
        var freshest = results.Max(row => row.ObservedAt);
        double weights = 0, theta = 0, standardError = 0;
        foreach (var row in results)
        {
            var weight = HalfLife.CurrencyOf(row.ObservedAt, freshest, halfLifeMonths);
            weights += weight;
            theta += weight * row.Theta;
            standardError += weight * row.SeTheta;
        }

        return new EvidencePiece(KindOf(results[0].Kind), theta / weights, standardError / weights, freshest);
    }

    public static EvidenceKind KindOf(string slug) => EvidenceKindSlugs.TryParse(slug, out var kind)
        ? kind
        : throw new InvalidOperationException($"Evidence is stored with the unknown kind '{slug}'.");
}
