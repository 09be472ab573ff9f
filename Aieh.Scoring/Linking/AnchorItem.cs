using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Linking;

/// <summary>
/// One item with two sets of parameters, estimated separately on the new and on the base scale: what two calibrations have in common.
/// </summary>
public sealed class AnchorItem
{
    /// <summary>Pairs the two sets of parameters.</summary>
    /// <param name="new">Parameters on the scale to be linked.</param>
    /// <param name="base">Parameters on the scale that stays; the same model and the same number of categories.</param>
    /// <exception cref="ArgumentException">
    /// The models or the numbers of categories differ: curves of different kinds cannot be matched.
    /// </exception>
    public AnchorItem(ItemParameters @new, ItemParameters @base)
    {
        ArgumentNullException.ThrowIfNull(@new);
        ArgumentNullException.ThrowIfNull(@base);
        if (@new.Model != @base.Model)
            throw new ArgumentException($"An anchor has one model on both scales, not {@new.Model} and {@base.Model}.", nameof(@base));
        if (@new.Categories != @base.Categories)
            throw new ArgumentException(
                $"An anchor has one number of categories on both scales, not {@new.Categories} and {@base.Categories}.", nameof(@base));
        (New, Base) = (@new, @base);
    }

    /// <summary>Parameters on the new scale.</summary>
    public ItemParameters New { get; }

    /// <summary>Parameters on the base scale.</summary>
    public ItemParameters Base { get; }
}
