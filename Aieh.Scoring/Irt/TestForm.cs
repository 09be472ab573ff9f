using System.Collections.Immutable;

namespace Aieh.Scoring.Irt;

/// <summary>A compiled list of items: the log-probability of every category at every quadrature node, ready for any number of response vectors.</summary>
/// <remarks>
/// Compile once per form and calibration, then share: a form is immutable and safe to use from several threads. The quadrature is that of [BockMislevy1982],
/// a rectangle sum over equally spaced nodes, here over ±6 prior standard deviations: 61 nodes unless the form is so informative
/// that their step would exceed 1.3 of its smallest posterior standard deviation (about 120 ordinary items), or has an item so steep that the step would
/// jump it, and then a step of at most one posterior standard deviation.
/// </remarks>
public sealed class TestForm
{
    private readonly Lazy<SearchGrid> _search;

    /// <summary>Compiles a form for the norm population, prior N(0, 1).</summary>
    /// <param name="items">At least one item, in form order.</param>
    /// <exception cref="ArgumentException">There is no item.</exception>
    public TestForm(IEnumerable<ItemParameters> items)
        : this(items, NormalPrior.Standard)
    {
    }

    /// <summary>Compiles a form for a normal prior.</summary>
    /// <param name="items">At least one item, in form order.</param>
    /// <param name="prior">Prior of ability.</param>
    /// <exception cref="ArgumentException">There is no item.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The prior is a default value, without a standard deviation.</exception>
    public TestForm(IEnumerable<ItemParameters> items, NormalPrior prior)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (prior.StandardDeviation <= 0) throw new ArgumentOutOfRangeException(nameof(prior), prior, "Use NormalPrior.Standard or a prior with a standard deviation above 0.");
        Items = [.. items];
        if (Items.IsEmpty) throw new ArgumentException("A form has at least one item.", nameof(items));

        Prior = prior;
        MaximumScore = Items.Sum(item => item.Categories - 1);
        IsLogConcave = Items.All(item => item.Guessing == 0);
        Quadrature = new EapQuadrature(Items, prior);
        _search = new Lazy<SearchGrid>(() => new SearchGrid(Items));
    }

    /// <summary>The items, in form order.</summary>
    public ImmutableArray<ItemParameters> Items { get; }

    /// <summary>The prior of EAP and MAP.</summary>
    public NormalPrior Prior { get; }

    /// <summary>The highest raw score: the sum of the items' highest categories.</summary>
    public int MaximumScore { get; }

    /// <summary>The quadrature nodes, logits, equally spaced and ascending.</summary>
    public ImmutableArray<double> QuadratureNodes => Quadrature.Table.Nodes;

    /// <summary>Without guessing every likelihood of the form is log-concave and has one mode at most.</summary>
    internal bool IsLogConcave { get; }

    internal EapQuadrature Quadrature { get; }

    /// <summary>Made at the first MAP, MLE or WLE; a form that only serves EAP never pays for it.</summary>
    internal SearchGrid Search => _search.Value;
}

/// <summary>The quadrature of a form with its prior weights.</summary>
internal sealed class EapQuadrature
{
    public EapQuadrature(ImmutableArray<ItemParameters> items, NormalPrior prior)
    {
        Table = new LogProbabilityTable(items, Grids.Quadrature(items, prior));
        var nodes = Table.Nodes;
        Step = nodes[1] - nodes[0];

        // Padding has weight 0. Positions are counted in steps from the prior mean, so that moments suffer no cancellation.
        LogWeights = new double[Table.Stride];
        Array.Fill(LogWeights, double.NegativeInfinity);
        Positions = new double[Table.Stride];
        var sum = 0.0;
        for (var n = 0; n < nodes.Length; n++)
        {
            var position = n - nodes.Length / 2;
            var z = position * Step / prior.StandardDeviation;
            Positions[n] = position;
            LogWeights[n] = -z * z / 2;
            sum += Math.Exp(LogWeights[n]);
        }

        for (var n = 0; n < nodes.Length; n++) LogWeights[n] -= Math.Log(sum);
    }

    public LogProbabilityTable Table { get; }

    public double Step { get; }

    public double[] LogWeights { get; }

    public double[] Positions { get; }
}

/// <summary>The nodes on which modes are bracketed.</summary>
internal sealed class SearchGrid
{
    public SearchGrid(ImmutableArray<ItemParameters> items)
    {
        Table = new LogProbabilityTable(items, Grids.Search(items));
        Steepest = Math.Max(1, items.Max(item => item.Discrimination * (item.Categories - 1)));
        LogWarmWeights = new double[Table.Nodes.Length];
        var all = new int[items.Length];
        WarmWeight.Logarithms(items, all, Table.Nodes, LogWarmWeights);
    }

    public LogProbabilityTable Table { get; }

    /// <summary>The largest discrimination of any item, times its number of steps; at least 1.</summary>
    public double Steepest { get; }

    /// <summary>Warm's log-weight at every node when all items are administered, up to a constant.</summary>
    public double[] LogWarmWeights { get; }
}
