namespace Aieh.Scoring.Irt;

/// <summary>A posterior mean of ability.</summary>
/// <param name="Theta">Posterior mean, logits.</param>
/// <param name="StandardError">Posterior standard deviation, logits; above 0.</param>
/// <param name="LogMarginal">log ∫ L(θ) φ(θ) dθ, the log-probability of the responses under the prior; at most 0.</param>
public readonly record struct EapEstimate(double Theta, double StandardError, double LogMarginal);

/// <summary>A posterior mode of ability.</summary>
/// <param name="Theta">Posterior mode, logits.</param>
/// <param name="StandardError">
/// 1/√(I(θ) + 1/σ²), with the expected information of the administered items and the prior variance σ², logits.
/// </param>
public readonly record struct MapEstimate(double Theta, double StandardError);

/// <summary>An ability estimated from the likelihood alone, which may not exist.</summary>
/// <param name="Status">Whether a finite estimate exists and, if not, why.</param>
/// <param name="Theta">The estimate, logits; null unless the status is <see cref="EstimateStatus.Finite"/>.</param>
/// <param name="StandardError">
/// 1/√I(θ), with the expected information of the administered items, logits; null unless the status is <see cref="EstimateStatus.Finite"/>.
/// </param>
public readonly record struct LikelihoodEstimate(EstimateStatus Status, double? Theta, double? StandardError);

/// <summary>Whether an estimate from the likelihood alone exists.</summary>
public enum EstimateStatus
{
    /// <summary>A finite estimate exists.</summary>
    Finite,

    /// <summary>No item was administered.</summary>
    NoResponses,

    /// <summary>The likelihood has no finite maximum: it is largest as θ goes to minus infinity.</summary>
    MinusInfinity,

    /// <summary>The likelihood has no finite maximum: it is largest as θ goes to plus infinity.</summary>
    PlusInfinity,
}
