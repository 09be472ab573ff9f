using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Integrity;

/// <summary>What a verification says of the unsupervised result.</summary>
public enum VerificationOutcome
{
    /// <summary>The answers go with the result, and had it been too high by the gain in question, that would have shown.</summary>
    Consistent,

    /// <summary>Neither: the answers leave a doubt, or say too little to tell.</summary>
    Inconclusive,

    /// <summary>
    /// With the ability that the unsupervised result shows, answers as poor as these are rarer than the false alarm rate.
    /// </summary>
    Inconsistent,
}

/// <summary>An unsupervised result beside its verification.</summary>
/// <param name="Outcome">What follows from the two p values, see <see cref="VerificationComparison.Compare"/>.</param>
/// <param name="PValue">
/// The probability of verification answers that speak at least as much against the unsupervised result, had it been earned; (0, 1].
/// </param>
/// <param name="GainPValue">
/// The probability of answers that speak at least as much for the unsupervised result, had it been too high by
/// <see cref="VerificationSettings.Gain"/>; (0, 1].
/// </param>
/// <param name="Power">
/// What these items could tell: the probability of the outcome <see cref="VerificationOutcome.Inconsistent"/>, had the result been too high
/// by that gain; 0..1.
/// </param>
/// <param name="StandardizedDifference">
/// How far the verification moves the estimate of ability, in standard deviations of that movement had the result been earned; its mean is
/// then exactly 0, its variance 1. Negative where the verification is the worse; 0 where it could not move it.
/// </param>
/// <param name="Unsupervised">Ability by the unsupervised answers alone, logits.</param>
/// <param name="Verification">Ability by the verification's answers alone, logits.</param>
public sealed record VerificationResult(
    VerificationOutcome Outcome,
    double PValue,
    double GainPValue,
    double Power,
    double StandardizedDifference,
    EapEstimate Unsupervised,
    EapEstimate Verification);
