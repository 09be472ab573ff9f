using System.Runtime.CompilerServices;
using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Checks;

/// <summary>The ability estimate at which person fit is judged.</summary>
public enum PersonFitEstimator
{
    /// <summary>Maximum likelihood, r₀ = 0.</summary>
    MaximumLikelihood,

    /// <summary>Warm's weighted likelihood, r₀ = J/(2I).</summary>
    WeightedLikelihood,

    /// <summary>Maximum a posteriori under the form's prior N(μ, σ²), r₀ = (μ − θ)/σ².</summary>
    MaximumAPosteriori,
}

/// <summary>Whether person fit could be computed and, if not, why.</summary>
public enum PersonFitStatus
{
    /// <summary>Computed.</summary>
    Computed,

    /// <summary>No item was administered.</summary>
    NoResponses,

    /// <summary>The ability estimate does not exist.</summary>
    NoEstimate,

    /// <summary>
    /// At the estimate every pattern with the same estimate is equally likely (one item, or items of equal parameters):
    /// there is no misfit to see.
    /// </summary>
    NoVariance,
}

/// <summary>How well a response vector fits the model.</summary>
/// <param name="Status">Whether the statistics exist; they are null unless the status is <see cref="PersonFitStatus.Computed"/>.</param>
/// <param name="Theta">The ability estimate, logits; null when it does not exist.</param>
/// <param name="Lz">
/// The standardized log-likelihood, ignoring that ability is estimated: its variance is below 1, so it flags too rarely.
/// </param>
/// <param name="LzStar">The same with the right variance; about N(0, 1) for people who fit, in long tests.</param>
/// <param name="ForReview">
/// Whether l*_z lies below <see cref="PersonFit.ReviewBelow"/>: a reason for a person to look, never to reject; null where there is none.
/// </param>
public readonly record struct PersonFitResult(PersonFitStatus Status, double? Theta, double? Lz, double? LzStar, bool? ForReview);

/// <summary>Person fit by the standardized log-likelihood.</summary>
public static class PersonFit
{
    /// <summary>−1.645: about one in twenty people who answer as the model says lies below it.</summary>
    public const double ReviewBelow = -1.645;

    // A variance this small beside that of lz is rounding.
    private const double SmallestShare = 1e-12;

    /// <summary>Judges one response vector.</summary>
    /// <param name="form">The compiled form; its prior is used by <see cref="PersonFitEstimator.MaximumAPosteriori"/>.</param>
    /// <param name="responses">One category per item in form order; <see cref="Response.NotAdministered"/> is ignored.</param>
    /// <param name="estimator">
    /// The ability estimate to judge at. Posterior means (EAP) solve no such equation and are not among them.
    /// </param>
    /// <returns>l_z and l*_z, or the reason why there are none.</returns>
    /// <exception cref="ArgumentException">There is not one response per item.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A response is not a category of its item, or the estimator is unknown.</exception>
    /// <remarks>
    /// With W = l − E(l) at the estimate and r₀ as in <see cref="PersonFitEstimator"/>: l_z = W/√Var(l) [DrasgowLevineWilliams1985];
    /// l*_z = (W + c r₀)/√Var(l − c l'), c = Cov(l, l')/I [Snijders2001].
    /// Moments are over the categories of each item, which for dichotomous items is Snijders' form with w = ln(P/Q) and r = P'/(PQ),
    /// and for polytomous items the extension of [Sinharay2016]. Both hold for long tests;
    /// in short ones (below about 20 items) the distribution is skewed to the left and the one in twenty is only rough.
    /// Item parameters are taken as known.
    /// </remarks>
    public static PersonFitResult Evaluate(TestForm form, ReadOnlySpan<int> responses, PersonFitEstimator estimator)
    {
        ArgumentNullException.ThrowIfNull(form);
        var theta = Estimate(form, responses, estimator);
        var administered = responses.ContainsAnyExcept(Response.NotAdministered);
        if (!administered || theta is not { } at)
            return new PersonFitResult(administered ? PersonFitStatus.NoEstimate : PersonFitStatus.NoResponses, null, null, null, null);

        double w = 0, variance = 0, covariance = 0, information = 0;
        for (var i = 0; i < responses.Length; i++)
        {
            if (responses[i] == Response.NotAdministered) continue;
            var moments = MomentsOf(form.Items[i], responses[i], at);
            w += moments.Excess;
            variance += moments.Variance;
            covariance += moments.Covariance;
            information += moments.Information;
        }

        var c = covariance / information;
        var remaining = variance - c * covariance;
        if (!(remaining > SmallestShare * variance)) return new PersonFitResult(PersonFitStatus.NoVariance, at, null, null, null);

        var lzStar = (w + c * Pull(form, responses, estimator, at)) / Math.Sqrt(remaining);
        return new PersonFitResult(PersonFitStatus.Computed, at, w / Math.Sqrt(variance), lzStar, lzStar < ReviewBelow);
    }

    private static double? Estimate(TestForm form, ReadOnlySpan<int> responses, PersonFitEstimator estimator) => estimator switch
    {
        PersonFitEstimator.MaximumLikelihood => MleEstimator.Estimate(form, responses).Theta,
        PersonFitEstimator.WeightedLikelihood => WleEstimator.Estimate(form, responses).Theta,
        PersonFitEstimator.MaximumAPosteriori => MapEstimator.Estimate(form, responses).Theta,
        _ => throw new ArgumentOutOfRangeException(nameof(estimator), estimator, "Not an estimator of ability."),
    };

    // r₀, from the estimator's equation l'(θ) + r₀(θ) = 0.
    private static double Pull(TestForm form, ReadOnlySpan<int> responses, PersonFitEstimator estimator, double theta) => estimator switch
    {
        PersonFitEstimator.WeightedLikelihood => WarmWeight.Slope(ItemKernel.Accumulate(form.Items.AsSpan(), responses, theta)),
        PersonFitEstimator.MaximumAPosteriori => (form.Prior.Mean - theta) * form.Prior.Precision,
        _ => 0,
    };

    // One item's log P − E(log P), Var(log P), Cov(log P, (log P)') and information.
    // Log-probabilities are taken about their mean before they are multiplied.
    // Never inlined, so that its stack buffers are released item by item.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ItemMoments MomentsOf(ItemParameters item, int response, double theta)
    {
        var count = item.Categories;
        Span<double> p = stackalloc double[count], g = stackalloc double[count], h = stackalloc double[count];
        Span<double> log = stackalloc double[count];
        ItemKernel.Evaluate(item, theta, p, g, h);
        var mean = 0.0;
        for (var k = 0; k < count; k++)
        {
            log[k] = ItemKernel.LogProbability(item, theta, k);
            mean += p[k] * log[k];
        }

        double variance = 0, covariance = 0, information = 0;
        for (var k = 0; k < count; k++)
        {
            var deviation = log[k] - mean;
            variance += p[k] * deviation * deviation;
            covariance += p[k] * deviation * g[k];
            information += p[k] * g[k] * g[k];
        }

        return new ItemMoments(log[response] - mean, variance, covariance, information);
    }

    private readonly record struct ItemMoments(double Excess, double Variance, double Covariance, double Information);
}
