using System.Collections.Immutable;

namespace Aieh.Scoring.Irt;

/// <summary>
/// A compiled list of items: the log-probability of every category at every quadrature node, ready for any number of response vectors.
/// </summary>
/// <remarks>
/// Compile once per form and calibration, then share: a form is immutable and safe to use from several threads.
/// The quadrature is that of [BockMislevy1982], a rectangle sum over equally spaced nodes, here over ±6 prior standard deviations
/// (a posterior beyond them is followed, see <see cref="EapEstimator.Estimate"/>):
/// 61 nodes unless the form is so informative that their step would exceed 1.3 of its smallest posterior standard deviation
/// (about 120 ordinary items), or has an item so steep that the step would jump it,
/// and then a step of at most one posterior standard deviation.
/// </remarks>
public sealed class TestForm
{
    private const double ReportableDeviations = 10;

    private readonly Lazy<SearchGrid> _search;
    private readonly Lazy<ParameterUncertainty> _uncertainty;
    private readonly Lazy<WideGrid> _wide;

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
        : this((items ?? throw new ArgumentNullException(nameof(items))).Select(UncertainItem.Known), prior)
    {
    }

    /// <summary>
    /// Compiles a form of items whose parameters are uncertain: EAP is made from their expected response functions, and its standard error
    /// holds that uncertainty. MAP, MLE, WLE and the curves take each item as its <see cref="UncertainItem.Centre"/>.
    /// </summary>
    /// <param name="items">At least one item, in form order.</param>
    /// <param name="prior">Prior of ability.</param>
    /// <exception cref="ArgumentException">There is no item.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The prior is a default value, without a standard deviation.</exception>
    public TestForm(IEnumerable<UncertainItem> items, NormalPrior prior)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (prior.StandardDeviation <= 0)
            throw new ArgumentOutOfRangeException(
                nameof(prior), prior, "Use NormalPrior.Standard or a prior with a standard deviation above 0.");
        UncertainItems = [.. items];
        Items = [.. UncertainItems.Select(item => item.Centre)];
        if (Items.IsEmpty) throw new ArgumentException("A form has at least one item.", nameof(items));

        Prior = prior;
        MaximumScore = Items.Sum(item => item.Categories - 1);
        IsLogConcave = Items.All(item => item.Guessing == 0);
        Quadrature = NormalQuadrature.ForForm(Items, prior);
        Table = new LogProbabilityTable(UncertainItems, Quadrature.Nodes);
        _search = new Lazy<SearchGrid>(() => new SearchGrid(Items));
        _uncertainty = new Lazy<ParameterUncertainty>(() => new ParameterUncertainty(UncertainItems, Quadrature.Nodes));
        _wide = new Lazy<WideGrid>(() => new WideGrid(UncertainItems, prior));
    }

    /// <summary>The items, in form order, with their parameters or the middle of what these may be.</summary>
    public ImmutableArray<ItemParameters> Items { get; }

    /// <summary>The items with what is known of their parameters.</summary>
    public ImmutableArray<UncertainItem> UncertainItems { get; }

    /// <summary>The prior of EAP and MAP.</summary>
    public NormalPrior Prior { get; }

    /// <summary>The highest raw score: the sum of the items' highest categories.</summary>
    public int MaximumScore { get; }

    /// <summary>
    /// The lowest ability at which a mode is reported, logits: ten prior standard deviations below the prior's mean, −10 for N(0, 1).
    /// Under the three-parameter model likelihoods have modes far below any item, on a slope that is flat but for the last digits.
    /// </summary>
    public double LowestReportable => Prior.Mean - ReportableDeviations * Prior.StandardDeviation;

    /// <summary>The highest ability at which a mode is reported, logits: ten prior standard deviations above the prior's mean.</summary>
    public double HighestReportable => Prior.Mean + ReportableDeviations * Prior.StandardDeviation;

    /// <summary>The quadrature nodes, logits, equally spaced and ascending.</summary>
    public ImmutableArray<double> QuadratureNodes => Quadrature.Nodes;

    /// <summary>What the uncertainty of the parameters does to estimates; computed when first asked for.</summary>
    public ParameterUncertainty ParameterUncertainty => _uncertainty.Value;

    /// <summary>Without guessing every likelihood of the form is log-concave and has one mode at most.</summary>
    internal bool IsLogConcave { get; }

    /// <summary>The nodes of the prior and the posterior of EAP.</summary>
    internal NormalQuadrature Quadrature { get; }

    /// <summary>What each response says at these nodes.</summary>
    internal LogProbabilityTable Table { get; }

    /// <summary>Made at the first posterior that the nodes do not hold.</summary>
    internal WideGrid Wide => _wide.Value;

    /// <summary>What a mode is with the standard error 1/√information.</summary>
    internal EstimateStatus StatusOf(double theta, double information) =>
        theta < LowestReportable ? EstimateStatus.BelowRange
        : theta > HighestReportable ? EstimateStatus.AboveRange
        : 1 / Math.Sqrt(information) <= HighestReportable - LowestReportable ? EstimateStatus.Finite
        : EstimateStatus.NoInformation;

    /// <summary>Made at the first MAP, MLE or WLE; a form that only serves EAP never pays for it.</summary>
    internal SearchGrid Search => _search.Value;
}
