using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Calibration;

/// <summary>What the data hold of each item: answers per category, and the fitted category that stands for each original one.</summary>
internal sealed class ObservedCategories
{
    private readonly IReadOnlyList<CalibrationItem> _items;

    public ObservedCategories(IReadOnlyList<CalibrationItem> items, ReadOnlySpan<int> responses, ReadOnlySpan<int> frequencies)
    {
        _items = items;
        if (items.Count == 0) throw new ArgumentException("A calibration has at least one item.", nameof(items));
        if (responses.Length % items.Count != 0)
            throw new ArgumentException($"{responses.Length} responses are not whole rows of {items.Count}.", nameof(responses));
        var people = responses.Length / items.Count;
        if (!frequencies.IsEmpty && frequencies.Length != people)
            throw new ArgumentException($"There are {people} rows and {frequencies.Length} frequencies.", nameof(frequencies));

        Counts = [.. items.Select(item => new long[item.Categories])];
        for (var p = 0; p < people; p++)
        {
            var frequency = frequencies.IsEmpty ? 1 : frequencies[p];
            if (frequency < 0)
                throw new ArgumentOutOfRangeException(nameof(frequencies), frequency, $"The frequency of row {p} is negative.");
            var answered = false;
            for (var i = 0; i < items.Count; i++)
            {
                var response = responses[p * items.Count + i];
                if (response == Response.NotAdministered) continue;
                if ((uint)response >= (uint)items[i].Categories)
                    throw new ArgumentOutOfRangeException(
                        nameof(responses), response,
                        $"Row {p}, item {i}: the categories are 0..{items[i].Categories - 1}; "
                            + $"{Response.NotAdministered} means not administered.");
                Counts[i][response] += frequency;
                answered = true;
            }

            if (answered) People += frequency;
            else PeopleWithoutAnswers += frequency;
        }

        Maps = [.. Counts.Select(Map)];
    }

    public long People { get; }

    public long PeopleWithoutAnswers { get; }

    /// <summary>Answers per item and original category.</summary>
    public long[][] Counts { get; }

    /// <summary>Fitted category per item and original category.</summary>
    public int[][] Maps { get; }

    public long Answers(int item) => Counts[item].Sum();

    public bool HasMissing(int item) => Answers(item) < People;

    public int FittedCategories(int item) => Maps[item][^1] + 1;

    public ItemStatus Status(int item)
    {
        if (Answers(item) == 0) return ItemStatus.NoAnswers;
        if (Counts[item].Count(count => count > 0) > 1) return ItemStatus.Estimated;
        var (model, priors) = (_items[item].Model, _items[item].Priors);
        var determined = _items[item].Categories == 2
            && priors.Difficulty is not null
            && (priors.Discrimination is not null || model == ItemModel.OneParameterLogistic);
        return determined ? ItemStatus.EstimatedWithoutVariance : ItemStatus.NoVariance;
    }

    /// <summary>Share of answers in each fitted category, kept off 0 and 1.</summary>
    public double[] FittedShares(int item)
    {
        var shares = new double[FittedCategories(item)];
        for (var k = 0; k < Maps[item].Length; k++) shares[Maps[item][k]] += Counts[item][k];
        var total = shares.Sum() + 0.5 * shares.Length;
        return [.. shares.Select(share => (share + 0.5) / total)];
    }

    // A dichotomous item keeps its two categories whatever was observed.
    private static int[] Map(long[] counts)
    {
        var map = new int[counts.Length];
        if (counts.Length == 2) return [0, 1];
        var fitted = -1;
        for (var k = 0; k < counts.Length; k++)
        {
            if (counts[k] > 0) fitted++;
            map[k] = Math.Max(fitted, 0);
        }

        return map;
    }
}
