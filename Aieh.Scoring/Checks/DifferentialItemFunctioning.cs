using System.Collections.Immutable;

namespace Aieh.Scoring.Checks;

/// <summary>
/// Differential item functioning by the Mantel–Haenszel method and, for polytomous items,
/// by Mantel's test and the standardized mean difference.
/// </summary>
public static class DifferentialItemFunctioning
{
    /// <summary>Focal people below which a result is marked as from a small sample: 200, a common rule.</summary>
    public const int SmallestFocalGroup = 200;

    /// <summary>People in total below which a result is marked as from a small sample: 500, a common rule.</summary>
    public const int SmallestSample = 500;

    private const int MostPasses = 20;

    /// <summary>Compares two groups on every item of a fixed form, without and with purification of the matching score.</summary>
    /// <param name="responses">
    /// Row-major, people × items, categories 0..63; rows with an item not administered (−1) are dropped and counted,
    /// since their total is not comparable.
    /// </param>
    /// <param name="items">Number of items; at least 1.</param>
    /// <param name="focal">One flag per person: whether they belong to the focal group; the others are the reference group.</param>
    /// <returns>Both analyses with the group sizes.</returns>
    /// <exception cref="ArgumentException">The responses are not whole rows, or there is not one flag per row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A response or the number of items is outside its domain.</exception>
    /// <remarks>
    /// People are matched on the total score, the studied item included [HollandThayer1988].
    /// Purification drops the items of class B or C from the score and repeats until the set stays the same;
    /// it helps when most differences point one way [Zwick2012].
    /// With A, B right and wrong answers of the reference, C, D of the focal group and N people per stratum: α = Σ AD/N / Σ BC/N;
    /// χ² = (|Σ A − Σ E(A)| − ½)²/Σ V(A) [MantelHaenszel1959], without the ½ where the difference is smaller than that,
    /// as in R's mantelhaen.test; the standard error by [RobinsBreslowGreenland1986, PhillipsHolland1987].
    /// Class A: not significant at .05 or |D| &lt; 1; C: |D| ≥ 1.5 and |D| above 1 by a one-sided test at .05; else B [Zwick2012].
    /// An odds ratio of 0 or infinity has no D and no error, and is larger than any limit: class A where χ² is not significant at .05,
    /// C where so extreme an outcome has a probability below .05 under |D| = 1 too, exactly by the hypergeometric distribution
    /// [Fisher1935], else B.
    /// Polytomous: Mantel's χ² without correction [Mantel1963], mean difference [DoransKulick1986, ZwickDonoghueGrima1993];
    /// class A: not significant at .05 or |effect| ≤ 0.17; C: above 0.25; else B [ZwickThayerMazzeo1997].
    /// </remarks>
    public static DifResult Analyze(ReadOnlySpan<int> responses, int items, ReadOnlySpan<bool> focal)
    {
        var matrix = new ResponseMatrix(responses, items);
        if (focal.Length != matrix.People)
            throw new ArgumentException($"{matrix.People} people and {focal.Length} group flags were given.", nameof(focal));
        var groups = new MatchedGroups(matrix, focal);

        var flagged = new bool[items];
        var first = Pass(groups, flagged);
        var (last, status, passes) = (first, PurificationStatus.NotConverged, 1);
        while (passes < MostPasses)
        {
            var next = Array.ConvertAll(last, item => item.Class is DifClass.B or DifClass.C);
            if (Array.TrueForAll(last, item => item.Class is null)) status = PurificationStatus.NothingEvaluated;
            else if (next.AsSpan().SequenceEqual(flagged)) status = PurificationStatus.Converged;
            else if (!next.Contains(false)) status = PurificationStatus.NoAnchor;
            if (status != PurificationStatus.NotConverged) break;
            flagged = next;
            last = Pass(groups, flagged);
            passes++;
        }

        return new DifResult(
            groups.Reference, groups.Focal, matrix.People - groups.Reference - groups.Focal,
            groups.Focal < SmallestFocalGroup || groups.Reference + groups.Focal < SmallestSample,
            [.. first], [.. last], [.. Enumerable.Range(0, items).Where(item => flagged[item])], passes, status);
    }

    private static ItemDif[] Pass(in MatchedGroups groups, bool[] flagged)
    {
        var anchor = groups.AnchorScores(flagged);
        var results = new ItemDif[flagged.Length];
        for (var item = 0; item < results.Length; item++)
            results[item] = MantelHaenszel.Evaluate(item, groups.Tabulate(item, anchor, flagged[item]));
        return results;
    }

    /// <summary>The complete rows with their groups.</summary>
    private readonly ref struct MatchedGroups
    {
        private readonly ResponseMatrix _matrix;
        private readonly ReadOnlySpan<bool> _focal;
        private readonly int[] _people;
        private readonly int[] _categories;

        public MatchedGroups(ResponseMatrix matrix, ReadOnlySpan<bool> focal)
        {
            _matrix = matrix;
            _focal = focal;
            var people = new List<int>();
            _categories = new int[matrix.Items];
            Array.Fill(_categories, 2);
            for (var person = 0; person < matrix.People; person++)
            {
                if (!matrix.IsComplete(person)) continue;
                people.Add(person);
                if (focal[person]) Focal++;
                var row = matrix.Row(person);
                for (var item = 0; item < row.Length; item++) _categories[item] = Math.Max(_categories[item], row[item] + 1);
            }

            _people = [.. people];
            Reference = _people.Length - Focal;
        }

        public int Reference { get; }

        public int Focal { get; }

        public int[] AnchorScores(bool[] flagged)
        {
            var scores = new int[_people.Length];
            for (var p = 0; p < scores.Length; p++)
            {
                var row = _matrix.Row(_people[p]);
                for (var item = 0; item < row.Length; item++)
                    if (!flagged[item])
                        scores[p] += row[item];
            }

            return scores;
        }

        /// <summary>
        /// Counts by matching score, group and category of one item; a flagged item is added back to its own matching score.
        /// </summary>
        public StratifiedCounts Tabulate(int item, int[] anchor, bool flagged)
        {
            var most = 0;
            foreach (var score in anchor) most = Math.Max(most, score);
            var counts = new StratifiedCounts(most + _categories[item], _categories[item]);
            for (var p = 0; p < anchor.Length; p++)
            {
                var category = _matrix.Row(_people[p])[item];
                counts.Add(anchor[p] + (flagged ? category : 0), _focal[_people[p]], category);
            }

            return counts;
        }
    }
}

/// <summary>People by stratum, group and category.</summary>
internal sealed class StratifiedCounts(int strata, int categories)
{
    private readonly int[] _counts = new int[strata * 2 * categories];

    public int Strata => strata;

    public int Categories => categories;

    public void Add(int stratum, bool focal, int category) => _counts[(stratum * 2 + (focal ? 1 : 0)) * categories + category]++;

    public (int Reference, int Focal) People()
    {
        var (reference, focal) = (0, 0);
        for (var stratum = 0; stratum < strata; stratum++)
            for (var category = 0; category < categories; category++)
            {
                reference += Reference(stratum)[category];
                focal += Focal(stratum)[category];
            }

        return (reference, focal);
    }

    public ReadOnlySpan<int> Reference(int stratum) => _counts.AsSpan(stratum * 2 * categories, categories);

    public ReadOnlySpan<int> Focal(int stratum) => _counts.AsSpan((stratum * 2 + 1) * categories, categories);
}
