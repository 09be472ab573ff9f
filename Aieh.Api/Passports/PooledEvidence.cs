using Aieh.Api.Catalog;
using Aieh.Scoring.Evidence;
using Aieh.Scoring.Readiness;

namespace Aieh.Api.Passports;

/// <summary>All the evidence on one assessment, pooled for one moment.</summary>
internal sealed record PooledEvidence(AssessmentDocument Assessment, Pillar Pillar, PooledAbility Ability, AssessmentScore Score)
{
    /// <summary>Which pieces go into a pool.</summary>
    internal enum Selection
    {
        /// <summary>Those that count: certified and vendor evidence.</summary>
        Counting,

        /// <summary>Those and the free samples.</summary>
        CountingAndIndicative,

        /// <summary>The free samples alone.</summary>
        IndicativeAlone,
    }

    /// <summary>One pool for each assessment with evidence, in the catalogue's order.</summary>
    public static IReadOnlyList<PooledEvidence> Of(CatalogueSnapshot catalogue, IReadOnlyList<EvidenceMeasureRow> evidence, DateTimeOffset asOf, Selection selection)
    {
        var rules = ScoringRules.Of(catalogue);
        var pools = new List<PooledEvidence>();
        foreach (var pieces in evidence.Select(ToPiece).Where(piece => Selects(selection, piece.Piece.Kind)).GroupBy(piece => piece.Assessment, piece => piece.Piece))
        {
            var assessment = catalogue.Assessments[pieces.Key];
            var pillar = rules.PillarOf(assessment.Pillar);
            if (EvidencePooling.TryPool(pieces.ToArray(), asOf, pillar.HalfLifeMonths.Value, includeIndicative: selection != Selection.Counting, out var ability))
            {
                pools.Add(new PooledEvidence(assessment, pillar, ability, AssessmentScore.From(assessment.Slug, ability, rules.Scale)));
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

    private static (string Assessment, EvidencePiece Piece) ToPiece(EvidenceMeasureRow row) => (row.Assessment, new EvidencePiece(KindOf(row.Kind), row.Theta, row.SeTheta, row.ObservedAt));

    public static EvidenceKind KindOf(string slug) => EvidenceKindSlugs.TryParse(slug, out var kind)
        ? kind
        : throw new InvalidOperationException($"Evidence is stored with the unknown kind '{slug}'.");
}
