using System.Text.Json.Serialization;
using UncertainItem = Aieh.Scoring.Irt.UncertainItem;
using ParameterSpread = Aieh.Scoring.Irt.ParameterSpread;

namespace Aieh.Api.Catalog.Documents;

/// <summary>Item parameters on the logistic metric. Immutable: a better calibration has a higher version or another id.</summary>
internal sealed record CalibrationDocument
{
    public required string Id { get; init; }

    public required string Assessment { get; init; }

    public required int Version { get; init; }

    public required CalibrationStatus Status { get; init; }

    /// <summary>The scaling constant D; 1 is the logistic metric.</summary>
    public required Sourced<double> ScalingConstant { get; init; }

    public required string Method { get; init; }

    public required string ModelChoice { get; init; }

    public required CalibrationPriors Priors { get; init; }

    public required IReadOnlyList<ItemParameters> Items { get; init; }
}

/// <summary>Provisional while the parameters are an author's judgement, calibrated once response data have replaced them.</summary>
internal enum CalibrationStatus
{
    Provisional,
    Calibrated,
}

/// <summary>How uncertain the parameters are before response data replace them.</summary>
internal sealed record CalibrationPriors
{
    public required string Description { get; init; }

    public required Sourced<double> LogDiscriminationMean { get; init; }

    public required Sourced<double> LogDiscriminationStandardDeviation { get; init; }

    /// <summary>Standard deviation of b around the author's value.</summary>
    public required Sourced<double> DifficultyStandardDeviation { get; init; }

    /// <summary>Standard deviation of logit c around logit of the item's c.</summary>
    public Sourced<double>? LogitGuessingStandardDeviation { get; init; }
}

internal enum ItemModel
{
    [JsonStringEnumMemberName("1pl")]
    OnePl,
    [JsonStringEnumMemberName("2pl")]
    TwoPl,
    [JsonStringEnumMemberName("3pl")]
    ThreePl,
    [JsonStringEnumMemberName("grm")]
    Grm,
    [JsonStringEnumMemberName("gpcm")]
    Gpcm,
}

/// <summary>
/// A dichotomous item has <see cref="B"/> (and, for 3PL, <see cref="C"/>); a polytomous one has <see cref="Thresholds"/>.
/// </summary>
internal sealed record ItemParameters
{
    public required string Item { get; init; }

    public required ItemModel Model { get; init; }

    public required double A { get; init; }

    public double? B { get; init; }

    public double? C { get; init; }

    public IReadOnlyList<double>? Thresholds { get; init; }

    public required bool Provisional { get; init; }

    public required string Reason { get; init; }

    [JsonIgnore]
    public bool IsPolytomous => Model is ItemModel.Grm or ItemModel.Gpcm;

    /// <summary>
    /// The item as its author or a calibration placed it, on the metric with D = 1: the scaling constant goes into the discrimination.
    /// </summary>
    public Scoring.Irt.ItemParameters ToScoring(double scalingConstant) => At(scalingConstant * A);

    /// <summary>
    /// The item as it is scored: while its parameters are provisional they are where the calibration's priors place them, and as uncertain.
    /// </summary>
    public UncertainItem ToUncertain(CalibrationDocument calibration)
    {
        var scaling = calibration.ScalingConstant.Value;
        if (!Provisional) return UncertainItem.Known(ToScoring(scaling));
        if (Model == ItemModel.OnePl) return Around(1, 0);
        return Around(
            Math.Exp(calibration.Priors.LogDiscriminationMean.Value), calibration.Priors.LogDiscriminationStandardDeviation.Value);

        UncertainItem Around(double discrimination, double logSpread) => UncertainItem.Of(
            At(scaling * discrimination),
            new ParameterSpread(
                logSpread,
                calibration.Priors.DifficultyStandardDeviation.Value,
                calibration.Priors.LogitGuessingStandardDeviation?.Value ?? 0));
    }

    private Scoring.Irt.ItemParameters At(double discrimination) =>
        Scoring.Irt.ItemParameters.Of(ScoringModel(), discrimination, [.. Thresholds ?? [B!.Value]], C ?? 0);

    private Scoring.Irt.ItemModel ScoringModel() => Model switch
    {
        ItemModel.OnePl => Scoring.Irt.ItemModel.OneParameterLogistic,
        ItemModel.TwoPl => Scoring.Irt.ItemModel.TwoParameterLogistic,
        ItemModel.ThreePl => Scoring.Irt.ItemModel.ThreeParameterLogistic,
        ItemModel.Grm => Scoring.Irt.ItemModel.GradedResponse,
        ItemModel.Gpcm => Scoring.Irt.ItemModel.GeneralizedPartialCredit,
        _ => throw new InvalidOperationException($"Item {Item} has the unknown model {Model}."),
    };
}
