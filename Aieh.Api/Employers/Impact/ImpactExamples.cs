using Aieh.Api.Candidates.SelfIdentification;
using Aieh.Api.Contract;
using Aieh.Scoring.Impact;

namespace Aieh.Api.Employers.Impact;

internal static class ImpactExamples
{
    /// <summary>The counts of the guidelines' own example (44 FR 11996, 1979, question 12), as men and women.</summary>
    public static readonly ImpactResponse Impact = new()
    {
        HiringLoop = ExampleStory.HiringLoopId,
        HiringLoopName = "Backend, Berlin",
        HiringLoopVersion = 1,
        TakenAt = ExampleStory.Now,
        People = 120,
        SmallestGroup = CellSuppression.SmallestCell,
        Selection = new ImpactFiguresMaker(
            [
                .. Of(Sex.Male, 48, 700), .. Of(Sex.Male, 32, 600), .. Of(Sex.Female, 12, 700), .. Of(Sex.Female, 28, 600),
            ])
            .Of(650, score => score >= 650),
        ScoringLack = ImpactLack.TooFewBetween,
        ImpactUrl = "https://passport.example.com/impact/CfDJ8…",
    };

    private static IEnumerable<SampledPerson> Of(Sex sex, int people, int score) =>
        Enumerable.Repeat(new SampledPerson(Guid.Empty, Guid.Empty, score, new GroupAnswers(sex, null)), people);
}
