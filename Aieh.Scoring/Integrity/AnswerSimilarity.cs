using System.Collections.Immutable;
using MathNet.Numerics.Distributions;

namespace Aieh.Scoring.Integrity;

/// <summary>How alike the answers of two people are.</summary>
/// <param name="First">Index of the one.</param>
/// <param name="Second">Index of the other, above the first.</param>
/// <param name="Shared">How many items both answered.</param>
/// <param name="Matches">On how many of them both chose the same option.</param>
/// <param name="WrongMatches">On how many of these an option that does not earn the highest category.</param>
/// <param name="ExpectedMatches">How many matches people of their abilities have on average.</param>
/// <param name="PValue">The probability of answers as alike or more from people who do not know of each other; (0, 1].</param>
/// <param name="AdjustedPValue">
/// The same by Holm's method for all pairs that were compared: pairs found at a rate have that family-wise rate; (0, 1].
/// </param>
public sealed record PairSimilarity(
    int First, int Second, int Shared, int Matches, int WrongMatches, double ExpectedMatches, double PValue, double AdjustedPValue);

/// <summary>Who answered alike among many.</summary>
/// <param name="Pairs">
/// The pairs whose adjusted p value is at most the family-wise rate, the smallest first: with probability at most that rate there is any
/// where nobody knows of another.
/// </param>
/// <param name="PValues">
/// For each person the probability that any of the pairs with them is as alike as the most alike one, at most: its p value times their
/// number; 1 where none is remarkable. Which of the two gave the answers and which took them is not told.
/// </param>
/// <param name="Compared">How many pairs were compared: those with at least <see cref="AnswerSimilarity.FewestShared"/> items in
/// common.</param>
public sealed record SimilarityScreen(ImmutableArray<PairSimilarity> Pairs, ImmutableArray<double> PValues, long Compared);

/// <summary>Whether two people's answers are more alike than their abilities explain.</summary>
/// <remarks>
/// <para>The generalized binomial test of [VanDerLindenSotaridona2006]: given both abilities answers of different items are independent, so
/// that the distribution of any sum over matches is exact by recursion. The sum is not of their number but of their log-likelihood ratios
/// for a common source of three in ten answers: a match on an option that few choose counts for more. For a known rate of copying such a
/// sum is the most powerful there is [RomeroRiascosJara2015]; ω [Wollack1997] is its normal approximation with one weight for all.</para>
/// <para>Probabilities of options: of the category by the item's model, of the option among those of its category by counts with one added
/// to each. Parameters and shares are uncertain, but the same for both people: what is averaged over them is the probability that both
/// choose an option, not that one does. Abilities are taken at their estimates, to the nearest quarter of a logit.</para>
/// <para>Over all pairs Holm's method [Holm1979]. Dependence between pairs does not matter to it.</para>
/// </remarks>
public static class AnswerSimilarity
{
    /// <summary>With fewer items in common two people are not compared: 10.</summary>
    public const int FewestShared = 10;

    // Pairs whose statistic is not within this many standard deviations of where a normal tail would be small enough are not worked out:
    // sums of some ten bounded terms are that near to normal.
    private const double Margin = 1;

    /// <summary>Compares two people.</summary>
    /// <param name="bank">The compiled bank.</param>
    /// <param name="one">The answers of the one.</param>
    /// <param name="other">The answers of the other.</param>
    /// <returns>
    /// The comparison as that of persons 0 and 1, unadjusted; with no item in common p is 1. The order of persons and items does not
    /// matter.
    /// </returns>
    /// <exception cref="ArgumentException">A sheet has not one entry per item.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An ability is outside ±1e9, or an option is not the item's.</exception>
    public static PairSimilarity Compare(SimilarityBank bank, AnswerSheet one, AnswerSheet other)
    {
        ArgumentNullException.ThrowIfNull(bank);
        Check(bank, one, nameof(one));
        Check(bank, other, nameof(other));
        return new Pair(bank, one, other).Similarity(0, 1);
    }

    /// <summary>Compares everybody with everybody.</summary>
    /// <param name="bank">The compiled bank.</param>
    /// <param name="sheets">The answers of each person.</param>
    /// <param name="familyWiseRate">
    /// The probability with which any pair may be found where nobody knows of another; above 0, below 1.
    /// </param>
    /// <param name="first">
    /// The first of those who are to be compared; pairs of people before it are left out. 0, the default, takes all pairs, and the index of
    /// those who came last takes these against everybody.
    /// </param>
    /// <param name="cancellationToken">Stops between two people.</param>
    /// <returns>The pairs found.</returns>
    /// <exception cref="ArgumentException">A sheet has not one entry per item.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The rate or the index is outside its domain, an ability outside ±1e9, or an option is not the item's.
    /// </exception>
    /// <remarks>
    /// About 0.2 µs a pair for fifty items, 3 s for 5,000 people: for the background. The exact distribution is worked out for pairs whose
    /// statistic is within one standard deviation of the normal quantile that would matter, or beyond it.
    /// </remarks>
    public static SimilarityScreen Screen(
        SimilarityBank bank,
        IReadOnlyList<AnswerSheet> sheets,
        double familyWiseRate,
        int first = 0,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bank);
        ArgumentNullException.ThrowIfNull(sheets);
        if (!(familyWiseRate is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(familyWiseRate), familyWiseRate, "A rate must lie between 0 and 1.");
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        foreach (var sheet in sheets) Check(bank, sheet, nameof(sheets));

        // Nobody is in more than count − 1 pairs; a person's p value matters at a larger one than a pair's.
        var enough = -Normal.InvCDF(0, 1, familyWiseRate / Math.Max(2, sheets.Count - 1)) - Margin;
        var (worth, comparedWith) = (new List<PairSimilarity>(), new int[sheets.Count]);
        for (var j = Math.Max(first, 1); j < sheets.Count; j++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < j; i++)
            {
                var pair = new Pair(bank, sheets[i], sheets[j]);
                if (pair.Shared < FewestShared) continue;
                comparedWith[i]++;
                comparedWith[j]++;
                if (pair.Deviation >= enough) worth.Add(pair.Similarity(i, j));
            }
        }

        return Adjusted(worth, comparedWith, familyWiseRate);
    }

    // Holm's method: the k-th smallest of m, times m − k + 1, and never below one before it.
    private static SimilarityScreen Adjusted(List<PairSimilarity> worth, int[] comparedWith, double familyWiseRate)
    {
        var compared = comparedWith.Sum(count => (long)count) / 2;
        var pValues = new double[comparedWith.Length];
        Array.Fill(pValues, 1);
        var found = ImmutableArray.CreateBuilder<PairSimilarity>();
        var largest = 0.0;
        foreach (var (k, pair) in worth.OrderBy(pair => pair.PValue).ThenBy(pair => pair.Second).ThenBy(pair => pair.First).Index())
        {
            pValues[pair.First] = Math.Min(pValues[pair.First], pair.PValue * comparedWith[pair.First]);
            pValues[pair.Second] = Math.Min(pValues[pair.Second], pair.PValue * comparedWith[pair.Second]);
            largest = Math.Max(largest, Math.Min(pair.PValue * (compared - k), 1));
            if (largest <= familyWiseRate) found.Add(pair with { AdjustedPValue = largest });
        }

        return new SimilarityScreen(found.ToImmutable(), [.. pValues], compared);
    }

    private static void Check(SimilarityBank bank, AnswerSheet sheet, string name)
    {
        ArgumentNullException.ThrowIfNull(sheet, name);
        if (sheet.Options.Length != bank.Items.Length)
            throw new ArgumentException($"The bank has {bank.Items.Length} items, a sheet {sheet.Options.Length} entries.", name);
        for (var i = 0; i < sheet.Options.Length; i++)
            if (sheet.Options[i] < AnswerSheet.NoAnswer || sheet.Options[i] >= bank.Items[i].Categories.Length)
                throw new ArgumentOutOfRangeException(
                    name, sheet.Options[i], $"Item {i} has options 0..{bank.Items[i].Categories.Length - 1}; −1 is no answer.");
    }

    /// <summary>The statistic of two people, with its mean and variance.</summary>
    private readonly ref struct Pair
    {
        private readonly SimilarityBank _bank;
        private readonly ReadOnlySpan<int> _one;
        private readonly ReadOnlySpan<int> _other;
        private readonly int _first;
        private readonly int _second;
        private readonly int _sum;

        public Pair(SimilarityBank bank, AnswerSheet one, AnswerSheet other)
        {
            _bank = bank;
            _one = one.Options.AsSpan();
            _other = other.Options.AsSpan();
            (_first, _second) = (SimilarityBank.ClassOf(one.Theta), SimilarityBank.ClassOf(other.Theta));
            double mean = 0, variance = 0;
            for (var i = 0; i < _one.Length; i++)
            {
                if ((_one[i] | _other[i]) < 0) continue;
                Shared++;
                var moments = bank.MomentsOf(_first, _second, i);
                mean += moments.Mean;
                variance += moments.Variance;
                if (_one[i] == _other[i]) _sum += bank.WeightOf(_first, _second, i, _one[i]);
            }

            Deviation = variance > 0 ? (_sum - mean) / Math.Sqrt(variance) : 0;
        }

        /// <summary>How many items both answered.</summary>
        public int Shared { get; }

        /// <summary>How many standard deviations the statistic lies above its mean.</summary>
        public double Deviation { get; }

        public PairSimilarity Similarity(int first, int second)
        {
            int matches = 0, wrong = 0;
            var (expected, sum) = (0.0, new SumDistribution());
            for (var i = 0; i < _one.Length; i++)
            {
                if ((_one[i] | _other[i]) < 0) continue;
                var categories = _bank.Items[i].Categories;
                if (_one[i] == _other[i])
                {
                    matches++;
                    if (categories[_one[i]] < categories.Max()) wrong++;
                }

                var (weights, probabilities) = (new int[categories.Length], new double[categories.Length]);
                for (var a = 0; a < categories.Length; a++)
                {
                    weights[a] = _bank.WeightOf(_first, _second, i, a);
                    expected += probabilities[a] = _bank.BothChoose(_first, _second, i, a);
                }

                sum.Add(weights, probabilities);
            }

            var p = Math.Max(sum.AtLeast(_sum), double.Epsilon);
            return new PairSimilarity(first, second, Shared, matches, wrong, expected, p, p);
        }
    }
}
