using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Contract;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Candidates.Supervising;

internal static class SupervisionExamples
{
    public static readonly ProblemHttpResult[] Refusals = [Problems.AttemptSupervised()];

    public static readonly AttemptSupervisionResponse Supervised = new()
    {
        Attempt = ExampleStory.AttemptId,
        Assessment = ExampleStory.Python,
        Supervision = Supervision.Supervised,
        SupervisedBy = ExampleStory.TenantId,
        SupervisedAt = ExampleStory.Now.AddMinutes(-38),
    };
}
