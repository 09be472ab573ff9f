using Aieh.Api.Contract;

namespace Aieh.Api.Employers.Ashby;

internal static class AshbyExamples
{
    public static readonly AshbyListResponse Tests = new()
    {
        Success = true,
        Results =
        [
            new AshbyAssessmentType
            {
                AssessmentTypeId = ExampleStory.HiringLoopId,
                Name = "Backend, Berlin",
                Description = "Backend Engineer: Python Fundamentals, AI-Augmented SQL",
            },
        ],
    };

    public static readonly AshbyStartRequest Start = new()
    {
        AssessmentTypeId = ExampleStory.HiringLoopId.ToString(),
        Candidate = new AshbyCandidate { FirstName = "Robin", LastName = "Example", Email = "robin@example.org" },
        Application = new AshbyApplication { AshbyId = "4b7c6f0e-3f0a-4d57-8f9b-6f1f3a1c2d11" },
    };

    public static readonly AshbyCancelRequest Cancel = new() { AssessmentId = ExampleStory.InvitationId.ToString() };

    public static readonly AshbyAssessmentResponse Started = new()
    {
        Success = true, Results = new AshbyAssessment { AssessmentId = ExampleStory.InvitationId.ToString() },
    };

    public static readonly AshbyCustomFieldsResponse Fields = new() { Fields = [] };
}
