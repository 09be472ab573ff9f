using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Integrity;

/// <summary>Whether the answers of a supervised verification go with an unsupervised result.</summary>
/// <remarks>
/// <para>After [Segall2001], who confirms a result by a short supervised test, and [GuoDrasgow2010] and
/// [TendeiroMeijerSchakelMaijDeMeij2013], who test it one-sidedly. The statistic is the movement of the posterior mean,
/// M = E(θ | x, y) − E(θ | x), for unsupervised answers x and verification answers y. Had both been given with one ability, E(θ | x, y) is
/// a martingale [Doob1953]: M has mean 0 whatever items were chosen by whatever earlier answers, and
/// Var(M) = Var(θ | x) − E Var(θ | x, y).</para>
/// <para>Its distribution is not approximated: given x, answers to the items that were asked have the probabilities
/// Σ_q p(θ_q | x) Π_j P̄_j(y_j | θ_q), and p is the mass of those with M at or below the observed, over all answer vectors. P̄ are expected
/// response functions [MislevyWingerskySheehan1994], exact because the two tests share no items, so that neither the uncertainty of ability
/// nor that of parameters is left out. That the items of an adaptive verification depend on its answers is left out; simulated, the rate
/// holds.</para>
/// <para>p is the larger of two. With the form's prior for p(θ) the rate holds at every unsupervised result x, hence also among those who
/// are verified because theirs is high. But this prior expects more of weak candidates than they can do. With a prior three times as wide,
/// nearly none, the rate holds at every ability, but not among chosen results. The larger holds in both; where results are high, it is
/// the first. The probability of answers as good as these under a gain is the larger of two for the same reason.</para>
/// </remarks>
public static class VerificationComparison
{
    private const double Wide = 3;

    // Which claim is which.
    private const int OfNorm = 0;
    private const int OfNobody = 1;

    /// <summary>Compares the two.</summary>
    /// <param name="unsupervised">The form of the unsupervised attempt.</param>
    /// <param name="responses">
    /// Its answers, one category per item in form order; <see cref="Response.NotAdministered"/> is ignored.
    /// </param>
    /// <param name="verification">
    /// The verification's items, or the bank that they were chosen from; none that has an answer in the other form: that is not checked.
    /// </param>
    /// <param name="answers">Its answers, in the same way.</param>
    /// <param name="settings">The error rates and the gain in question.</param>
    /// <returns>
    /// <see cref="VerificationOutcome.Inconsistent"/> where p is at most the false alarm rate.
    /// <see cref="VerificationOutcome.Consistent"/> where p is above the doubt rate, and answers as good as these have at most the miss
    /// rate's probability had the ability been lower by the gain. Else <see cref="VerificationOutcome.Inconclusive"/>, which is so whenever
    /// the items say too little to tell, and where one of the tests has no answers: then there is nothing to compare.
    /// </returns>
    /// <exception cref="ArgumentException">The forms have different priors, or there is not one response per item.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A response is not a category of its item.</exception>
    /// <remarks>
    /// A function of the answers whatever the order of the items. Up to 8,192 possible answer vectors, thirteen items of two categories,
    /// all are enumerated; of more, as many are drawn, always the same, by importance sampling (the p values then carry a standard error of
    /// at most 0.0022 at 0.01, 0.005 at 0.05). One comparison takes a millisecond or two.
    /// </remarks>
    public static VerificationResult Compare(
        TestForm unsupervised,
        ReadOnlySpan<int> responses,
        TestForm verification,
        ReadOnlySpan<int> answers,
        VerificationSettings settings)
    {
        ArgumentNullException.ThrowIfNull(unsupervised);
        ArgumentNullException.ThrowIfNull(verification);
        ArgumentNullException.ThrowIfNull(settings);
        if (unsupervised.Prior != verification.Prior)
            throw new ArgumentException("Both forms must have one prior of ability.", nameof(verification));

        var before = EapEstimator.Estimate(unsupervised, responses);
        var alone = EapEstimator.Estimate(verification, answers);
        if (before.Status == EstimateStatus.NoResponses || alone.Status == EstimateStatus.NoResponses)
            return new VerificationResult(VerificationOutcome.Inconclusive, 1, 1, 0, 0, before, alone);

        var isFirstFiner = unsupervised.Quadrature.Nodes.Length >= verification.Quadrature.Nodes.Length;
        var quadrature = (isFirstFiner ? unsupervised : verification).Quadrature;
        var likelihood = LogLikelihood(unsupervised, responses, quadrature);
        AbilityClaim[] claims = [new(quadrature, likelihood, 1, settings.Gain), new(quadrature, likelihood, Wide, settings.Gain)];
        var vectors = new AnswerVectors(new AskedItems(verification, answers, quadrature), claims);

        var p = Math.Max(vectors.PValue(OfNorm), vectors.PValue(OfNobody));
        var gainP = Math.Max(vectors.GainPValue(OfNorm), vectors.GainPValue(OfNobody));
        return new VerificationResult(
            OutcomeOf(p, gainP, settings), p, gainP, vectors.Power(OfNorm, settings.FalseAlarmRate), vectors.StandardizedDifference(OfNorm),
            before, alone);
    }

    private static VerificationOutcome OutcomeOf(double p, double gainP, VerificationSettings settings) =>
        p <= settings.FalseAlarmRate ? VerificationOutcome.Inconsistent
        : p > settings.DoubtRate && gainP <= settings.MissRate ? VerificationOutcome.Consistent
        : VerificationOutcome.Inconclusive;

    private static double[] LogLikelihood(TestForm form, ReadOnlySpan<int> responses, NormalQuadrature quadrature)
    {
        var isOnNodes = form.Table.Nodes.AsSpan().SequenceEqual(quadrature.Nodes.AsSpan());
        var table = isOnNodes ? form.Table : new LogProbabilityTable(form.UncertainItems, quadrature.Nodes);
        var sums = new double[table.Stride];
        table.Accumulate(responses, sums);
        return sums;
    }
}
