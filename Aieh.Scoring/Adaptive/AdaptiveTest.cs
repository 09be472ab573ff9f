namespace Aieh.Scoring.Adaptive;

/// <summary>An item that was given, with its answer.</summary>
/// <param name="Item">Index of the item in the bank.</param>
/// <param name="Category">The category of the answer, 0..m.</param>
public readonly record struct AdministeredItem(int Item, int Category);

/// <summary>Whether an adaptive test goes on and, if not, why.</summary>
public enum AdaptiveStatus
{
    /// <summary>Another item is to be given.</summary>
    InProgress,

    /// <summary>The posterior standard deviation has reached its target.</summary>
    PrecisionReached,

    /// <summary>As many items were given as may be.</summary>
    MaximumLengthReached,

    /// <summary>The bank has no item left: each was given, or is an enemy of one that was.</summary>
    BankExhausted,
}

/// <summary>Where an adaptive test stands after the answers so far.</summary>
/// <param name="Status">Whether the test goes on.</param>
/// <param name="Item">Index of the item to give next; null when the test is over.</param>
/// <param name="Theta">Posterior mean of ability, logits; before the first answer the prior's.</param>
/// <param name="StandardError">Posterior standard deviation, logits; before the first answer the prior's.</param>
/// <param name="Information">
/// Fisher information of the next item at the ability it was chosen for, per squared logit; null when the test is over.
/// </param>
public readonly record struct AdaptiveStep(AdaptiveStatus Status, int? Item, double Theta, double StandardError, double? Information);

/// <summary>
/// Computerized adaptive testing: the item with the most Fisher information at the current posterior mean [Lord1980],
/// under content balance and exposure control.
/// </summary>
/// <remarks>
/// <para>Candidates, in this order. The items neither given nor enemies of one given (<see cref="AdaptiveBank.Enemies"/>).
/// With content shares, of those: the items of the area furthest below its share, by share·n − count after n items
/// [KingsburyZara1989]; areas that are level are open together, so that the first item may come from any. With exposure parameters:
/// of those, the items open to this test, if there is any. Then the best by information, ties to the lowest index,
/// or with <see cref="AdaptiveSettings.Randomesque"/> k one of the k best at random [KingsburyZara1989].</para>
/// <para>Information within 1e-12 of the largest, relatively, is a tie:
/// items that are equal in theory stay equal whatever a processor does to the last bits.</para>
/// <para>An item is put to its Sympson–Hetter experiment at most once in a test, when it is first selected,
/// and is out of the test when it fails. Drawing that experiment from seed and item beforehand is the same thing,
/// and needs no memory of what was passed over [SympsonHetter1985].</para>
/// </remarks>
public static class AdaptiveTest
{
    /// <summary>The next item, or the end of the test.</summary>
    /// <param name="bank">The compiled bank.</param>
    /// <param name="settings">How items are chosen and when the test ends.</param>
    /// <param name="seed">The seed of this test, which decides every random choice in it.</param>
    /// <param name="administered">The items given so far with their answers, in the order given.</param>
    /// <returns>
    /// The state of the test: a function of the arguments alone, so that the same seed and answers give the same items again.
    /// </returns>
    /// <exception cref="ArgumentException">The settings do not fit the bank, or an item was given twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An item is not in the bank, or an answer is not a category of its item.</exception>
    /// <remarks>
    /// The items given are taken as they are: whether they are those that this method chose is not checked.
    /// EAP by [BockMislevy1982] on the bank's grid.
    /// </remarks>
    public static AdaptiveStep Next(AdaptiveBank bank, AdaptiveSettings settings, ulong seed, ReadOnlySpan<AdministeredItem> administered)
    {
        ArgumentNullException.ThrowIfNull(bank);
        ArgumentNullException.ThrowIfNull(settings);
        var session = new AdaptiveSession(bank, settings);
        session.Start(seed);
        foreach (var (item, category) in administered)
        {
            if ((uint)item >= (uint)bank.Items.Length)
                throw new ArgumentOutOfRangeException(nameof(administered), item, $"The bank has items 0..{bank.Items.Length - 1}.");
            if (session.WasGiven(item)) throw new ArgumentException($"Item {item} was given twice.", nameof(administered));
            if ((uint)category >= (uint)bank.Items[item].Categories)
                throw new ArgumentOutOfRangeException(
                    nameof(administered), category, $"Item {item} has categories 0..{bank.Items[item].Categories - 1}.");
            session.Answer(item, category);
        }

        return session.Next();
    }
}
