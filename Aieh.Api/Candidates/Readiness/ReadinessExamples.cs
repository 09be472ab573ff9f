using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Contract;
using Aieh.Scoring.Evidence;

namespace Aieh.Api.Candidates.Readiness;

internal static class ReadinessExamples
{
    private static readonly ScoreReportResponse Report = AttemptExamples.Report;

    /// <summary>One assessment of the Backend Engineer bundle, whose relevances sum to 3.5.</summary>
    public static readonly ReadinessResponse Readiness = new()
    {
        Passport = ExampleStory.PassportId,
        Role = ExampleStory.Backend,
        AsOf = ExampleStory.Now,
        IncludesIndicative = false,
        Status = ReadinessStatus.InsufficientEvidence,
        Readiness = Report.Score,
        StandardError = Report.StandardError,
        Interval = Report.Interval,
        Provisional = Report.Provisional,
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
                Points = 650,
                Supervision = PooledSupervision.Unsupervised,
            },
        ],
        Missing =
        [
            new MissingAssessment { Assessment = "ai-augmented-sql", Relevance = 0.85 },
            new MissingAssessment { Assessment = "communication", Relevance = 0.65 },
            new MissingAssessment { Assessment = "cognitive-reasoning", Relevance = 0.6 },
            new MissingAssessment { Assessment = "javascript-fundamentals", Relevance = 0.5 },
        ],
        Uncounted = [],
        NextSteps =
        [
            new NextStep
            {
                Assessment = "ai-augmented-sql",
                Reason = NextStepReason.Missing,
                Relevance = 0.85,
                CoverageGain = 0.2429,
                CoverageAfter = 0.5,
                AvailableNow = true,
            },
        ],
        ScoringVersion = ExampleStory.ScoringVersion,
    };
}
