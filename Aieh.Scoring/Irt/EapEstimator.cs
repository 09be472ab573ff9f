using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Aieh.Scoring.Irt;

/// <summary>Expected a posteriori (EAP) estimation: the posterior mean and standard deviation of ability.</summary>
/// <remarks>Nothing is allocated. Sums run in a fixed order with four lanes on every processor.</remarks>
public static class EapEstimator
{
    private const int Lanes = RowSums.Lanes;

    // Of the posterior at most 1e-7 may lie beyond the nodes, and 1e-14 beyond those that reach twice as far.
    private static readonly double LargestLogBeyond = Math.Log(1e-7);

    /// <summary>Estimates one ability.</summary>
    /// <param name="form">The compiled form, with its prior.</param>
    /// <param name="responses">One category per item in form order; <see cref="Response.NotAdministered"/> is ignored.</param>
    /// <returns>
    /// The posterior mean, its standard deviation and the log-marginal likelihood;
    /// with nothing administered exactly the prior, and 0, with the status <see cref="EstimateStatus.NoResponses"/>.
    /// </returns>
    /// <exception cref="ArgumentException">There is not one response per item.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A response is not a category of its item; the message names the item.</exception>
    /// <remarks>
    /// θ̂ = Σ θ_q L(θ_q) w_q / Σ L(θ_q) w_q [BockMislevy1982], likelihoods in logarithms.
    /// The quadrature errors of θ̂ and of the standard error are below 1e-3 of a posterior standard deviation, where few items are as steep
    /// as a = 8 and guessed (the largest of 6,000 such banks were 4e-4 and 6e-4), and below 1e-8 for ordinary forms of up to 50 items.
    /// A posterior of which more than 1e-7 may lie beyond the form's nodes (a bound, from how large the likelihood can be there),
    /// or that is narrower than step/1.3, is summed over nodes that reach twice as far, or integrated on nodes laid where it is, the step
    /// halved until mean and error settle to 1e-9;
    /// ending the others costs less than 1e-6 prior standard deviations in θ̂ and 1e-5 in the error.
    /// Items steeper than about 100 per prior standard deviation are jumps between nodes: there θ̂ is off by up to the step.
    /// </remarks>
    public static EapEstimate Estimate(TestForm form, ReadOnlySpan<int> responses)
    {
        ArgumentNullException.ThrowIfNull(form);
        var quadrature = form.Quadrature;
        Span<double> logs = stackalloc double[quadrature.Stride];
        quadrature.Start(logs);
        if (form.Table.Accumulate(responses, logs) == 0)
            return new EapEstimate(form.Prior.Mean, form.Prior.StandardDeviation, 0, EstimateStatus.NoResponses);
        var estimate = OfPosterior(logs, quadrature, out var isHeld);
        return isHeld ? estimate : form.Wide.Estimate(responses);
    }

    /// <summary>
    /// The moments of a posterior on the nodes of a quadrature, given as logarithms; padding has the logarithm −∞ and counts for nothing.
    /// Whether the nodes hold the posterior is told by how much of it may lie beyond them, and by how narrow it is.
    /// </summary>
    internal static EapEstimate OfPosterior(Span<double> logs, NormalQuadrature quadrature, out bool isHeld)
    {
        var nodes = quadrature.Nodes.Length;
        var (below, above) = (logs[nodes], logs[nodes + 1]);
        (logs[nodes], logs[nodes + 1]) = (double.NegativeInfinity, double.NegativeInfinity);
        var estimate = Moments(logs, quadrature);
        (logs[nodes], logs[nodes + 1]) = (below, above);
        isHeld = estimate.StandardError * NormalQuadrature.CoarsestStep >= quadrature.Step * quadrature.Times
            && Math.Max(below, above) - estimate.LogMarginal <= LargestLogBeyond * quadrature.Times;
        return estimate;
    }

    private static EapEstimate Moments(Span<double> logs, NormalQuadrature quadrature)
    {
        ref var log = ref MemoryMarshal.GetReference(logs);
        var largestLanes = Vector256.LoadUnsafe(ref log);
        for (nuint n = Lanes; n < (nuint)logs.Length; n += Lanes)
            largestLanes = Vector256.Max(largestLanes, Vector256.LoadUnsafe(ref log, n));
        var largest = Math.Max(Math.Max(largestLanes[0], largestLanes[1]), Math.Max(largestLanes[2], largestLanes[3]));

        ref var position = ref MemoryMarshal.GetArrayDataReference(quadrature.Positions);
        Vector256<double> zeroth = default, first = default, second = default;
        for (nuint n = 0; n < (nuint)logs.Length; n += Lanes)
        {
            var weight = Vector256.Exp(Vector256.LoadUnsafe(ref log, n) - Vector256.Create(largest));
            var x = Vector256.LoadUnsafe(ref position, n);
            var weighted = weight * x;
            zeroth += weight;
            first += weighted;
            second += weighted * x;
        }

        var total = Sum(zeroth);
        var mean = Sum(first) / total;
        // Narrower than the nodes can tell is not narrower than they are apart.
        var variance = Math.Max(Sum(second) / total - mean * mean, 1.0 / 12);
        var step = quadrature.Step;
        return new EapEstimate(quadrature.Centre + step * mean, step * Math.Sqrt(variance), largest + Math.Log(total));
    }

    /// <summary>Estimates many abilities on one form.</summary>
    /// <param name="form">The compiled form, with its prior.</param>
    /// <param name="responses">Response vectors one after another, each with one category per item in form order.</param>
    /// <param name="estimates">Receives one estimate per vector.</param>
    /// <exception cref="ArgumentException">The responses are not exactly one vector per estimate.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A response is not a category of its item; the message names the item.</exception>
    /// <remarks>Each result is that of <see cref="Estimate"/>, bit for bit.</remarks>
    public static void EstimateAll(TestForm form, ReadOnlySpan<int> responses, Span<EapEstimate> estimates)
    {
        ArgumentNullException.ThrowIfNull(form);
        var items = form.Items.Length;
        if (responses.Length != (long)items * estimates.Length)
            throw new ArgumentException(
                $"{estimates.Length} vectors of {items} responses were expected, {responses.Length} responses were given.",
                nameof(responses));
        for (var i = 0; i < estimates.Length; i++) estimates[i] = Estimate(form, responses.Slice(i * items, items));
    }

    private static double Sum(Vector256<double> lanes) => lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
}
