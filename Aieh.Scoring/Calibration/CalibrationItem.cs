using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Calibration;

/// <summary>An item to calibrate: its model, its categories and, if wanted, priors of its parameters.</summary>
/// <remarks>
/// Items with the one-parameter model share one discrimination, estimated with the abilities fixed to N(0, 1) [Thissen1982].
/// The Rasch model with a = 1 and free variance is the same model on another scale:
/// its difficulties are a·b, its abilities have standard deviation a.
/// </remarks>
public sealed record CalibrationItem
{
    /// <summary>Describes an item.</summary>
    /// <param name="model">The response model.</param>
    /// <param name="categories">
    /// Number of categories, m + 1: 2 for the dichotomous models, else 2 to <see cref="ItemParameters.MaximumCategories"/>.
    /// </param>
    /// <param name="priors">Priors; null for <see cref="ItemPriors.Default"/> of the model.</param>
    /// <exception cref="ArgumentOutOfRangeException">The model is unknown or cannot have that many categories.</exception>
    /// <exception cref="ArgumentException">
    /// A prior belongs to a parameter that the model does not have on its own:
    /// c outside the three-parameter model, a in the one-parameter model.
    /// </exception>
    public CalibrationItem(ItemModel model, int categories = 2, ItemPriors? priors = null)
    {
        if (!Enum.IsDefined(model)) throw new ArgumentOutOfRangeException(nameof(model), model, "Unknown item model.");
        var most = model <= ItemModel.ThreeParameterLogistic ? 2 : ItemParameters.MaximumCategories;
        if (categories < 2 || categories > most)
            throw new ArgumentOutOfRangeException(nameof(categories), categories, $"The model {model} has 2 to {most} categories.");
        Model = model;
        Categories = categories;
        Priors = priors ?? ItemPriors.Default(model);
        if (Priors.Guessing is not null && model != ItemModel.ThreeParameterLogistic)
            throw new ArgumentException("Only the three-parameter model has a lower asymptote.", nameof(priors));
        if (Priors.Discrimination is not null && model == ItemModel.OneParameterLogistic)
            throw new ArgumentException(
                "The prior of the common discrimination is "
                    + $"{nameof(CalibrationOptions)}.{nameof(CalibrationOptions.CommonDiscriminationPrior)}.",
                nameof(priors));
    }

    /// <summary>The response model.</summary>
    public ItemModel Model { get; }

    /// <summary>Number of categories, m + 1.</summary>
    public int Categories { get; }

    /// <summary>The priors in force.</summary>
    public ItemPriors Priors { get; }
}
