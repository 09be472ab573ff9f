namespace Aieh.Scoring.Irt;

/// <summary>Maximum a posteriori (MAP) estimation: the posterior mode of ability.</summary>
public static class MapEstimator
{
    /// <summary>Estimates one ability.</summary>
    /// <param name="form">The compiled form, with its prior.</param>
    /// <param name="responses">One category per item in form order; <see cref="Response.NotAdministered"/> is ignored.</param>
    /// <returns>
    /// The highest posterior mode and its standard error, unless nothing was administered or it is outside the range of the form.
    /// </returns>
    /// <exception cref="ArgumentException">There is not one response per item.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A response is not a category of its item; the message names the item.</exception>
    /// <remarks>
    /// Solves l'(θ) = (θ − μ)/σ² to 1e-12 at the highest of all modes [Samejima1969, BockAitkin1981].
    /// The standard error is from the expected information.
    /// </remarks>
    public static MapEstimate Estimate(TestForm form, ReadOnlySpan<int> responses)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (!new ModeSearch(form, responses, Objective.Posterior).TryFind(out var theta, out _))
            return new MapEstimate(EstimateStatus.NoResponses, null, null);
        var information = ItemKernel.Accumulate(form.Items.AsSpan(), responses, theta).Information + form.Prior.Precision;
        var status = form.StatusOf(theta, information);
        return status == EstimateStatus.Finite
            ? new MapEstimate(status, theta, 1 / Math.Sqrt(information))
            : new MapEstimate(status, null, null);
    }
}

/// <summary>Maximum likelihood estimation (MLE) of ability.</summary>
public static class MleEstimator
{
    // A finite maximum must exceed the limits at infinity by more than the rounding of a sum of a few hundred logarithms.
    private const double SmallestExcess = 1e-9;

    /// <summary>Estimates one ability.</summary>
    /// <param name="form">The compiled form; of its prior only the range is used that can be reported.</param>
    /// <param name="responses">One category per item in form order; <see cref="Response.NotAdministered"/> is ignored.</param>
    /// <returns>The global maximum of the likelihood with its standard error, or the reason why there is none.</returns>
    /// <exception cref="ArgumentException">There is not one response per item.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A response is not a category of its item; the message names the item.</exception>
    /// <remarks>
    /// The likelihood has no finite maximum for all lowest or all highest categories and,
    /// under the three-parameter model, for other patterns too [Samejima1973, YenBurketSykes1991]:
    /// its limit at −∞ is positive and may exceed every mode. The highest mode is therefore compared with the exact limits at ±∞.
    /// The standard error is from the expected information: the observed one may be negative.
    /// </remarks>
    public static LikelihoodEstimate Estimate(TestForm form, ReadOnlySpan<int> responses)
    {
        ArgumentNullException.ThrowIfNull(form);
        var found = new ModeSearch(form, responses, Objective.Likelihood).TryFind(out var theta, out var administered);
        if (administered == 0) return new LikelihoodEstimate(EstimateStatus.NoResponses, null, null);

        double atMinus = 0, atPlus = 0;
        for (var i = 0; i < responses.Length; i++)
            if (responses[i] != Response.NotAdministered)
            {
                atMinus += ItemKernel.LogProbabilityAtMinusInfinity(form.Items[i], responses[i]);
                atPlus += ItemKernel.LogProbabilityAtPlusInfinity(form.Items[i], responses[i]);
            }

        var limit = Math.Max(atMinus, atPlus);
        if (!found
            || (limit > double.NegativeInfinity
                && ResponseLikelihood.LogLikelihood(form.Items, responses, theta) <= limit + SmallestExcess))
            return new LikelihoodEstimate(atPlus > atMinus ? EstimateStatus.PlusInfinity : EstimateStatus.MinusInfinity, null, null);
        return LikelihoodEstimate.At(form, responses, theta);
    }
}

/// <summary>
/// Warm's weighted likelihood estimation (WLE) of ability, which removes the first-order bias of the maximum likelihood estimate.
/// </summary>
public static class WleEstimator
{
    /// <summary>Estimates one ability.</summary>
    /// <param name="form">The compiled form; of its prior only the range is used that can be reported.</param>
    /// <param name="responses">One category per item in form order; <see cref="Response.NotAdministered"/> is ignored.</param>
    /// <returns>
    /// The weighted likelihood estimate with its standard error; it exists for every pattern, also all wrong and all right,
    /// unless nothing was administered, and is given where it lies in the range of the form and the items tell something there.
    /// </returns>
    /// <exception cref="ArgumentException">There is not one response per item.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A response is not a category of its item; the message names the item.</exception>
    /// <remarks>
    /// Solves l'(θ) + J(θ)/(2I(θ)) = 0 with J = Σ P'P''/P over all categories, for dichotomous items P'P''/(PQ) [Warm1989];
    /// of several roots, the maximum of Warm's weighted likelihood.
    /// It equals the mode under Jeffreys' prior for every model here but the three-parameter one.
    /// The standard error is 1/√I(θ), from the expected information.
    /// </remarks>
    public static LikelihoodEstimate Estimate(TestForm form, ReadOnlySpan<int> responses)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (!new ModeSearch(form, responses, Objective.WarmLikelihood).TryFind(out var theta, out _))
            return new LikelihoodEstimate(EstimateStatus.NoResponses, null, null);
        return LikelihoodEstimate.At(form, responses, theta);
    }
}
