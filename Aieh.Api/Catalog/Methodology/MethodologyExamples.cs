using Aieh.Api.Catalog.Documents;
using Aieh.Api.Contract;

namespace Aieh.Api.Catalog.Methodology;

/// <summary>Cut short: of each list, an element or two.</summary>
internal static class MethodologyExamples
{
    private const string Source = "AIEH Backend Engineer role page, 2026";

    public static readonly MethodologyResponse Methodology = new()
    {
        Version = 2,
        ScoringVersion = ExampleStory.ScoringVersion,
        Scale = new ScaleResponse
        {
            Minimum = Published(300),
            Maximum = Published(850),
            Centre = Chosen(575, "The middle of the published range is given to the average person of the norm population."),
            Slope = Chosen(275, 3, "Abilities from -3 to +3 fill the published range exactly."),
        },
        Bands = [new ScoreBandResponse { Slug = "strong", Name = "Strong", From = Published(650), To = Published(749) }],
        Estimation = new AbilityEstimationResponse
        {
            Estimator = new SourcedEstimator
            {
                Value = AbilityEstimator.Eap,
                Provenance = Provenance.Default,
                Rationale = "It exists for every answer pattern.",
            },
            PriorMean = Chosen(0, "Ability is anchored to the norm population."),
            PriorStandardDeviation = Chosen(1, "Ability is anchored to the norm population."),
            ConfidenceLevel = Chosen(0.95, "The level that readers of test reports expect."),
            ConfidenceMultiplier = Chosen(1.96, "The two-sided 95 % point of the normal distribution."),
        },
        Pillars =
        [
            new PillarResponse
            {
                Slug = "domain",
                Name = "Domain skill",
                Description = "What a person knows and can do in the trade itself.",
                CompositeWeight = Published(0.35),
                HalfLifeMonths = Published(18),
            },
        ],
        Currency = new CurrencyRulesResponse
        {
            DaysPerMonth = Chosen(30.4375, "A twelfth of the mean Julian year."),
            RefreshAfterHalfLives = Chosen(2, 3, "Twelve months at a half-life of eighteen."),
            StaleAfterHalfLives = Chosen(1, 1, "Half of the weight is left."),
        },
        Readiness = new ReadinessRulesResponse { MinimumCoverage = Chosen(0.6, "More than half of what the role asks for.") },
        Reporting = new ReportingRulesResponse
        {
            ScoreStep = Chosen(25, "Three fifths of the standard error of a full form."),
            StandardErrorStep = Chosen(5, "An eighth of the standard error of a full form."),
            Statements =
            [
                new MethodologyStatementResponse
                {
                    Slug = "no-percentiles",
                    Text = "There is no percentile: nobody of the norm population has been tested.",
                },
            ],
        },
        Promotion = new PromotionRulesResponse
        {
            MinimumAnswers = new MinimumAnswersResponse
            {
                OnePl = Chosen(200, "Only the difficulty is the item's own."),
                TwoPl = Chosen(500, "What simulations advise for two parameters."),
                ThreePl = Chosen(1000, "What simulations advise for three parameters."),
                Grm = Chosen(500, "What simulations advise for items of five categories."),
                Gpcm = Chosen(500, "As for the graded response model."),
            },
            LargestDifficultyError = Chosen(0.2, "A fifth of what an author's value is uncertain by."),
        },
    };

    public static SourcedNumber Published(double value) => new() { Value = value, Provenance = Provenance.Published, Source = Source };

    public static SourcedNumber Chosen(double value, string rationale) =>
        new() { Value = value, Provenance = Provenance.Default, Rationale = rationale };

    private static SourcedRatio Chosen(int numerator, int denominator, string rationale) => new()
    {
        Value = (double)numerator / denominator,
        Numerator = numerator,
        Denominator = denominator,
        Provenance = Provenance.Default,
        Rationale = rationale,
    };
}
