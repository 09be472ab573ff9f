using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Contract;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.HiringLoops;

internal static class HiringLoopExamples
{

    public static readonly ProblemHttpResult[] Refusals =
    [
        Problems.HiringLoopRefused([LoopRules.At("#/weights/python-fundamentals", "From 0 to 1.")]),
    ];

    public static readonly CreateHiringLoopRequest Create = new()
    {
        Name = "Backend, Berlin",
        Role = ExampleStory.Backend,
        Weights = new Dictionary<string, double> { ["communication"] = 0.8 },
        Context = new HiringLoopContextRequest { Stack = Stack.Python, Team = "Payments" },
    };

    public static readonly UpdateHiringLoopRequest Update = new() { Name = "Backend, Berlin and Hamburg", Validity = 21 };

    public static readonly HiringLoopResponse Loop = new()
    {
        Id = ExampleStory.HiringLoopId,
        Name = Create.Name,
        Role = Create.Role,
        State = LoopState.Active,
        Version = 1,
        Weights = Create.Weights,
        Context = new HiringLoopContextResponse { Stack = Stack.Python, Team = "Payments" },
        MinimumCoverage = 0.6,
        PublishedMinimumCoverage = 0.6,
        AskedCoverage = 3.24 / 3.54,
        Assessments = [ExampleStory.Python, "ai-augmented-sql", "communication", "cognitive-reasoning"],
        Reuse = new HiringLoopReuseResponse { MinimumCurrency = LoopRules.DefaultMinimumCurrency },
        Validity = LoopRules.DefaultValidityDays,
        Supervision = LoopSupervision.None,
        BundleSource = LoopBundleSource.Published,
        Bundle =
        [
            Entry(ExampleStory.Python, 0.99, 0.9, LoopBundleReason.Context),
            Entry("ai-augmented-sql", 0.85, 0.85, LoopBundleReason.None),
            Entry("communication", 0.8, 0.65, LoopBundleReason.Override),
            Entry("cognitive-reasoning", 0.6, 0.6, LoopBundleReason.None),
            Entry("javascript-fundamentals", 0.3, 0.5, LoopBundleReason.Context) with
            {
                Asked = false, Availability = FormAvailability.Planned,
            },
        ],
        CreatedAt = ExampleStory.Now.AddHours(-1),
        UpdatedAt = ExampleStory.Now.AddHours(-1),
    };

    public static readonly HiringLoopResponse Updated = Loop with
    {
        Name = Update.Name!,
        Version = 2,
        Validity = 21,
        UpdatedAt = ExampleStory.Now,
    };

    public static readonly HiringLoopListResponse List = new() { Items = [Loop], Next = null };

    public static readonly HiringLoopListResponse Versions = new() { Items = [Updated, Loop], Next = null };

    private static HiringLoopBundleEntry Entry(string assessment, double relevance, double published, LoopBundleReason reason) => new()
    {
        Assessment = assessment,
        Relevance = relevance,
        Published = published,
        Reason = reason,
        Asked = true,
        Availability = FormAvailability.Available,
    };
}
