using Aieh.Api.Catalog.Assessments;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Contract;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Evidence;
using Aieh.Scoring.Scale;
using Microsoft.AspNetCore.Http.HttpResults;
using AgreedAiPolicy = Aieh.Api.Candidates.Evidence.AgreedAiPolicy;
using BandProbability = Aieh.Api.Candidates.Evidence.BandProbability;
using ScoreInterval = Aieh.Api.Candidates.Evidence.ScoreInterval;
using Supervision = Aieh.Api.Candidates.Evidence.Supervision;

namespace Aieh.Api.Candidates.Attempts;

internal static class AttemptExamples
{
    private const string PolicyVersion = AssessmentExamples.PolicyVersion;

    public static readonly ProblemHttpResult[] Refusals =
    [
        Problems.AttemptInProgress(ExampleStory.AttemptId),
        Problems.AttemptAlreadySubmitted(),
        Problems.AttemptExpired(),
        Problems.AttemptIncomplete(12),
        Problems.RetakeNotYetEligible(ExampleStory.Now.AddDays(30)),
        Problems.ResponsesRefused([new ProblemError { Pointer = "#/responses/0/option", Detail = "Item py-ds-001 has no option 'z'." }]),
        Problems.AssessmentNotAvailable("There is no assessment of this name with a sample form; GET /v1/assessments lists them."),
        Problems.PassportRefused(),
        Problems.DeclarationOutdated(PolicyVersion),
        Problems.SupervisionRequired(),
        Problems.VerificationNotAsked(),
    ];

    public static readonly CreateAttemptRequest Create = new()
    {
        Assessment = ExampleStory.Python,
        Form = FormKind.Sample,
        Declaration = new AttemptDeclarationRequest { Policy = PolicyVersion },
    };

    public static readonly SaveResponsesRequest Save = new()
    {
        Responses = [new ItemResponse { Item = "py-ds-001", Option = "b" }, new ItemResponse { Item = "py-fn-007", Option = "a" }],
    };

    public static readonly SubmitAttemptRequest Submit = new() { Responses = [new ItemResponse { Item = "py-as-003", Option = "d" }] };

    public static readonly SaveAttemptRequest SaveInPassport = new() { Passport = ExampleStory.CandidateToken };

    private static readonly DateTimeOffset Started = ExampleStory.Now.AddMinutes(-40);
    private static readonly DateTimeOffset Expires = Started.AddMinutes(60);

    /// <summary>Of the items, one is shown.</summary>
    public static readonly AttemptResponse InProgress = new()
    {
        Id = ExampleStory.AttemptId,
        Assessment = ExampleStory.Python,
        Form = FormKind.Full,
        State = AttemptState.InProgress,
        Passport = ExampleStory.PassportId,
        StartedAt = Started,
        ExpiresAt = Expires,
        ServerTime = ExampleStory.Now.AddMinutes(-10),
        Supervision = Supervision.Unsupervised,
        AiPolicy = new AgreedAiPolicy { Kind = AiPolicyKind.None, Version = PolicyVersion, AgreedAt = Started },
        ItemCount = 50,
        Responses = Save.Responses,
        Items =
        [
            new AttemptItem
            {
                Item = "py-ds-001",
                Stem = "What does this program print?",
                Code = new AttemptItemCode
                {
                    Language = "python",
                    Version = "3.11",
                    Text = "xs = [1, 2, 3]\nys = xs\nys.append(4)\nprint(len(xs))\n",
                },
                Options =
                [
                    new AttemptItemOption { Option = "a", Text = "`3`" },
                    new AttemptItemOption { Option = "b", Text = "`4`" },
                    new AttemptItemOption { Option = "c", Text = "It raises `TypeError`" },
                ],
            },
        ],
    };

    public static readonly AttemptResponse Created = InProgress with
    {
        Form = FormKind.Sample,
        Passport = null,
        ExpiresAt = Started.AddMinutes(5),
        ServerTime = Started,
        ItemCount = 5,
        Responses = [],
        Token = ExampleStory.AttemptToken,
    };

    /// <summary>Of an adaptive form.</summary>
    public static readonly NextItemResponse Next = new()
    {
        Id = ExampleStory.AttemptId,
        Complete = false,
        Item = InProgress.Items[0],
        AnsweredCount = 7,
        MinimumCount = 12,
        ItemCount = 20,
        ExpiresAt = Started.AddMinutes(30),
        ServerTime = Started.AddMinutes(6),
    };

    public static readonly SavedResponsesResponse Saved = new()
    {
        Id = ExampleStory.AttemptId,
        AnsweredCount = 48,
        ItemCount = 50,
        ExpiresAt = Expires,
        ServerTime = ExampleStory.Now.AddMinutes(-10),
    };

    public static readonly ScoreInterval Interval = new() { Level = 0.95, Lower = 572, Upper = 728 };

    public static readonly IReadOnlyList<BandProbability> Bands =
    [
        new BandProbability { Band = Band.BelowThreshold.Slug(), Probability = 0.0001 },
        new BandProbability { Band = Band.Functional.Slug(), Probability = 0.4949 },
        new BandProbability { Band = Band.Strong.Slug(), Probability = 0.4986 },
        new BandProbability { Band = Band.Exceptional.Slug(), Probability = 0.0064 },
    ];

    public static readonly ScoreReportResponse Report = new()
    {
        Attempt = ExampleStory.AttemptId,
        Passport = ExampleStory.PassportId,
        Assessment = ExampleStory.Python,
        Form = FormKind.Full,
        Kind = EvidenceKind.Assessed,
        Supervision = Supervision.Unsupervised,
        AiPolicy = InProgress.AiPolicy,
        ObservedAt = ExampleStory.Now,
        Score = 650,
        StandardError = 40,
        Interval = Interval,
        LikelihoodInterval = new ScoreInterval { Level = 0.95, Lower = 581, Upper = 755 },
        Provisional = true,
        BandProbabilities = Bands,
        Counts = new ItemCounts { Items = 50, Answered = 48, Omitted = 1, NotReached = 1, NotAdministered = 0 },
        Calibration = AssessmentExamples.Calibration,
        ScoringVersion = ExampleStory.ScoringVersion,
    };

    /// <summary>Of a sample.</summary>
    public static readonly ScoreReportResponse SavedReport = Report with
    {
        Form = FormKind.Sample,
        Kind = EvidenceKind.Indicative,
        Score = 500,
        StandardError = 70,
        Interval = new ScoreInterval { Level = 0.95, Lower = 363, Upper = 637 },
        LikelihoodInterval = null,
        BandProbabilities =
        [
            new BandProbability { Band = Band.BelowThreshold.Slug(), Probability = 0.49715 },
            new BandProbability { Band = Band.Functional.Slug(), Probability = 0.486498 },
            new BandProbability { Band = Band.Strong.Slug(), Probability = 0.016169 },
            new BandProbability { Band = Band.Exceptional.Slug(), Probability = 0.000182 },
        ],
        Counts = new ItemCounts { Items = 5, Answered = 5, Omitted = 0, NotReached = 0, NotAdministered = 0 },
    };
}
