using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Candidates.Passports;
using Aieh.Scoring.Evidence;

namespace Aieh.Api.Platform.Http;

internal static class OpenApiPassportExamples
{
    private static readonly ScoreReportResponse Report = OpenApiAttemptExamples.Report;
    private static readonly DateTimeOffset CreatedAt = OpenApiExamples.Now.AddHours(-1);

    public static readonly CreatePassportRequest Create = new();

    public static readonly CreatedPassportResponse Created = new() { Id = OpenApiExamples.PassportId, CreatedAt = CreatedAt, Token = OpenApiExamples.CandidateToken };

    public static readonly PassportResponse Passport = new()
    {
        Id = OpenApiExamples.PassportId,
        CreatedAt = CreatedAt,
        AsOf = OpenApiExamples.Now,
        Composite = new CompositeScore
        {
            Score = Report.Score,
            StandardError = Report.StandardError,
            Interval = Report.Interval,
            Band = Report.Band,
            BandProbabilities = Report.BandProbabilities,
            Coverage = 0.35,
        },
        Pillars = [new PillarScoreResponse { Pillar = "domain", Weight = 0.35, Score = Report.Score, StandardError = Report.StandardError, Currency = 1 }],
        MissingPillars = ["cognitive", "ai-fluency", "communication"],
        Assessments =
        [
            new AssessmentScoreResponse
            {
                Assessment = Report.Assessment,
                Pillar = "domain",
                Score = Report.Score,
                StandardError = Report.StandardError,
                Interval = Report.Interval,
                Band = Report.Band,
                BandProbabilities = Report.BandProbabilities,
                Currency = 1,
                Freshness = Freshness.Current,
                ObservedAt = Report.ObservedAt,
                RefreshDueAt = Report.ObservedAt.AddDays(365.25),
                EvidenceCount = 1,
            },
        ],
        Indicative = [],
        ScoringVersion = OpenApiExamples.ScoringVersion,
    };

    private static readonly EvidenceResponse Evidence = new()
    {
        Id = new Guid("019e82eb-de80-7b64-b0c7-3e5a91d2f486"),
        Assessment = Report.Assessment,
        Kind = Report.Kind,
        Score = Report.Score,
        StandardError = Report.StandardError,
        Theta = Report.Theta,
        ThetaStandardError = Report.ThetaStandardError,
        ObservedAt = Report.ObservedAt,
        RecordedAt = Report.ObservedAt,
        Calibration = new EvidenceCalibration { Id = Report.Calibration.Id, Version = Report.Calibration.Version },
        ScoringVersion = OpenApiExamples.ScoringVersion,
        Attempt = OpenApiExamples.AttemptId,
    };

    public static readonly EvidenceListResponse EvidenceList = new() { Items = [Evidence], Next = null };

    /// <summary>One assessment of the Backend Engineer bundle, whose relevances sum to 3.5.</summary>
    public static readonly ReadinessResponse Readiness = new()
    {
        Passport = OpenApiExamples.PassportId,
        Role = OpenApiExamples.Backend,
        AsOf = OpenApiExamples.Now,
        IncludesIndicative = false,
        Status = ReadinessStatus.InsufficientEvidence,
        Readiness = Report.Score,
        StandardError = Report.StandardError,
        Interval = Report.Interval,
        Band = Report.Band,
        BandProbabilities = Report.BandProbabilities,
        Coverage = 0.2571,
        MinimumCoverage = 0.6,
        Contributions =
        [
            new ReadinessContribution
            {
                Assessment = Report.Assessment,
                Score = Report.Score,
                StandardError = Report.StandardError,
                Relevance = 0.9,
                Currency = 1,
                Freshness = Freshness.Current,
                EffectiveWeight = 1,
                Points = 662.08,
            },
        ],
        Missing =
        [
            new MissingAssessment { Assessment = "ai-augmented-sql", Relevance = 0.85 },
            new MissingAssessment { Assessment = "communication", Relevance = 0.65 },
            new MissingAssessment { Assessment = "cognitive-reasoning", Relevance = 0.6 },
            new MissingAssessment { Assessment = "javascript-fundamentals", Relevance = 0.5 },
        ],
        NextSteps =
        [
            new NextStep { Assessment = "ai-augmented-sql", Reason = NextStepReason.Missing, Relevance = 0.85, CoverageGain = 0.2429, CoverageAfter = 0.5, AvailableNow = true },
        ],
        ScoringVersion = OpenApiExamples.ScoringVersion,
    };

    public static readonly CreateGrantRequest CreateGrant = new() { Kind = GrantKind.Link, Scope = GrantScope.Passport, ExpiresAt = OpenApiExamples.Now.AddDays(30) };

    public static readonly GrantResponse Grant = new()
    {
        Id = new Guid("019e82ed-b340-7f09-8d23-a1b4c85e6d70"),
        Kind = GrantKind.Link,
        Scope = GrantScope.Passport,
        CreatedAt = OpenApiExamples.Now.AddMinutes(2),
        ExpiresAt = CreateGrant.ExpiresAt,
    };

    public static readonly GrantResponse CreatedGrant = Grant with
    {
        Token = OpenApiExamples.LinkToken,
        Url = $"/v1/passports/{OpenApiExamples.PassportId}?{Authentication.ShareParameter}={OpenApiExamples.LinkToken}",
    };

    public static readonly GrantListResponse Grants = new() { Items = [Grant], Next = null };

    public static readonly PassportExportResponse Export = new()
    {
        ExportedAt = OpenApiExamples.Now.AddMinutes(5),
        Passport = Passport,
        Evidence = [Evidence],
        Attempts =
        [
            new ExportedAttempt
            {
                Id = OpenApiExamples.AttemptId,
                Assessment = Report.Assessment,
                Form = FormKind.Full,
                State = AttemptState.Scored,
                StartedAt = OpenApiAttemptExamples.InProgress.StartedAt,
                SubmittedAt = Report.ObservedAt,
                Responses = OpenApiAttemptExamples.Save.Responses,
            },
        ],
        Grants = [Grant],
    };
}
