namespace Aieh.Scoring.Irt;

/// <summary>A posterior mean of ability.</summary>
/// <param name="Theta">Posterior mean, logits.</param>
/// <param name="StandardError">Posterior standard deviation, logits; above 0.</param>
/// <param name="LogMarginal">log ∫ L(θ) φ(θ) dθ, the log-probability of the responses under the prior; at most 0.</param>
/// <param name="Status">
/// <see cref="EstimateStatus.Finite"/>, or <see cref="EstimateStatus.NoResponses"/>, where mean and deviation are the prior's own.
/// </param>
public readonly record struct EapEstimate(
    double Theta, double StandardError, double LogMarginal, EstimateStatus Status = EstimateStatus.Finite);

/// <summary>A posterior mode of ability.</summary>
/// <param name="Status">Whether there is one to report and, if not, why.</param>
/// <param name="Theta">Posterior mode, logits; null unless the status is <see cref="EstimateStatus.Finite"/>.</param>
/// <param name="StandardError">
/// 1/√(I(θ) + 1/σ²), with the expected information of the administered items and the prior variance σ², logits;
/// null unless the status is <see cref="EstimateStatus.Finite"/>.
/// </param>
public readonly record struct MapEstimate(EstimateStatus Status, double? Theta, double? StandardError);

/// <summary>An ability estimated from the likelihood alone, which may not exist.</summary>
/// <param name="Status">Whether a finite estimate exists and, if not, why.</param>
/// <param name="Theta">The estimate, logits; null unless the status is <see cref="EstimateStatus.Finite"/>.</param>
/// <param name="StandardError">
/// 1/√I(θ), with the expected information of the administered items, logits; null unless the status is <see cref="EstimateStatus.Finite"/>.
/// </param>
public readonly record struct LikelihoodEstimate(EstimateStatus Status, double? Theta, double? StandardError)
{
    /// <summary>The estimate at a mode, if it is one to report.</summary>
    internal static LikelihoodEstimate At(TestForm form, ReadOnlySpan<int> responses, double theta)
    {
        var information = ItemKernel.Accumulate(form.Items.AsSpan(), responses, theta).Information;
        var status = form.StatusOf(theta, information);
        return status == EstimateStatus.Finite
            ? new LikelihoodEstimate(status, theta, 1 / Math.Sqrt(information))
            : new LikelihoodEstimate(status, null, null);
    }
}

/// <summary>Whether there is an estimate to report.</summary>
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

    /// <summary>
    /// No finite maximum in the range that can be reported: the highest one lies below <see cref="TestForm.LowestReportable"/>.
    /// </summary>
    BelowRange,

    /// <summary>
    /// No finite maximum in the range that can be reported: the highest one lies above <see cref="TestForm.HighestReportable"/>.
    /// </summary>
    AboveRange,

    /// <summary>
    /// Where the maximum lies the items tell so little that its standard error would exceed the range that can be reported:
    /// the likelihood is flat there, and no point of it an estimate.
    /// </summary>
    NoInformation,
}
