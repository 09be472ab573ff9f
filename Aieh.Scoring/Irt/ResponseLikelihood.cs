using System.Collections.Immutable;

namespace Aieh.Scoring.Irt;

/// <summary>The log-likelihood of a response vector and what the estimators need of it, at one ability.</summary>
/// <param name="LogLikelihood">l(θ) = Σ log P; at most 0.</param>
/// <param name="Gradient">l'(θ), per logit.</param>
/// <param name="ObservedInformation">−l''(θ), per squared logit; may be negative under the three-parameter model.</param>
/// <param name="ExpectedInformation">I(θ) of the administered items, per squared logit; at least 0.</param>
/// <param name="WarmCorrection">J(θ)/(2I(θ)), J = Σ P'P''/P, per logit; 0 where I underflows or nothing was administered.</param>
public readonly record struct LikelihoodPoint(
    double LogLikelihood, double Gradient, double ObservedInformation, double ExpectedInformation, double WarmCorrection);

/// <summary>Evaluates the likelihood of a response vector.</summary>
public static class ResponseLikelihood
{
    /// <summary>The log-likelihood, its derivatives and the information at an ability.</summary>
    /// <param name="form">The compiled form.</param>
    /// <param name="responses">One category per item in form order; <see cref="Response.NotAdministered"/> is ignored.</param>
    /// <param name="theta">Ability θ, logits; within ±1e9.</param>
    /// <returns>The likelihood at θ.</returns>
    /// <exception cref="ArgumentException">There is not one response per item.</exception>
    /// <exception cref="ArgumentOutOfRangeException">θ is outside its domain, or a response is not a category of its item.</exception>
    /// <remarks>Local independence: sums over the administered items in form order [Lord1980].</remarks>
    public static LikelihoodPoint At(TestForm form, ReadOnlySpan<int> responses, double theta)
    {
        ArgumentNullException.ThrowIfNull(form);
        Ability.Check(theta);
        if (responses.Length != form.Items.Length)
            throw new ArgumentException(
                $"The form has {form.Items.Length} items, the response vector {responses.Length} entries.", nameof(responses));

        for (var i = 0; i < responses.Length; i++)
            if (responses[i] != Response.NotAdministered && (uint)responses[i] >= (uint)form.Items[i].Categories)
                throw new ArgumentOutOfRangeException(
                    nameof(responses), responses[i],
                    $"Item {i} has categories 0..{form.Items[i].Categories - 1}; {Response.NotAdministered} means not administered.");

        var sums = ItemKernel.Accumulate(form.Items.AsSpan(), responses, theta);
        return new LikelihoodPoint(
            LogLikelihood(form.Items, responses, theta), sums.Gradient, -sums.Curvature, sums.Information, WarmWeight.Slope(sums));
    }

    internal static double LogLikelihood(ImmutableArray<ItemParameters> items, ReadOnlySpan<int> responses, double theta)
    {
        var log = 0.0;
        for (var i = 0; i < responses.Length; i++)
            if (responses[i] != Response.NotAdministered)
                log += ItemKernel.LogProbability(items[i], theta, responses[i]);
        return log;
    }
}
