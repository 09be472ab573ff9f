using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Contract;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Invitations;

internal static class InvitationExamples
{
    private const string Employer = "Example Company";
    private const string RoleTitle = "Backend Engineer";

    public static readonly ProblemHttpResult[] Refusals =
    [
        Problems.HiringLoopArchived(),
        Problems.InvitationClosed("expired"),
        Problems.InvitationRefused(
            [new ProblemError { Pointer = "#/returnUrl", Detail = "Its origin is not on the tenant's list of return origins." }]),
        Problems.ResultNotAvailable("declined"),
    ];

    public static readonly CreateInvitationRequest Create = new()
    {
        Reference = "application-4711",
        Candidate = new InvitedCandidate { Name = "Robin", Email = "robin@example.org" },
        ReturnUrl = "https://jobs.example.com/applications/4711",
    };

    public static readonly InvitationResponse Invitation = new()
    {
        Id = ExampleStory.InvitationId,
        HiringLoop = ExampleStory.HiringLoopId,
        HiringLoopVersion = 1,
        Reference = Create.Reference,
        State = InvitationState.Invited,
        Candidate = Create.Candidate,
        Remaining = [ExampleStory.Python, "ai-augmented-sql"],
        Withdrawn = false,
        ReturnUrl = Create.ReturnUrl,
        CreatedAt = ExampleStory.Now,
        ExpiresAt = ExampleStory.Now.AddDays(14),
    };

    /// <summary>As a key sees it that may say that somebody watches.</summary>
    public static readonly InvitationResponse Running = Invitation with
    {
        State = InvitationState.InProgress,
        Attempts =
        [
            new InvitationAttempt
            {
                Id = ExampleStory.AttemptId,
                Assessment = ExampleStory.Python,
                Form = FormKind.Full,
                State = AttemptState.InProgress,
                Supervised = false,
            },
        ],
        Passport = ExampleStory.PassportId,
        AcceptedAt = ExampleStory.Now.AddHours(1),
    };

    public static readonly InvitationResponse Created = Invitation with
    {
        Token = ExampleStory.InvitationToken,
        Url = "/invitation/" + ExampleStory.InvitationToken,
    };

    public static readonly InvitationResponse Cancelled = Invitation with
    {
        State = InvitationState.Cancelled,
        EndedAt = ExampleStory.Now.AddDays(1),
        RetainedUntil = ExampleStory.Now.AddDays(1).AddMonths(24),
    };

    public static readonly InvitationListResponse List = new() { Items = [Invitation], Next = null };

    public static readonly CreateInvitationLinkRequest MailLink = new() { SendMail = true };

    public static readonly InvitationLinkResponse Link = new()
    {
        Invitation = ExampleStory.InvitationId,
        Token = ExampleStory.InvitationToken,
        Url = Created.Url!,
    };

    public static readonly CreateInvitationBatchRequest Batch = new()
    {
        Invitations = [Create, new CreateInvitationRequest { Reference = "application-4712", ReturnUrl = "https://elsewhere.example" }],
    };

    public static readonly InvitationBatchResponse BatchMade = new()
    {
        Items =
        [
            new BatchedInvitation { Outcome = BatchOutcome.Created, Invitation = Created },
            new BatchedInvitation
            {
                Outcome = BatchOutcome.Refused,
                Errors =
                [
                    new ProblemError
                    {
                        Pointer = "#/invitations/1/returnUrl",
                        Detail = "Its origin is not on the tenant's list of return origins.",
                    },
                ],
            },
        ],
    };

    public static readonly CurrentInvitationResponse Current = new()
    {
        Id = ExampleStory.InvitationId,
        State = InvitationState.Invited,
        Employer = Employer,
        Role = ExampleStory.Backend,
        RoleTitle = RoleTitle,
        Supervision = LoopSupervision.None,
        Assessments =
        [
            new AskedAssessment
            {
                Assessment = ExampleStory.Python,
                Title = "Python fundamentals",
                State = AskedAssessmentState.Remaining,
                Forms = [FormKind.Full],
            },
            new AskedAssessment
            {
                Assessment = "ai-augmented-sql",
                Title = "AI-augmented SQL",
                State = AskedAssessmentState.Remaining,
                Forms = [FormKind.Full],
            },
        ],
        Shared = [ExampleStory.Python, "ai-augmented-sql", "communication", "cognitive-reasoning", "javascript-fundamentals"],
        Verifications = [],
        Consent = ConsentText.Of(Employer, RoleTitle, 24),
        ExpiresAt = Invitation.ExpiresAt,
        ReturnUrl = Create.ReturnUrl,
    };

    public static readonly AcceptInvitationRequest Accept = new() { Consent = ConsentText.Version };

    public static readonly CurrentInvitationResponse AcceptedCurrent = Current with
    {
        State = InvitationState.Accepted,
        Passport = ExampleStory.PassportId,
        Grant = new Guid("019e82f6-2d10-7c83-b6d5-9f1e4a7c0b38"),
    };

    public static readonly AcceptedInvitationResponse Accepted = new()
    {
        Invitation = AcceptedCurrent,
        Passport = ExampleStory.PassportId,
        Token = ExampleStory.CandidateToken,
    };

    public static readonly CurrentInvitationResponse Declined = Current with { State = InvitationState.Declined };

    public static readonly PassportInvitationListResponse OfPassport = new() { Items = [AcceptedCurrent] };
}
