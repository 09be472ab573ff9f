using System.Globalization;
using System.Text.Json;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tools.Files;
using CatalogItem = Aieh.Api.Catalog.Documents.ItemParameters;
using CatalogModel = Aieh.Api.Catalog.Documents.ItemModel;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>What becomes of a calibration's items in the catalog.</summary>
internal static class PublishedCalibration
{
    /// <summary>Without the items that have no estimate, or one that does not fit the responses as they come.</summary>
    /// <exception cref="InputException">Nothing is left.</exception>
    public static ItemList Publishable(ItemList calibration, Remarks remarks)
    {
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in calibration.Items)
        {
            if (WhyNot(calibration, item) is { } why) reasons.Add(item.Name, why);
        }

        foreach (var item in calibration.LeftOut)
        {
            reasons.TryAdd(item.Item, item.Status is { } status ? $"not estimated ({KebabCase.Of(status)})" : "not estimated");
        }

        foreach (var alike in reasons.GroupBy(reason => reason.Value, reason => reason.Key))
        {
            remarks.Add([.. alike], $"not published, the parameters that the catalog has stay: {alike.Key}");
        }

        NamedItem[] left = [.. calibration.Items.Where(item => !reasons.ContainsKey(item.Name))];
        if (left.Length > 0) return calibration with { Items = left };
        throw new InputException($"{calibration.Path} has nothing to publish: {string.Join("; ", reasons.Values.Distinct())}.");
    }

    private static string? WhyNot(ItemList calibration, NamedItem item) =>
        calibration.WhyNoEstimate(item)
        ?? (item.CategoryMap is null ? null : "a category never occurred, and the catalog cannot say with which it was joined")
        ?? (item.Codes is null ? null : "its answers were declared as codes, and in the catalog the item's key decides their categories");

    /// <summary>Items that the new calibration does not have keep their parameters, which it must therefore share the scale with.</summary>
    public static CalibrationDocument Merge(ItemList calibration, CalibrationDocument current)
    {
        var estimated = calibration.Items.Select(item => item.Name).ToHashSet(StringComparer.Ordinal);
        CatalogItem[] items =
        [
            .. calibration.Items.Select(item => ItemOf(item, calibration, current.ScalingConstant.Value)),
            .. current.Items.Where(item => !estimated.Contains(item.Item)),
        ];
        var origin = calibration.Link is { } link
            ? $", brought to the scale of {link.To} by {KebabCase.Of(link.Method)} with {link.Anchors} anchors"
            : ", who are the norm population";
        var people = calibration.Data is { } data ? $"{data.People} people" : "people whose number the file does not say";
        var models = items.GroupBy(item => item.Model).OrderBy(group => group.Key);
        return current with
        {
            Id = calibration.Id!,
            Version = calibration.Version!.Value,
            Status = items.Any(item => item.Provisional) ? CalibrationStatus.Provisional : CalibrationStatus.Calibrated,
            Method = $"Marginal maximum likelihood from the responses of {people}{origin}.",
            ModelChoice = string.Join(", ", models.Select(group => $"{group.Count()} items {ModelWord(group.Key)}")),
            Items = items,
        };
    }

    private static CatalogItem ItemOf(NamedItem item, ItemList calibration, double d)
    {
        var (written, a) = (CalibrationFileItem.Of(item), item.Parameters.Discrimination / d);
        return new CatalogItem
        {
            Item = item.Name,
            Model = ModelOf(item, written, a),
            A = a,
            B = written.B,
            C = written.C,
            Thresholds = written.Thresholds,
            Provisional = false,
            Reason = $"Estimated in {calibration.Title}{ErrorOf(item)}.",
        };
    }

    /// <summary>Of each threshold by itself: how they hang together is in the calibration's covariances.</summary>
    private static string ErrorOf(NamedItem item) => item.StandardErrors switch
    {
        { B: { } known } => FormattableString.Invariant($"; standard error of b {known:0.000}"),
        { Thresholds: { Count: > 0 } each } => $"; standard errors of the thresholds {string.Join(", ", each.Select(Rounded))}",
        _ => "",
    };

    private static string Rounded(double error) => error.ToString("0.000", CultureInfo.InvariantCulture);

    private static CatalogModel ModelOf(NamedItem item, CalibrationFileItem written, double a)
    {
        if (written.Thresholds is not null)
        {
            return item.Parameters.Model == Scoring.Irt.ItemModel.GradedResponse ? CatalogModel.Grm : CatalogModel.Gpcm;
        }

        if (written.C is not null) return CatalogModel.ThreePl;
        return a == 1 ? CatalogModel.OnePl : CatalogModel.TwoPl;
    }

    private static string ModelWord(CatalogModel model) => JsonSerializer.Serialize(model, CatalogDocument.Written).Trim('"');
}
