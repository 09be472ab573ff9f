using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Contacts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Contract;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Evidence;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Candidates.Passports;

internal static class PassportExamples
{
    public static readonly ProblemHttpResult[] Refusals =
    [
        Problems.PassportErased(),
        Problems.PassportExists(ExampleStory.PassportId),
        Problems.EvidenceRefused(new ProblemError { Pointer = "#/rawScore", Detail = "The concordance maps raw scores from 1 to 99." }),
        Problems.ReferenceAlreadyUsed(),
    ];

    private static readonly ScoreReportResponse Report = AttemptExamples.Report;
    private static readonly DateTimeOffset CreatedAt = ExampleStory.Now.AddHours(-1);

    public static readonly CreatePassportRequest Create = new();

    public static readonly CreatedPassportResponse Created = new()
    {
        Id = ExampleStory.PassportId,
        CreatedAt = CreatedAt,
        Token = ExampleStory.CandidateToken,
    };

    public static readonly PassportResponse Passport = new()
    {
        Id = ExampleStory.PassportId,
        CreatedAt = CreatedAt,
        AsOf = ExampleStory.Now,
        Composite = new CompositeScore
        {
            Score = Report.Score,
            StandardError = Report.StandardError,
            Interval = Report.Interval,
            Provisional = Report.Provisional,
            Band = Report.Band,
            BandProbabilities = Report.BandProbabilities,
            Coverage = 0.35,
        },
        Pillars =
        [
            new PillarScoreResponse
            {
                Pillar = "domain",
                Weight = 0.35,
                Score = Report.Score,
                StandardError = Report.StandardError,
                Currency = 1,
            },
        ],
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
                Provisional = Report.Provisional,
                Band = Report.Band,
                BandProbabilities = Report.BandProbabilities,
                Currency = 1,
                Freshness = Freshness.Current,
                ObservedAt = Report.ObservedAt,
                RefreshDueAt = Report.ObservedAt.AddDays(365.25),
                EvidenceCount = 1,
                Supervision = PooledSupervision.Unsupervised,
                AiPolicy = Report.AiPolicy,
            },
        ],
        Indicative = [],
        ScoringVersion = ExampleStory.ScoringVersion,
    };

    public static readonly PassportExportResponse Export = new()
    {
        ExportedAt = ExampleStory.Now.AddMinutes(5),
        Passport = Passport,
        Contact = new ContactResponse { Email = "robin@example.org", CreatedAt = CreatedAt, Verified = false },
        Logins = [new ExportedLogin { Issuer = "https://login.example.com", CreatedAt = CreatedAt }],
        Evidence = [EvidenceExamples.Evidence],
        Attempts =
        [
            new ExportedAttempt
            {
                Id = ExampleStory.AttemptId,
                Assessment = Report.Assessment,
                Form = FormKind.Full,
                State = AttemptState.Scored,
                StartedAt = AttemptExamples.InProgress.StartedAt,
                SubmittedAt = Report.ObservedAt,
                Supervision = Supervision.Unsupervised,
                AiPolicy = Report.AiPolicy,
                Responses = AttemptExamples.Save.Responses,
                Integrity = IntegrityExamples.Attempt,
            },
        ],
        Grants = [GrantExamples.Grant],
    };

    public static readonly AccessLogResponse AccessLog = new()
    {
        Items =
        [
            new AccessResponse
            {
                At = ExampleStory.Now.AddMinutes(10),
                Action = "passport.read",
                Tenant = new AccessingTenant { Id = ExampleStory.TenantId, Name = "Example Ltd" },
            },
        ],
        Next = null,
    };
}
