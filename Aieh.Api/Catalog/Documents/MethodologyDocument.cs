using System.Text.Json.Serialization;

namespace Aieh.Api.Catalog.Documents;

internal sealed record MethodologyDocument
{
    public required int Version { get; init; }

    public required PassportScale Scale { get; init; }

    public required IReadOnlyList<ScoreBand> Bands { get; init; }

    public required AbilityEstimation Estimation { get; init; }

    public required IReadOnlyList<PassportPillar> Pillars { get; init; }

    public required CurrencyRules Currency { get; init; }

    public required ReadinessRules Readiness { get; init; }

    public required ReportingRules Reporting { get; init; }

    public required PromotionRules Promotion { get; init; }
}

/// <summary>Score = Centre + Slope × ability, with ability in logits, clamped to Minimum..Maximum when reported.</summary>
internal sealed record PassportScale
{
    public required Sourced<int> Minimum { get; init; }

    public required Sourced<int> Maximum { get; init; }

    public required Sourced<int> Centre { get; init; }

    public required Sourced<Fraction> Slope { get; init; }
}

/// <summary>From and To are both inclusive and refer to the reported, rounded score.</summary>
internal sealed record ScoreBand
{
    public required string Slug { get; init; }

    public required string Name { get; init; }

    public required Sourced<int> From { get; init; }

    public required Sourced<int> To { get; init; }
}

/// <summary>Posterior mean, posterior mode, maximum likelihood, or weighted likelihood.</summary>
internal enum AbilityEstimator
{
    Eap,
    Map,
    Mle,
    Wle,
}

internal sealed record AbilityEstimation
{
    public required Sourced<AbilityEstimator> Estimator { get; init; }

    public required Sourced<double> PriorMean { get; init; }

    public required Sourced<double> PriorStandardDeviation { get; init; }

    public required Sourced<double> ConfidenceLevel { get; init; }

    /// <summary>Half the width of the reported interval, in standard errors.</summary>
    public required Sourced<double> ConfidenceMultiplier { get; init; }
}

internal sealed record PassportPillar
{
    public required string Slug { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    public required Sourced<double> CompositeWeight { get; init; }

    public required Sourced<double> HalfLifeMonths { get; init; }
}

internal sealed record CurrencyRules
{
    public required Sourced<double> DaysPerMonth { get; init; }

    /// <summary>Age in half-lives from which a refresh is due and evidence counts as aging.</summary>
    public required Sourced<Fraction> RefreshAfterHalfLives { get; init; }

    /// <summary>Age in half-lives beyond which evidence counts as stale.</summary>
    public required Sourced<Fraction> StaleAfterHalfLives { get; init; }
}

internal sealed record ReadinessRules
{
    public required Sourced<double> MinimumCoverage { get; init; }
}

internal sealed record ReportingRules
{
    /// <summary>Scores of attempts are told in multiples of so many points.</summary>
    public required Sourced<int> ScoreStep { get; init; }

    /// <summary>And their standard errors in multiples of so many.</summary>
    public required Sourced<int> StandardErrorStep { get; init; }

    public required IReadOnlyList<MethodologyStatement> Statements { get; init; }
}

/// <summary>What whoever reads a score should know, in words.</summary>
internal sealed record MethodologyStatement
{
    public required string Slug { get; init; }

    public required string Text { get; init; }
}

/// <summary>What it takes for estimates to replace an item's provisional parameters.</summary>
internal sealed record PromotionRules
{
    public required MinimumAnswers MinimumAnswers { get; init; }

    /// <summary>Of any b, in logits.</summary>
    public required Sourced<double> LargestDifficultyError { get; init; }
}

/// <summary>Fewest answers to an item, by its model.</summary>
internal sealed record MinimumAnswers
{
    [JsonPropertyName("1pl")]
    public required Sourced<int> OnePl { get; init; }

    [JsonPropertyName("2pl")]
    public required Sourced<int> TwoPl { get; init; }

    [JsonPropertyName("3pl")]
    public required Sourced<int> ThreePl { get; init; }

    public required Sourced<int> Grm { get; init; }

    public required Sourced<int> Gpcm { get; init; }
}
