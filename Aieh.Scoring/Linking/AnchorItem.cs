using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Linking;

/// <summary>
/// One item with two sets of parameters, estimated separately on the new and on the base scale: what two calibrations have in common.
/// </summary>
public sealed class AnchorItem
{
    private AnchorItem(ItemParameters @new, ItemParameters @base, bool modelsDiffer) =>
        (New, Base, ModelsDiffer) = (@new, @base, modelsDiffer);

    /// <summary>Pairs the two sets of parameters; dichotomous ones of different models are both written as three-parameter items.</summary>
    /// <param name="new">Parameters on the scale to be linked.</param>
    /// <param name="base">
    /// Parameters on the scale that stays; the same number of categories and the same model, or another of the dichotomous ones.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The models or the numbers of categories differ: curves of different kinds cannot be matched.
    /// </exception>
    public AnchorItem(ItemParameters @new, ItemParameters @base)
    {
        ArgumentNullException.ThrowIfNull(@new);
        ArgumentNullException.ThrowIfNull(@base);
        if (@new.Categories != @base.Categories)
            throw new ArgumentException(
                $"An anchor has one number of categories on both scales, not {@new.Categories} and {@base.Categories}.", nameof(@base));
        if (!IsPossible(@new, @base))
            throw new ArgumentException($"An anchor has one model on both scales, not {@new.Model} and {@base.Model}.", nameof(@base));
        ModelsDiffer = @new.Model != @base.Model;
        (New, Base) = ModelsDiffer ? (Widened(@new), Widened(@base)) : (@new, @base);
    }

    /// <summary>Parameters on the new scale.</summary>
    public ItemParameters New { get; }

    /// <summary>Parameters on the base scale.</summary>
    public ItemParameters Base { get; }

    /// <summary>
    /// Whether the parameters were estimated under different models: then a and b differ without any drift, as a lower asymptote in one
    /// of the two raises both.
    /// </summary>
    public bool ModelsDiffer { get; }

    /// <summary>The same anchor, told that its parameters were estimated under different models though they are written as one.</summary>
    /// <returns>An anchor whose drift cannot be judged.</returns>
    public AnchorItem UnderDifferentModels() => new(New, Base, modelsDiffer: true);

    /// <summary>Whether two sets of parameters can be of one anchor.</summary>
    /// <param name="new">Parameters on one scale.</param>
    /// <param name="base">Parameters on the other.</param>
    /// <returns>True for as many categories under the same model, or under two dichotomous ones.</returns>
    public static bool IsPossible(ItemParameters @new, ItemParameters @base)
    {
        ArgumentNullException.ThrowIfNull(@new);
        ArgumentNullException.ThrowIfNull(@base);
        return @new.Categories == @base.Categories && (@new.Model == @base.Model || (@new.IsDichotomous && @base.IsDichotomous));
    }

    private static ItemParameters Widened(ItemParameters item) =>
        ItemParameters.ThreeParameter(item.Discrimination, item.Thresholds[0], item.Guessing);
}
