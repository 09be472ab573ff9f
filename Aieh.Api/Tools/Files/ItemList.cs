using Aieh.Api.Platform.Http;
using Aieh.Scoring.Calibration;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tools.Files;

/// <summary>An item by name with its parameters on the logistic metric (D = 1).</summary>
internal sealed record NamedItem(string Name, ItemParameters Parameters)
{
    /// <summary>Null where the file has none.</summary>
    public ItemErrors? StandardErrors { get; init; }

    /// <summary>The category of the parameters that stands for each category of the responses; null when they are the same.</summary>
    public IReadOnlyList<int>? CategoryMap { get; init; }

    /// <summary>The codes of the categories in the responses, the lowest first; null when codes are categories.</summary>
    public IReadOnlyList<int>? Codes { get; init; }

    /// <summary>Null where the file does not say.</summary>
    public ItemStatus? Status { get; init; }

    /// <summary>Number of answers that it was estimated from; null where the file does not say.</summary>
    public long? Answers { get; init; }

    /// <summary>The kinds of parameters in <see cref="Bounds"/>; null where the file does not say.</summary>
    public ParametersAtBound? AtBound { get; init; }

    /// <summary>Which parameters ended at which bound of the search; null where the file names none.</summary>
    public IReadOnlyList<ReachedBound>? Bounds { get; init; }

    /// <summary>Number of categories in the responses.</summary>
    public int Categories => CategoryMap?.Count ?? Parameters.Categories;
}

/// <summary>The items of a form, a calibration or a bank.</summary>
internal sealed record ItemList(string Path, string? Id, int? Version, IReadOnlyList<NamedItem> Items)
{
    /// <summary>Null where the file has none.</summary>
    public ParameterCovariance? Covariance { get; init; }

    /// <summary>Items that the calibration could not estimate: their responses are passed over.</summary>
    public IReadOnlyList<ItemLeftOut> LeftOut { get; init; } = [];

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> NotEstimated => [.. LeftOut.Select(item => item.Item)];

    /// <summary>Items with parameters that are no estimates, where a verb leaves them out: their responses are passed over too.</summary>
    public IReadOnlyList<string> PassedOver { get; init; } = [];

    public string? Assessment { get; init; }

    public CalibrationData? Data { get; init; }

    /// <summary>The priors that it was estimated with, as the verb `calibrate` tells them; null where the file does not.</summary>
    public IReadOnlyList<string>? Priors { get; init; }

    public CalibrationSearch? Search { get; init; }

    public AppliedLink? Link { get; init; }

    /// <summary>Whether its dichotomous items were estimated under the one-parameter model.</summary>
    public bool HasCommonDiscrimination => Search?.CommonDiscrimination is not null;

    /// <summary>The model that an item was estimated under: items with a common discrimination are written as two-parameter ones.</summary>
    public ItemModel ModelOf(NamedItem item) =>
        HasCommonDiscrimination && item.Parameters.Model == ItemModel.TwoParameterLogistic
            ? ItemModel.OneParameterLogistic
            : item.Parameters.Model;

    /// <summary>What reports call it.</summary>
    public string Title => Id is null ? System.IO.Path.GetFileName(Path) : Version is null ? Id : $"{Id}, version {Version}";

    /// <summary>
    /// Why an item's parameters are the estimate of nothing, as its file tells: it says so, or the search for them was not finished, or
    /// they lie where a search ends, or the item alone has no standard errors. Null when nothing speaks against them.
    /// </summary>
    public string? WhyNoEstimate(NamedItem item)
    {
        if (Search is { Status: not CalibrationStatus.Converged }) return "the search of its calibration has not converged";
        if (Search is { InformationIsPositiveDefinite: false }) return "the responses do not determine the parameters of its calibration";
        if (item.Status is { } status and not ItemStatus.Estimated) return $"its status is {KebabCase.Of(status)}";
        if (item.AtBound is { } bound)
        {
            return bound == ParametersAtBound.None ? null : $"it is at a bound ({ParametersAtBoundConverter.Words(bound)})";
        }

        if (IsAtBound(item.Parameters)) return "its parameters are at the bounds of a search";
        return item.StandardErrors is null && Items.Any(other => other.StandardErrors is not null)
            ? "it has no standard errors, as others have"
            : null;
    }

    private static bool IsAtBound(ItemParameters item) =>
        item.Discrimination is <= CalibrationOptions.SmallestDiscrimination or >= CalibrationOptions.LargestDiscrimination
        || item.Thresholds.Any(b => Math.Abs(item.Discrimination * b) >= CalibrationOptions.LargestIntercept);
}
