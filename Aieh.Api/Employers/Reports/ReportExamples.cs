using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Contract;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Verifications;

namespace Aieh.Api.Employers.Reports;

internal static class ReportExamples
{
    public static readonly InvitationResultResponse Result = new()
    {
        Invitation = ExampleStory.InvitationId,
        HiringLoop = ExampleStory.HiringLoopId,
        HiringLoopVersion = 1,
        Reference = InvitationExamples.Create.Reference,
        State = InvitationState.Completed,
        Remaining = [],
        Supervision = LoopSupervision.None,
        EndedAt = ExampleStory.Now.AddDays(2),
        Readiness = ReadinessExamples.Readiness with
        {
            HiringLoop = ExampleStory.HiringLoopId,
            HiringLoopVersion = 1,
            NextSteps = [],
        },
        Assessments = PassportExamples.Passport.Assessments,
        Integrity = IntegrityExamples.Summary,
        Verifications = [VerificationExamples.Taken],
        ReportUrl = "https://passport.example.com/report/CfDJ8…",
    };
}
