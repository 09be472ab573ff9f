using System.Collections.Immutable;

namespace Aieh.Scoring.Irt;

/// <summary>The curves of a test at one ability.</summary>
/// <param name="Theta">Ability θ, logits.</param>
/// <param name="Information">Expected information I(θ), per squared logit; at least 0.</param>
/// <param name="ExpectedScore">Expected raw score Σ Σ k·P(k), in [0, the form's maximum score].</param>
/// <param name="J">J(θ) = Σ P'P''/P, per cubed logit.</param>
public readonly record struct CurvePoint(double Theta, double Information, double ExpectedScore, double J)
{
    /// <summary>Conditional standard error of measurement 1/√I(θ), logits; infinite where the information underflows to 0.</summary>
    public double ConditionalStandardError => 1 / Math.Sqrt(Information);

    /// <summary>
    /// First-order bias of the maximum likelihood estimate, −J/(2I²), logits; null where the information underflows to 0.
    /// </summary>
    /// <remarks>[Lord1983] for the logistic models, [Warm1989].</remarks>
    public double? MaximumLikelihoodBias => Information > 0 ? -J / Information / (2 * Information) : null;
}

/// <summary>Information, standard error, expected score and bias of a form as functions of ability, and its marginal reliability.</summary>
public static class TestCurves
{
    // ±10 standard deviations in steps of 0.05: exact to 1e-12 for any form whose information changes over 0.1 logit or more.
    private static readonly ImmutableArray<double> _population = NormalQuadrature.Deviates(10, 401);

    /// <summary>The curves at an ability, all items administered.</summary>
    /// <param name="form">The compiled form.</param>
    /// <param name="theta">Ability θ, logits; within ±1e9.</param>
    /// <returns>Information, expected score and J, from which standard error and bias follow.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="theta"/> is outside its domain.</exception>
    /// <remarks>Information is additive over items [Birnbaum1968].</remarks>
    public static CurvePoint At(TestForm form, double theta)
    {
        ArgumentNullException.ThrowIfNull(form);
        Ability.Check(theta);
        double information = 0, score = 0, j = 0;
        foreach (var item in form.Items)
        {
            var sums = ItemKernel.Item(item, theta);
            information += sums.Information;
            score += sums.ExpectedScore;
            j += sums.J;
        }

        return new CurvePoint(theta, information, score, j);
    }

    /// <summary>The marginal reliability of the form in the population of its prior.</summary>
    /// <param name="form">The compiled form.</param>
    /// <returns>Both published conventions.</returns>
    /// <remarks>With the prior variance σ²: E[I/(I + 1/σ²)], and 1 − E[1/I]/σ² [GreenEtAl1984]; expectations over the prior.</remarks>
    public static MarginalReliability Reliability(TestForm form)
    {
        ArgumentNullException.ThrowIfNull(form);
        double weights = 0, shrunk = 0, inverse = 0;
        foreach (var z in _population)
        {
            var weight = NormalQuadrature.Density(z);
            var information = At(form, form.Prior.Mean + z * form.Prior.StandardDeviation).Information;
            weights += weight;
            shrunk += weight * information / (information + form.Prior.Precision);
            inverse += weight / information;
        }

        return new MarginalReliability(shrunk / weights, 1 - inverse / weights * form.Prior.Precision);
    }
}

/// <summary>Marginal reliability in the two conventions in use.</summary>
/// <param name="OfPosterior">E[I/(I + 1/σ²)], in [0, 1): the reliability of EAP scores.</param>
/// <param name="OfMaximumLikelihood">
/// 1 − E[1/I]/σ², below 1: of maximum likelihood scores. Negative, even minus infinity,
/// when the information vanishes somewhere in the population.
/// </param>
public readonly record struct MarginalReliability(double OfPosterior, double OfMaximumLikelihood);
