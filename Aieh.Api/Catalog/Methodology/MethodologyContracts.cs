using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Catalog.Methodology;

/// <summary>How scores are made: the scale, its bands, the pillars and their half-lives. Every number says where it comes from.</summary>
internal sealed record MethodologyResponse
{
    /// <summary>Version of these numbers.</summary>
    /// <example>1</example>
    public required int Version { get; init; }

    /// <summary>Version of the scoring algorithm that this service runs.</summary>
    /// <example>2.0.0</example>
    public required string ScoringVersion { get; init; }

    /// <summary>The passport scale.</summary>
    public required ScaleResponse Scale { get; init; }

    /// <summary>The bands of the scale, from the lowest.</summary>
    public required IReadOnlyList<ScoreBandResponse> Bands { get; init; }

    /// <summary>How ability is estimated from answers.</summary>
    public required AbilityEstimationResponse Estimation { get; init; }

    /// <summary>The pillars of the passport.</summary>
    public required IReadOnlyList<PillarResponse> Pillars { get; init; }

    /// <summary>How evidence ages.</summary>
    public required CurrencyRulesResponse Currency { get; init; }

    /// <summary>When readiness for a role counts as established.</summary>
    public required ReadinessRulesResponse Readiness { get; init; }

    /// <summary>How precisely scores are told, and what their readers should know.</summary>
    public required ReportingRulesResponse Reporting { get; init; }

    /// <summary>When an item's parameters stop being provisional.</summary>
    public required PromotionRulesResponse Promotion { get; init; }

    public static MethodologyResponse Of(MethodologyDocument methodology) => new()
    {
        Version = methodology.Version,
        ScoringVersion = Scoring.ScoringVersion.Current,
        Scale = ScaleResponse.Of(methodology.Scale),
        Bands = [.. methodology.Bands.Select(ScoreBandResponse.Of)],
        Estimation = AbilityEstimationResponse.Of(methodology.Estimation),
        Pillars = [.. methodology.Pillars.Select(PillarResponse.Of)],
        Currency = CurrencyRulesResponse.Of(methodology.Currency),
        Readiness = new ReadinessRulesResponse { MinimumCoverage = SourcedNumber.Of(methodology.Readiness.MinimumCoverage) },
        Reporting = ReportingRulesResponse.Of(methodology.Reporting),
        Promotion = PromotionRulesResponse.Of(methodology.Promotion),
    };
}

/// <summary>score = centre + slope × ability, with ability in logits; rounded half away from zero and clamped when reported.</summary>
internal sealed record ScaleResponse
{
    /// <summary>Lowest reported score.</summary>
    public required SourcedNumber Minimum { get; init; }

    /// <summary>Highest reported score.</summary>
    public required SourcedNumber Maximum { get; init; }

    /// <summary>Score of the average ability in the norm population.</summary>
    public required SourcedNumber Centre { get; init; }

    /// <summary>Scale points per logit.</summary>
    public required SourcedRatio Slope { get; init; }

    public static ScaleResponse Of(PassportScale scale) => new()
    {
        Minimum = SourcedNumber.Of(scale.Minimum),
        Maximum = SourcedNumber.Of(scale.Maximum),
        Centre = SourcedNumber.Of(scale.Centre),
        Slope = SourcedRatio.Of(scale.Slope),
    };
}

/// <summary>A band of the scale. Both ends are inclusive and refer to the reported score.</summary>
internal sealed record ScoreBandResponse
{
    /// <summary>Slug of the band.</summary>
    /// <example>strong</example>
    public required string Slug { get; init; }

    /// <summary>Name of the band.</summary>
    /// <example>Strong</example>
    public required string Name { get; init; }

    /// <summary>Lowest score of the band.</summary>
    public required SourcedNumber From { get; init; }

    /// <summary>Highest score of the band.</summary>
    public required SourcedNumber To { get; init; }

    public static ScoreBandResponse Of(ScoreBand band) =>
        new() { Slug = band.Slug, Name = band.Name, From = SourcedNumber.Of(band.From), To = SourcedNumber.Of(band.To) };
}

/// <summary>How ability is estimated from answers.</summary>
internal sealed record AbilityEstimationResponse
{
    /// <summary>The estimator.</summary>
    public required SourcedEstimator Estimator { get; init; }

    /// <summary>Mean of the prior, in logits.</summary>
    public required SourcedNumber PriorMean { get; init; }

    /// <summary>Standard deviation of the prior, in logits.</summary>
    public required SourcedNumber PriorStandardDeviation { get; init; }

    /// <summary>Confidence level of reported intervals.</summary>
    public required SourcedNumber ConfidenceLevel { get; init; }

    /// <summary>Half the width of a reported interval, in standard errors.</summary>
    public required SourcedNumber ConfidenceMultiplier { get; init; }

    public static AbilityEstimationResponse Of(AbilityEstimation estimation) => new()
    {
        Estimator = SourcedEstimator.Of(estimation.Estimator),
        PriorMean = SourcedNumber.Of(estimation.PriorMean),
        PriorStandardDeviation = SourcedNumber.Of(estimation.PriorStandardDeviation),
        ConfidenceLevel = SourcedNumber.Of(estimation.ConfidenceLevel),
        ConfidenceMultiplier = SourcedNumber.Of(estimation.ConfidenceMultiplier),
    };
}

/// <summary>A pillar of the passport.</summary>
internal sealed record PillarResponse
{
    /// <summary>Slug of the pillar.</summary>
    /// <example>domain</example>
    public required string Slug { get; init; }

    /// <summary>Name of the pillar.</summary>
    /// <example>Domain</example>
    public required string Name { get; init; }

    /// <summary>What it stands for.</summary>
    public required string Description { get; init; }

    /// <summary>Weight in the passport's composite score, 0 to 1.</summary>
    public required SourcedNumber CompositeWeight { get; init; }

    /// <summary>Months in which the weight of a score halves.</summary>
    public required SourcedNumber HalfLifeMonths { get; init; }

    public static PillarResponse Of(PassportPillar pillar) => new()
    {
        Slug = pillar.Slug,
        Name = pillar.Name,
        Description = pillar.Description,
        CompositeWeight = SourcedNumber.Of(pillar.CompositeWeight),
        HalfLifeMonths = SourcedNumber.Of(pillar.HalfLifeMonths),
    };
}

/// <summary>How evidence ages: its weight halves with each half-life of its pillar.</summary>
internal sealed record CurrencyRulesResponse
{
    /// <summary>Days in a month.</summary>
    public required SourcedNumber DaysPerMonth { get; init; }

    /// <summary>Age in half-lives from which evidence is aging and a refresh is due.</summary>
    public required SourcedRatio RefreshAfterHalfLives { get; init; }

    /// <summary>Age in half-lives beyond which evidence is stale.</summary>
    public required SourcedRatio StaleAfterHalfLives { get; init; }

    public static CurrencyRulesResponse Of(CurrencyRules rules) => new()
    {
        DaysPerMonth = SourcedNumber.Of(rules.DaysPerMonth),
        RefreshAfterHalfLives = SourcedRatio.Of(rules.RefreshAfterHalfLives),
        StaleAfterHalfLives = SourcedRatio.Of(rules.StaleAfterHalfLives),
    };
}

/// <summary>When readiness for a role counts as established.</summary>
internal sealed record ReadinessRulesResponse
{
    /// <summary>Share of a bundle's weight that must be covered by evidence, 0 to 1, for roles that do not say otherwise.</summary>
    public required SourcedNumber MinimumCoverage { get; init; }
}
