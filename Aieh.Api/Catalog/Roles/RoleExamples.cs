using Aieh.Api.Catalog.Assessments;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Catalog.Methodology;
using Aieh.Api.Catalog.Roles;

namespace Aieh.Api.Platform.Http;

/// <summary>Catalog entries cut short: of each list, an element or two.</summary>
internal static class OpenApiCatalogExamples
{
    private const string Source = "AIEH Backend Engineer role page, 2026";

    public static readonly RoleResponse Role = new()
    {
        Slug = OpenApiExamples.Backend,
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
            Notes = [new CompensationNoteResponse { Topic = CompensationTopic.Equity, Text = "Equity is put together much as in other engineering roles." }],
        },
        Activities = [new RoleActivityResponse { Name = "API design and contracts", Description = "Status codes, idempotency, paging, versioning and errors that clients can parse." }],
        Skills = [new RoleSkillResponse { Name = "SQL at production depth", Description = "Queries over many tables, deliberate indexing, reading query plans." }],
        AdjacentRoles = [new AdjacentRoleResponse { Role = "data-engineer", Difference = "Data engineers own the analytical side, backend engineers the operational data." }],
        Origins = [new RoleOriginResponse { Name = "Full-stack lateral", Frequency = OriginFrequency.SecondLargest, Description = "Full-stack engineers who specialise." }],
        Bundle = new RoleBundleResponse
        {
            Assessments =
            [
                new BundleAssessmentResponse
                {
                    Assessment = OpenApiExamples.Python,
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

    public static readonly AssessmentResponse Assessment = new()
    {
        Slug = OpenApiExamples.Python,
        Title = "Python Fundamentals",
        Summary = "How well someone knows Python as a working language.",
        Pillar = "domain",
        Method = AssessmentMethod.MultipleChoiceKnowledge,
        ItemUnit = ItemUnit.Question,
        HalfLifeMonths = 18,
        HalfLifeProvenance = Provenance.Published,
        Forms =
        [
            new AssessmentFormResponse
            {
                Form = FormKind.Full,
                Availability = FormAvailability.Available,
                Note = "Counts towards the Skills Passport; needs a passport.",
                ItemCount = 50,
                ItemCountProvenance = Provenance.Published,
                TimeLimitSeconds = 3600,
                TimeLimitProvenance = Provenance.Default,
                RetakePolicy = new RetakePolicyResponse
                {
                    Windows = [new RetakeWindowResponse { Attempts = 1, Days = 30 }, new RetakeWindowResponse { Attempts = 3, Days = 180 }],
                    Provenance = Provenance.Default,
                },
            },
        ],
        Calibration = OpenApiAttemptExamples.Report.Calibration,
    };

    public static readonly AssessmentListResponse Assessments = new() { Items = [Assessment], Next = null };

    public static readonly MethodologyResponse Methodology = new()
    {
        Version = 1,
        ScoringVersion = OpenApiExamples.ScoringVersion,
        Scale = new ScaleResponse
        {
            Minimum = Published(300),
            Maximum = Published(850),
            Centre = Chosen(575, "The middle of the published range is given to the average person of the norm population."),
            Slope = new SourcedRatio { Value = 275.0 / 3, Numerator = 275, Denominator = 3, Provenance = Provenance.Default, Rationale = "Abilities from -3 to +3 fill the published range exactly." },
        },
        Bands = [new ScoreBandResponse { Slug = "strong", Name = "Strong", From = Published(650), To = Published(749) }],
        Estimation = new AbilityEstimationResponse
        {
            Estimator = new SourcedEstimator { Value = AbilityEstimator.Eap, Provenance = Provenance.Default, Rationale = "It exists for every answer pattern." },
            PriorMean = Chosen(0, "Ability is anchored to the norm population."),
            PriorStandardDeviation = Chosen(1, "Ability is anchored to the norm population."),
            ConfidenceLevel = Chosen(0.95, "The level that readers of test reports expect."),
            ConfidenceMultiplier = Chosen(1.96, "The two-sided 95 % point of the normal distribution."),
        },
        Pillars =
        [
            new PillarResponse { Slug = "domain", Name = "Domain skill", Description = "What a person knows and can do in the trade itself.", CompositeWeight = Published(0.35), HalfLifeMonths = Published(18) },
        ],
        Currency = new CurrencyRulesResponse
        {
            DaysPerMonth = Chosen(30.4375, "A twelfth of the mean Julian year."),
            RefreshAfterHalfLives = new SourcedRatio { Value = 2.0 / 3, Numerator = 2, Denominator = 3, Provenance = Provenance.Default, Rationale = "Twelve months at a half-life of eighteen." },
            StaleAfterHalfLives = new SourcedRatio { Value = 1, Numerator = 1, Denominator = 1, Provenance = Provenance.Default, Rationale = "Half of the weight is left." },
        },
        Readiness = new ReadinessRulesResponse { MinimumCoverage = Chosen(0.6, "More than half of what the role asks for.") },
    };

    private static SourcedNumber Published(double value) => new() { Value = value, Provenance = Provenance.Published, Source = Source };

    private static SourcedNumber Chosen(double value, string rationale) => new() { Value = value, Provenance = Provenance.Default, Rationale = rationale };
}
