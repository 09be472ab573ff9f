using System.Text.Json.Serialization;
using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Catalog.Methodology;

/// <summary>
/// When an item's parameters stop being provisional: with enough answers, and a difficulty estimated precisely enough. Until then its
/// author's values count, with their uncertainty.
/// </summary>
internal sealed record PromotionRulesResponse
{
    /// <summary>Fewest answers to the item, by its model.</summary>
    public required MinimumAnswersResponse MinimumAnswers { get; init; }

    /// <summary>Largest standard error of any of the item's difficulties, in logits.</summary>
    public required SourcedNumber LargestDifficultyError { get; init; }

    public static PromotionRulesResponse Of(PromotionRules rules) => new()
    {
        MinimumAnswers = MinimumAnswersResponse.Of(rules.MinimumAnswers),
        LargestDifficultyError = SourcedNumber.Of(rules.LargestDifficultyError),
    };
}

/// <summary>Fewest answers to an item, by its model.</summary>
internal sealed record MinimumAnswersResponse
{
    /// <summary>One-parameter logistic: difficulty only.</summary>
    [JsonPropertyName("1pl")]
    public required SourcedNumber OnePl { get; init; }

    /// <summary>Two-parameter logistic.</summary>
    [JsonPropertyName("2pl")]
    public required SourcedNumber TwoPl { get; init; }

    /// <summary>Three-parameter logistic, with a prior of the lower asymptote.</summary>
    [JsonPropertyName("3pl")]
    public required SourcedNumber ThreePl { get; init; }

    /// <summary>Graded response.</summary>
    public required SourcedNumber Grm { get; init; }

    /// <summary>Generalized partial credit.</summary>
    public required SourcedNumber Gpcm { get; init; }

    public static MinimumAnswersResponse Of(MinimumAnswers fewest) => new()
    {
        OnePl = SourcedNumber.Of(fewest.OnePl),
        TwoPl = SourcedNumber.Of(fewest.TwoPl),
        ThreePl = SourcedNumber.Of(fewest.ThreePl),
        Grm = SourcedNumber.Of(fewest.Grm),
        Gpcm = SourcedNumber.Of(fewest.Gpcm),
    };
}
