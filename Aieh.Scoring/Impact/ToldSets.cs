using System.Collections.Immutable;

namespace Aieh.Scoring.Impact;

/// <summary>
/// Sets of people of whom it is told how many belong to which group. Whoever knows who is in a set, and asks for two that differ by few
/// people, learns the groups of these few: so told sets differ by nobody or by enough people.
/// </summary>
public static class ToldSets
{
    /// <summary>Sets differ by nobody or by at least so many people: 10.</summary>
    public const int SmallestDifference = 10;

    /// <summary>
    /// Chooses the scores at which a sample is divided: as many as can be told together, those that are wanted first before the others.
    /// </summary>
    /// <param name="scores">The score of each person.</param>
    /// <param name="wanted">Scores that people are to be divided at, in order of preference: who has at least the score is above.</param>
    /// <param name="smallest">The fewest people between two of them, below the lowest and above the highest, unless none are.</param>
    /// <returns>Those that can be told, ascending.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The smallest difference is below 1.</exception>
    public static ImmutableArray<int> Thresholds(
        ReadOnlySpan<int> scores, ReadOnlySpan<int> wanted, int smallest = SmallestDifference)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(smallest, 1);
        int[] sorted = [.. scores];
        Array.Sort(sorted);
        ImmutableArray<int> told = [];
        foreach (var threshold in wanted)
        {
            if (told.Contains(threshold)) continue;
            var tried = told.Add(threshold).Sort();
            if (IsTellable(sorted, tried, smallest)) told = tried;
        }

        return told;
    }

    /// <summary>Where a person stands among thresholds: how many of them the score reaches.</summary>
    /// <param name="score">The person's score.</param>
    /// <param name="thresholds">Ascending.</param>
    public static int PlaceOf(int score, ReadOnlySpan<int> thresholds)
    {
        var place = 0;
        while (place < thresholds.Length && score >= thresholds[place]) place++;
        return place;
    }

    /// <summary>Whether the sets of one sample differ from those of another by nobody or by enough people, each from each.</summary>
    /// <param name="people">
    /// People by their place in the one sample (rows) and in the other (columns); the first row and column are of people who are not in it.
    /// At least 0. The sets of a sample are those at any range of places: who is below a threshold, and between two, follows from who is
    /// above.
    /// </param>
    /// <param name="smallest">The fewest people by whom two sets may differ; at least 1.</param>
    /// <returns>
    /// Whether they do. Whoever is in one and not in the other counts: one who comes where another goes is a difference of two.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The smallest difference is below 1.</exception>
    public static bool AreApart(int[,] people, int smallest = SmallestDifference)
    {
        ArgumentNullException.ThrowIfNull(people);
        ArgumentOutOfRangeException.ThrowIfLessThan(smallest, 1);
        foreach (var one in RangesOf(people.GetLength(0)))
            foreach (var other in RangesOf(people.GetLength(1)))
            {
                var difference = Difference(people, one, other);
                if (difference > 0 && difference < smallest) return false;
            }

        return true;
    }

    private static IEnumerable<(int From, int To)> RangesOf(int places) =>
        from start in Enumerable.Range(1, places - 1)
        from end in Enumerable.Range(start + 1, places - start)
        select (start, end);

    private static long Difference(int[,] people, (int From, int To) one, (int From, int To) other)
    {
        var sum = 0L;
        for (var i = 0; i < people.GetLength(0); i++)
            for (var j = 0; j < people.GetLength(1); j++)
            {
                if (IsIn(one, i) != IsIn(other, j)) sum += people[i, j];
            }

        return sum;
    }

    private static bool IsIn((int From, int To) range, int place) => place >= range.From && place < range.To;

    private static bool IsTellable(int[] sorted, ImmutableArray<int> thresholds, int smallest)
    {
        var before = 0;
        foreach (var threshold in thresholds)
        {
            var below = Array.FindIndex(sorted, score => score >= threshold);
            if (below < 0) below = sorted.Length;
            if (below - before > 0 && below - before < smallest) return false;
            before = below;
        }

        return sorted.Length - before == 0 || sorted.Length - before >= smallest;
    }
}
