using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Adaptive;

/// <summary>
/// A compiled item bank for adaptive testing: what each answer says about ability at every node of a grid,
/// and the items' information at any ability.
/// </summary>
/// <remarks>Compile once per bank and calibration, then share: a bank is immutable and safe to use from several threads.</remarks>
public sealed class AdaptiveBank
{
    private const int Lanes = 4;

    // Dichotomous items as vectors, padded to whole lanes; polytomous items have a = 0 there, so no information,
    // and are evaluated one by one.
    private readonly double[] _discrimination;
    private readonly double[] _difficulty;
    private readonly double[] _guessing;
    private readonly int[] _polytomous;
    private readonly int[][]? _enemies;
    private readonly Lazy<WideGrid> _wide;

    /// <summary>Compiles a bank.</summary>
    /// <param name="items">At least one item, in bank order: items are known by their index.</param>
    /// <param name="areas">The content area of each item, 0, 1, 2, … in bank order; none when content is not balanced.</param>
    /// <param name="prior">Prior of ability; N(0, 1) when left out.</param>
    /// <param name="grid">
    /// Nodes of the posterior, which is then cut off at their ends. When left out: 121 over ±6 prior standard deviations
    /// (<see cref="AbilityGrid.Standard"/> for N(0, 1)), and a posterior beyond or between them is followed,
    /// as by <see cref="EapEstimator.Estimate"/>.
    /// </param>
    /// <exception cref="ArgumentException">There is no item, or not one area per item.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An area is negative, the prior has no standard deviation, the grid no nodes, or the grid does not enclose the prior's mean.
    /// </exception>
    public AdaptiveBank(
        IEnumerable<ItemParameters> items, IEnumerable<int>? areas = null, NormalPrior? prior = null, AbilityGrid? grid = null)
        : this((items ?? throw new ArgumentNullException(nameof(items))).Select(UncertainItem.Known), areas, prior, grid)
    {
    }

    /// <summary>
    /// Compiles a bank of items whose parameters are uncertain: the posterior is made from their expected response functions, and its
    /// standard deviation, which ends a test, holds that uncertainty. Items are chosen by the information of their
    /// <see cref="UncertainItem.Centre"/>.
    /// </summary>
    /// <param name="items">At least one item, in bank order: items are known by their index.</param>
    /// <param name="areas">The content area of each item; none when content is not balanced.</param>
    /// <param name="prior">Prior of ability; N(0, 1) when left out.</param>
    /// <param name="grid">Nodes of the posterior, as for known items.</param>
    /// <exception cref="ArgumentException">There is no item, or not one area per item.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An area is negative, the prior has no standard deviation, the grid no nodes, or the grid does not enclose the prior's mean.
    /// </exception>
    public AdaptiveBank(
        IEnumerable<UncertainItem> items, IEnumerable<int>? areas = null, NormalPrior? prior = null, AbilityGrid? grid = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        UncertainItems = [.. items];
        Items = [.. UncertainItems.Select(item => item.Centre)];
        if (Items.IsEmpty) throw new ArgumentException("A bank has at least one item.", nameof(items));
        Areas = areas is null ? [] : [.. areas];
        if (!Areas.IsEmpty && Areas.Length != Items.Length)
            throw new ArgumentException($"The bank has {Items.Length} items and {Areas.Length} content areas.", nameof(areas));
        foreach (var area in Areas) ArgumentOutOfRangeException.ThrowIfNegative(area, nameof(areas));
        Prior = prior ?? NormalPrior.Standard;
        if (Prior.StandardDeviation <= 0)
            throw new ArgumentOutOfRangeException(
                nameof(prior), Prior, "Use NormalPrior.Standard or a prior with a standard deviation above 0.");
        FollowsPosterior = grid is null;
        Grid = grid ?? AbilityGrid.Of(Prior);
        if (!(Grid.Minimum < Prior.Mean && Prior.Mean < Grid.Maximum))
            throw new ArgumentOutOfRangeException(nameof(grid), Grid, "The grid must enclose the prior's mean.");

        Quadrature = NormalQuadrature.Between(Grid.Minimum, Grid.Maximum, Grid.Nodes, Prior);
        Table = new LogProbabilityTable(UncertainItems, Quadrature.Nodes);
        _wide = new Lazy<WideGrid>(() => new WideGrid(UncertainItems, Prior));

        var padded = (Items.Length + Lanes - 1) / Lanes * Lanes;
        (_discrimination, _difficulty, _guessing) = (new double[padded], new double[padded], new double[padded]);
        for (var i = 0; i < Items.Length; i++)
            if (Items[i].IsDichotomous)
                (_discrimination[i], _difficulty[i], _guessing[i]) = (Items[i].Discrimination, Items[i].Difficulty, Items[i].Guessing);
        _polytomous = [.. Enumerable.Range(0, Items.Length).Where(i => !Items[i].IsDichotomous)];
    }

    /// <summary>The items, in bank order, with their parameters or the middle of what these may be.</summary>
    public ImmutableArray<ItemParameters> Items { get; }

    /// <summary>The items with what is known of their parameters.</summary>
    public ImmutableArray<UncertainItem> UncertainItems { get; }

    /// <summary>The content area of each item; empty when content is not balanced.</summary>
    public ImmutableArray<int> Areas { get; }

    /// <summary>
    /// Sets of items of which a test gives at most one, because one cues or repeats another: items by index, 0..items − 1,
    /// an item in any number of sets; empty, the default, where all items go together.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is not of an item of the bank.</exception>
    public ImmutableArray<ImmutableArray<int>> Enemies
    {
        get;
        init
        {
            var enemies = new SortedSet<int>?[Items.Length];
            foreach (var set in value)
            {
                foreach (var item in set)
                {
                    if ((uint)item >= (uint)Items.Length)
                        throw new ArgumentOutOfRangeException(nameof(value), item, $"The bank has items 0..{Items.Length - 1}.");
                    (enemies[item] ??= []).UnionWith(set);
                }
            }

            _enemies = [.. enemies.Select(others => others is null ? [] : others.ToArray())];
            field = value;
        }
    }

    = [];

    /// <summary>The prior of ability.</summary>
    public NormalPrior Prior { get; }

    /// <summary>The nodes of the posterior.</summary>
    public AbilityGrid Grid { get; }

    /// <summary>Whether estimates leave the grid with the posterior; not where the caller chose the grid.</summary>
    internal bool FollowsPosterior { get; }

    /// <summary>Made at the first posterior that the grid does not hold.</summary>
    internal WideGrid Wide => _wide.Value;

    internal LogProbabilityTable Table { get; }

    /// <summary>The nodes with the weights of the prior.</summary>
    internal NormalQuadrature Quadrature { get; }

    /// <summary>The length of the buffer <see cref="Informations"/> fills: the number of items, padded.</summary>
    internal int Padded => _discrimination.Length;

    /// <summary>The items that an item keeps out of a test, itself among them; none where it has no enemies.</summary>
    internal ReadOnlySpan<int> EnemiesOf(int item) => _enemies is null ? [] : _enemies[item];

    /// <summary>
    /// The Fisher information of every item at θ, I = a² u l k with u = 1/(1 + exp(−a(θ − b))),
    /// l = 1 − u and k the share of right answers not guessed [Birnbaum1968].
    /// </summary>
    /// <remarks>Equal items get equal bits: each lane does the same operations.</remarks>
    internal void Informations(double theta, double[] informations)
    {
        ref var discrimination = ref MemoryMarshal.GetArrayDataReference(_discrimination);
        ref var difficulty = ref MemoryMarshal.GetArrayDataReference(_difficulty);
        ref var guessing = ref MemoryMarshal.GetArrayDataReference(_guessing);
        ref var target = ref MemoryMarshal.GetArrayDataReference(informations);
        var one = Vector256<double>.One;
        for (nuint i = 0; i < (nuint)Padded; i += Lanes)
        {
            var a = Vector256.LoadUnsafe(ref discrimination, i);
            var c = Vector256.LoadUnsafe(ref guessing, i);
            var z = a * (Vector256.Create(theta) - Vector256.LoadUnsafe(ref difficulty, i));
            var e = Vector256.Exp(-Vector256.Abs(z));
            var large = one / (one + e);
            var small = e * large;
            var known = (one - c) * Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(z, Vector256<double>.Zero), large, small);

            // Without guessing the share is 1, also where the probability underflows.
            var share = Vector256.ConditionalSelect(Vector256.Equals(c, Vector256<double>.Zero), one, known / (c + known));
            (a * a * small * large * share).StoreUnsafe(ref target, i);
        }

        foreach (var i in _polytomous) informations[i] = ItemKernel.Item(Items[i], theta).Information;
    }
}
