using Aieh.Api.Catalog.Documents;
using Aieh.Api.Catalog.Concordances;
using Aieh.Api.Catalog.Methodology;
using Aieh.Api.Candidates.Passports;
using Aieh.Scoring.Evidence;

namespace Aieh.Api.Platform.Http;

/// <summary>A provider of tests adds a percentile rank to the candidate's passport.</summary>
internal static class OpenApiConcordanceExamples
{
    private static readonly ConcordanceResponse Percentile = new()
    {
        Slug = "percentile-general-cognitive",
        Version = 1,
        Status = ConcordanceStatus.Provisional,
        Title = "Percentile rank on any norm-referenced test of general cognitive ability",
        Summary = "For a result that its publisher reports as a percentile rank in the general working population.",
        Assessment = "cognitive-reasoning",
        Mapping = ConcordanceMapping.Percentile,
        Lowest = Chosen(1, "Publishers report whole percentile ranks from 1 to 99."),
        Highest = Chosen(99, "Publishers report whole percentile ranks from 1 to 99."),
        NormMean = Chosen(575, "The publisher's norm group is taken to be the norm population of the passport scale."),
        NormStandardDeviation = Chosen(91.66666666666667, "One standard deviation of the norm population."),
        StandardError = Chosen(90, "What a correlation of 0.72 between two tests leaves."),
    };

    public static readonly ConcordanceListResponse Concordances = new() { Items = [Percentile], Next = null };

    public static readonly AddEvidenceRequest AddEvidence = new()
    {
        Concordance = Percentile.Slug,
        RawScore = 84,
        ObservedAt = OpenApiExamples.Now.AddDays(-3),
        Reference = "result-20260601-0042",
    };

    /// <summary>Φ⁻¹(0.84) = 0.99446 standard deviations above the mean.</summary>
    public static readonly EvidenceResponse Evidence = new()
    {
        Id = new Guid("019e8304-3a80-7d52-a6f1-7c2be94d0b13"),
        Assessment = Percentile.Assessment,
        Kind = EvidenceKind.Vendor,
        Score = 666,
        StandardError = 90,
        Theta = 0.99446,
        ThetaStandardError = 0.98182,
        ObservedAt = AddEvidence.ObservedAt,
        RecordedAt = OpenApiExamples.Now.AddMinutes(20),
        Calibration = new EvidenceCalibration { Id = Percentile.Slug, Version = Percentile.Version },
        ScoringVersion = OpenApiExamples.ScoringVersion,
        RawScore = AddEvidence.RawScore,
        Reference = AddEvidence.Reference,
    };

    private static SourcedNumber Chosen(double value, string rationale) => new() { Value = value, Provenance = Provenance.Default, Rationale = rationale };
}
