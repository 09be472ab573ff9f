using Aieh.Api.Contract;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Integrity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Verifications;

internal static class VerificationExamples
{
    public static readonly ProblemHttpResult[] Refusals =
    [
        Problems.VerificationRefused("There is no unsupervised score to verify in this assessment."),
        Problems.Of(Problems.NothingToConfirmKind, "It has not been taken, or nobody says that it was watched."),
    ];

    public static readonly RequestVerificationRequest Ask = new() { Assessment = ExampleStory.Python };

    public static readonly VerificationResponse Asked = new()
    {
        Id = new Guid("019e8a0b-4c20-7b1d-9f36-5e8c1d2a7f40"),
        Assessment = ExampleStory.Python,
        State = VerificationState.Asked,
        RequestedAt = ExampleStory.Now.AddDays(2),
        ExpiresAt = ExampleStory.Now.AddDays(16),
    };

    public static readonly VerificationResponse Taken = Asked with
    {
        State = VerificationState.Taken,
        ObservedAt = ExampleStory.Now.AddDays(3),
        Figures = new VerificationFigures
        {
            Outcome = VerificationOutcome.Inconsistent,
            P = 0.004,
            FalseAlarmRate = 0.01,
            MissRate = 0.1,
            Power = 0.73,
        },
    };

    public static readonly VerificationResponse Confirmed = Taken with { ConfirmedAt = ExampleStory.Now.AddDays(4) };

    public static readonly VerificationListResponse List = new() { Items = [Taken] };
}
