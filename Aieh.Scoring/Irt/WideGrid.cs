using System.Collections.Immutable;

namespace Aieh.Scoring.Irt;

/// <summary>
/// Estimates where the nodes of a form or bank do not hold the posterior. Nodes twice as far out hold that of whoever guesses, answers
/// nothing or knows everything, and cost little more; what these do not hold either is followed.
/// </summary>
internal sealed class WideGrid
{
    private const int Times = 2;

    private readonly ImmutableArray<UncertainItem> _items;
    private readonly NormalPrior _prior;
    private readonly NormalQuadrature _quadrature;
    private readonly LogProbabilityTable _table;

    public WideGrid(ImmutableArray<UncertainItem> items, NormalPrior prior)
    {
        (_items, _prior) = (items, prior);
        _quadrature = NormalQuadrature.ForForm([.. items.Select(item => item.Centre)], prior, Times);
        _table = new LogProbabilityTable(items, _quadrature.Nodes);
    }

    /// <summary>Estimates one ability; at least one item was administered.</summary>
    public EapEstimate Estimate(ReadOnlySpan<int> responses)
    {
        Span<double> logs = stackalloc double[_quadrature.Stride];
        _quadrature.Start(logs);
        _table.Accumulate(responses, logs);
        var estimate = EapEstimator.OfPosterior(logs, _quadrature, out var isHeld);
        return isHeld ? estimate : FollowedPosterior.Estimate(_items, responses, _prior, estimate.LogMarginal);
    }
}
