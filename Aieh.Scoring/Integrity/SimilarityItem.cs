using System.Collections.Immutable;
using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Integrity;

/// <summary>An item whose options are compared between people; immutable, checked when it is made.</summary>
public sealed class SimilarityItem
{
    /// <summary>An item with its options.</summary>
    /// <param name="item">The item.</param>
    /// <param name="categories">The category that each option earns, 0..m; at least two options.</param>
    /// <param name="counts">
    /// How often each option was chosen, where that is known, each at least 0; of people other than those compared, or of so many that two
    /// of them do not matter.
    /// </param>
    /// <exception cref="ArgumentException">There is no count for some option, or no second option.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A category is not the item's, or a count is negative.</exception>
    public SimilarityItem(UncertainItem item, IEnumerable<int> categories, IEnumerable<long>? counts = null)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(categories);
        (Item, Categories) = (item, [.. categories]);
        Counts = counts is null ? [.. Categories.Select(_ => 0L)] : [.. counts];
        if (Categories.Length < 2) throw new ArgumentException("An item has at least two options.", nameof(categories));
        if (Counts.Length != Categories.Length)
            throw new ArgumentException($"There are {Categories.Length} options and {Counts.Length} counts.", nameof(counts));
        foreach (var category in Categories)
            if ((uint)category >= (uint)item.Centre.Categories)
                throw new ArgumentOutOfRangeException(
                    nameof(categories), category, $"The item has categories 0..{item.Centre.Categories - 1}.");
        foreach (var count in Counts) ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(counts));
    }

    /// <summary>The item.</summary>
    public UncertainItem Item { get; }

    /// <summary>The category that each option earns.</summary>
    public ImmutableArray<int> Categories { get; }

    /// <summary>How often each option was chosen.</summary>
    public ImmutableArray<long> Counts { get; }

    /// <summary>
    /// Of those who earn an option's category, the share that chooses it, and the probability that two of them both do: the first and
    /// second moment of a Dirichlet distribution, one for each option before anything was counted.
    /// </summary>
    internal (double Share, double Both) MomentsOf(int option)
    {
        var (own, all) = (1.0 + Counts[option], 0.0);
        for (var a = 0; a < Categories.Length; a++)
            if (Categories[a] == Categories[option])
                all += 1 + Counts[a];
        return (own / all, own * (own + 1) / (all * (all + 1)));
    }
}

/// <summary>What somebody chose, and how able the choice of all of it makes them look.</summary>
/// <param name="Theta">The ability estimate, logits.</param>
/// <param name="Options">
/// The index of the option chosen, for each item of the bank; <see cref="AnswerSheet.NoAnswer"/> where there is none.
/// </param>
public sealed record AnswerSheet(double Theta, ImmutableArray<int> Options)
{
    /// <summary>An item that was not shown or not answered, −1.</summary>
    public const int NoAnswer = -1;
}
