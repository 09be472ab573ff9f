using Aieh.Api.Catalog.Documents;
using Aieh.Api.Contract;

namespace Aieh.Api.Catalog.Roles;

/// <summary>Cut short: of each list, an element or two.</summary>
internal static class RoleExamples
{
    public static readonly RoleResponse Role = new()
    {
        Slug = ExampleStory.Backend,
        Title = "Backend Engineer",
        Summary = "Owns the server side of an application and the data beneath it.",
        Compensation = new RoleCompensationResponse
        {
            Currency = "USD",
            Market = "United States, total annual compensation",
            AsOf = "Early 2026",
            Low = 100_000,
            Median = 155_000,
            High = 290_000,
            Provenance = Provenance.Published,
            DataNotice = "Check pay against live sources before you negotiate.",
            ReferencePoints =
            [
                new CompensationReferenceResponse
                {
                    Name = "Base pay of individual contributors",
                    Statement = "At established US technology employers, base pay gathers in this range.",
                    From = 140_000,
                    To = 190_000,
                    Provenance = Provenance.Published,
                    Sources = ["levels-fyi-2026"],
                },
            ],
            GeographicAdjustments =
            [
                new GeographicAdjustmentResponse
                {
                    Region = "US markets away from the coasts",
                    RelativeTo = "San Francisco, Seattle and New York",
                    From = -0.35,
                    To = -0.25,
                    Provenance = Provenance.Published,
                    Sources = ["levels-fyi-2026"],
                },
            ],
            Notes =
            [
                new CompensationNoteResponse
                {
                    Topic = CompensationTopic.Equity,
                    Text = "Equity is put together much as in other engineering roles.",
                },
            ],
        },
        Activities =
        [
            new RoleActivityResponse
            {
                Name = "API design and contracts",
                Description = "Status codes, idempotency, paging, versioning and errors that clients can parse.",
            },
        ],
        Skills =
        [
            new RoleSkillResponse
            {
                Name = "SQL at production depth",
                Description = "Queries over many tables, deliberate indexing, reading query plans.",
            },
        ],
        AdjacentRoles =
        [
            new AdjacentRoleResponse
            {
                Role = "data-engineer",
                Difference = "Data engineers own the analytical side, backend engineers the operational data.",
            },
        ],
        Origins =
        [
            new RoleOriginResponse
            {
                Name = "Full-stack lateral",
                Frequency = OriginFrequency.OftenSecondLargest,
                Description = "Full-stack engineers who specialise.",
            },
        ],
        Bundle = new RoleBundleResponse
        {
            Assessments =
            [
                new BundleAssessmentResponse
                {
                    Assessment = ExampleStory.Python,
                    Relevance = 0.9,
                    Provenance = Provenance.Published,
                    Rationale = "Fluency in the language of the service is the base of the role.",
                },
            ],
            MinimumCoverage = 0.6,
            MinimumCoverageProvenance = Provenance.Default,
            ContextAdjustments =
            [
                new ContextAdjustmentResponse
                {
                    Dimension = ContextDimension.Stack,
                    Value = "node",
                    Assessment = "javascript-fundamentals",
                    Direction = AdjustmentDirection.Raises,
                    DirectionProvenance = Provenance.Published,
                    Multiplier = 1.6,
                    MultiplierProvenance = Provenance.Default,
                    MultiplierRationale = "Brings the assessment to the weight that the team's main language has elsewhere.",
                },
            ],
        },
        Sources = [new SourceReferenceResponse { Id = "levels-fyi-2026", Citation = "levels.fyi, 2026", Url = "https://www.levels.fyi/" }],
    };

    public static readonly RoleListResponse Roles = new()
    {
        Items = [new RoleSummaryResponse { Slug = Role.Slug, Title = Role.Title, Summary = Role.Summary, HasBundle = true }],
        Next = "YmFja2VuZC1lbmdpbmVlcg",
    };
}
