using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Contract;
using Aieh.Scoring.Integrity;

namespace Aieh.Api.Employers.Integrity;

internal static class InvitationIntegrityExamples
{
    public static readonly ReviewRequest Review = new() { Outcome = ReviewOutcome.Cleared, Note = "The statement explains it." };

    public static readonly ReviewResponse Reviewed = new()
    {
        Outcome = Review.Outcome,
        Note = Review.Note,
        ReviewedAt = ExampleStory.Now.AddDays(1),
    };

    public static readonly InvitationIntegrityResponse Integrity = new()
    {
        Invitation = ExampleStory.InvitationId,
        Summary = IntegrityExamples.Summary,
        Items =
        [
            new EvidenceIntegrity
            {
                Evidence = new Guid("019e82f6-4c10-7d35-8b27-6e0a9d5c3f18"),
                Assessment = ExampleStory.Python,
                ObservedAt = ExampleStory.Now,
                Status = IntegrityStatus.Medium,
                Reasons = IntegrityExamples.Reasons,
                Method = IntegrityExamples.Attempt.Method,
                JudgedAt = IntegrityExamples.Attempt.JudgedAt,
                Statement = IntegrityExamples.Statement,
                Review = Reviewed,
            },
        ],
    };
}
