using Aieh.Scoring.Irt;

namespace Aieh.Api.Tools.Files;

/// <summary>The parameters of an item as a file states them. Without a model, those given decide between 1PL, 2PL and 3PL.</summary>
internal sealed record ItemValues(string? Model, double D, double? A, IReadOnlyList<double> B, double? C)
{
    /// <summary>The words for models, of this service and of the packages whose files are in use.</summary>
    private static readonly Dictionary<string, ItemModel> _words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["1pl"] = ItemModel.OneParameterLogistic,
        ["rasch"] = ItemModel.OneParameterLogistic,
        ["2pl"] = ItemModel.TwoParameterLogistic,
        ["3pl"] = ItemModel.ThreeParameterLogistic,
        ["grm"] = ItemModel.GradedResponse,
        ["graded"] = ItemModel.GradedResponse,
        ["gpcm"] = ItemModel.GeneralizedPartialCredit,
        ["pcm"] = ItemModel.GeneralizedPartialCredit,
    };

    private ItemModel? Known => Model is { Length: > 0 } word ? (_words.TryGetValue(word, out var model) ? model : null)
        : C is > 0 ? ItemModel.ThreeParameterLogistic
        : A is null ? ItemModel.OneParameterLogistic
        : ItemModel.TwoParameterLogistic;

    /// <summary>The word for a model in files.</summary>
    public static string Word(ItemModel model) => _words.First(word => word.Value == model).Key;

    /// <summary>The model that a word names; null when none does.</summary>
    public static ItemModel? Parse(string word) => _words.TryGetValue(word, out var model) ? model : null;

    /// <summary>What keeps these values from being an item; null when nothing does. Domains are left to the library.</summary>
    public string? Fault()
    {
        if (Known is not { } model) return $"the model '{Model}' is unknown; use 1pl, 2pl, 3pl, grm or gpcm.";
        if (!(D > 0) || !double.IsFinite(D)) return $"the scaling constant D is {D}; it must be above 0.";
        if (B.Count == 0) return "has no difficulty (b, b1 or thresholds).";
        if (A is null && model != ItemModel.OneParameterLogistic && !"pcm".Equals(Model, StringComparison.OrdinalIgnoreCase))
        {
            return "has no discrimination a.";
        }

        if (model <= ItemModel.ThreeParameterLogistic && B.Count > 1)
        {
            return string.IsNullOrEmpty(Model)
                ? "has several thresholds and so needs a model: grm or gpcm."
                : $"{Model} has one difficulty, {B.Count} are given.";
        }

        if (model == ItemModel.ThreeParameterLogistic && C is null) return "has no lower asymptote c.";
        return model != ItemModel.ThreeParameterLogistic && C is not (null or 0)
            ? $"the lower asymptote c = {C} belongs to 3pl alone."
            : null;
    }

    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its domain.</exception>
    public ItemParameters ToParameters() => ItemParameters.Of(Known!.Value, D * (A ?? 1), [.. B], C ?? 0);
}
