using Aieh.Api.Contract;
using Aieh.Scoring.Integrity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Candidates.Integrity;

internal static class IntegrityExamples
{
    public static readonly ProblemHttpResult[] Refusals = [CandidateStatements.NotTaken()];

    public static readonly SendSignalsRequest Signals = new()
    {
        Signals =
        [
            new ClientSignal { Kind = SignalKind.TabHidden, Item = "py-ds-001", At = ExampleStory.Now.AddMinutes(-31), Seconds = 12.5 },
            new ClientSignal { Kind = SignalKind.Copy, Item = "py-fn-007", At = ExampleStory.Now.AddMinutes(-29) },
        ],
    };

    public static readonly StateRequest State = new()
    {
        Text = "The fire alarm went off, and I answered the last questions in a hurry.",
    };

    public static readonly StatementResponse Statement = new() { Text = State.Text, StatedAt = ExampleStory.Now.AddHours(1) };

    public static readonly IReadOnlyList<ToldReason> Reasons =
        Judgement.Of(new TakenFigures { Timed = 50, Rapid = 12, RapidP = 0.004 }, comparison: null).Reasons;

    public static readonly AttemptIntegrityResponse Attempt = new()
    {
        Attempt = ExampleStory.AttemptId,
        Assessment = ExampleStory.Python,
        Status = IntegrityStatus.Medium,
        Reasons = Reasons,
        Method = Judgement.Method,
        JudgedAt = ExampleStory.Now.AddMinutes(1),
        Signals = Signals.Signals,
        Items =
        [
            new ItemTime { Item = "py-ds-001", Seconds = 44.2, ActiveSeconds = 31.5 },
            new ItemTime { Item = "py-fn-007", Seconds = 1.1 },
        ],
        Statement = Statement,
        Reviews =
        [
            new ToldReview
            {
                Employer = "Example Ltd",
                Outcome = ReviewOutcome.Cleared,
                Note = "The statement explains it.",
                ReviewedAt = ExampleStory.Now.AddDays(1),
            },
        ],
    };

    public static readonly PassportIntegrityResponse OfPassport = new()
    {
        Items =
        [
            new PassportAttemptIntegrity
            {
                Attempt = ExampleStory.AttemptId,
                Assessment = ExampleStory.Python,
                ObservedAt = ExampleStory.Now,
                Status = IntegrityStatus.Medium,
                Stated = true,
                Reviews = 1,
            },
        ],
        Next = null,
    };

    public static readonly IntegritySummary Summary = new() { Status = IntegrityStatus.Medium, Review = ReviewOutcome.Cleared };
}
