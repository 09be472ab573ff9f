using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Contract;

namespace Aieh.Api.Employers.Ranking;

internal static class RankingExamples
{
    private static readonly ReadinessResponse Readiness = ReadinessExamples.Readiness;

    public static readonly RankingResponse Ranking = new()
    {
        HiringLoop = ExampleStory.HiringLoopId,
        HiringLoopVersion = 1,
        AsOf = ExampleStory.Now,
        MinimumCoverage = Readiness.MinimumCoverage,
        Items =
        [
            new RankedCandidate
            {
                Invitation = new Guid("019e82f5-7d28-7e94-a6b3-0f4d2c9b8e57"),
                Reference = "application-4711",
                Candidate = new InvitedCandidate { Name = "Robin", Email = "robin@example.org" },
                State = CandidateState.Accepted,
                Status = Readiness.Status,
                Readiness = Readiness.Readiness,
                StandardError = Readiness.StandardError,
                Interval = Readiness.Interval,
                Provisional = Readiness.Provisional,
                Band = Readiness.Band,
                Coverage = Readiness.Coverage,
                Contributions = Readiness.Contributions,
                Missing = Readiness.Missing,
                Uncounted = Readiness.Uncounted,
                Integrity = IntegrityExamples.Summary,
            },
        ],
        Next = null,
        RankingUrl = "https://passport.example.com/loops/CfDJ8…",
    };
}
