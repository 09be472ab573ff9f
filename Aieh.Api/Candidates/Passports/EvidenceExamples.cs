using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Catalog.Concordances;
using Aieh.Api.Contract;
using Aieh.Scoring.Evidence;

namespace Aieh.Api.Candidates.Passports;

internal static class EvidenceExamples
{
    private static readonly ScoreReportResponse Report = AttemptExamples.Report;

    public static readonly EvidenceResponse Evidence = new()
    {
        Id = new Guid("019e82eb-de80-7b64-b0c7-3e5a91d2f486"),
        Assessment = Report.Assessment,
        Kind = Report.Kind,
        Supervision = Report.Supervision,
        Score = Report.Score,
        StandardError = Report.StandardError,
        Provisional = Report.Provisional,
        ObservedAt = Report.ObservedAt,
        RecordedAt = Report.ObservedAt,
        Calibration = new EvidenceCalibration { Id = Report.Calibration.Id, Version = Report.Calibration.Version },
        ScoringVersion = ExampleStory.ScoringVersion,
        Attempt = ExampleStory.AttemptId,
    };

    public static readonly EvidenceListResponse List = new() { Items = [Evidence], Next = null };

    /// <summary>A provider of tests adds a percentile rank to the candidate's passport.</summary>
    public static readonly AddEvidenceRequest Add = new()
    {
        Concordance = ConcordanceExamples.Percentile.Slug,
        RawScore = 84,
        ObservedAt = ExampleStory.Now.AddDays(-3),
        Reference = "result-20260601-0042",
    };

    /// <summary>Φ⁻¹(0.84) = 0.99446 standard deviations above the mean.</summary>
    public static readonly EvidenceResponse Added = new()
    {
        Id = new Guid("019e8304-3a80-7d52-a6f1-7c2be94d0b13"),
        Assessment = ConcordanceExamples.Percentile.Assessment,
        Kind = EvidenceKind.Vendor,
        Supervision = Supervision.Unsupervised,
        Score = 666,
        StandardError = 90,
        Provisional = true,
        ObservedAt = Add.ObservedAt,
        RecordedAt = ExampleStory.Now.AddMinutes(20),
        Calibration = new EvidenceCalibration
        {
            Id = ConcordanceExamples.Percentile.Slug,
            Version = ConcordanceExamples.Percentile.Version,
        },
        ScoringVersion = ExampleStory.ScoringVersion,
        RawScore = Add.RawScore,
        Reference = Add.Reference,
    };
}
