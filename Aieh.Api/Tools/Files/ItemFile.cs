using System.Text.Json;
using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Calibration;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tools.Files;

/// <summary>
/// Reads items from JSON (the service's calibrations and those of the verb `calibrate`) or CSV; the content decides which.
/// </summary>
internal static class ItemFile
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new KebabCaseEnumConverter() },
    };

    /// <exception cref="InputException">Anything is wrong with the file.</exception>
    public static ItemList Read(string path)
    {
        var problems = new InputProblems();
        var text = CsvInput.ReadText(path);
        var list = IsJson(path, text) ? ReadJson(path, text, problems) : new ItemList(path, null, null, ItemCsv.Read(path, text, problems));
        foreach (var repeated in list.Items.GroupBy(item => item.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            problems.Add($"{path}: the item '{repeated.Key}' is given {repeated.Count()} times.");
        }

        problems.ThrowIfAny();
        return list.Items.Count > 0 ? list : throw new InputException($"{path} has no items.");
    }

    /// <summary>Makes one item; the scaling constant D goes into the discrimination.</summary>
    /// <returns>Null after a problem was added.</returns>
    public static NamedItem? Make(string place, string name, ItemValues values, InputProblems problems)
    {
        try
        {
            if (values.Fault() is not { } fault) return new NamedItem(name, values.ToParameters());
            problems.Add($"{place}: {fault}");
        }
        catch (ArgumentOutOfRangeException exception)
        {
            problems.Add($"{place}: {exception.Message.Split(" (Parameter", 2)[0].Split('\n')[0]} It is {exception.ActualValue}.");
        }

        return null;
    }

    private static bool IsJson(string path, string text) => text.AsSpan().TrimStart() switch
    {
        [] => System.IO.Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase),
        [var first, ..] => first is '{' or '[',
    };

    private static ItemList ReadJson(string path, string text, InputProblems problems)
    {
        ItemDocument document;
        try
        {
            document = JsonSerializer.Deserialize<ItemDocument>(text, _json)!;
        }
        catch (JsonException exception)
        {
            var line = exception.LineNumber is { } before ? $", line {before + 1}" : "";
            var what = exception.Message.Split(" Path: ", 2)[0];
            throw new InputException($"{path}{line}: {what} ({exception.Path ?? "$"})");
        }

        if (ScalingConstant(document.ScalingConstant) is not { } d)
        {
            throw new InputException($"{path}: scalingConstant must be a number, or an object with one as its value.");
        }

        var items = new List<NamedItem>();
        for (var i = 0; i < (document.Items?.Count ?? 0); i++)
        {
            var entry = document.Items![i];
            var place = $"{path}, items[{i}]{(entry?.Item is null ? "" : $" ({entry.Item})")}";
            if (ItemOf(entry, place, d, problems) is { } item) items.Add(item);
        }

        var isWhole = items.Count == document.Items?.Count;
        return new ItemList(path, document.Id, document.Version, items)
        {
            LeftOut = [.. (document.NotEstimated ?? []).Where(item => item?.Item is not null).Select(item => item!.Scaled(d))],
            Assessment = document.Assessment,
            Data = document.Data,
            Priors = PriorsOf(document.Priors),
            Search = document.Search,
            Link = document.Link,
            Covariance = isWhole ? ParameterCovariance.Read(document.Covariance, items, d, path, problems) : null,
        };
    }

    private static NamedItem? ItemOf(ItemEntry? entry, string place, double d, InputProblems problems)
    {
        if (entry?.Item is null)
        {
            problems.Add($"{place}: has no member 'item'.");
            return null;
        }

        if (entry.Thresholds is not null && entry.B is not null)
        {
            problems.Add($"{place}: has both b and thresholds.");
            return null;
        }

        var thresholds = entry.Thresholds ?? (entry.B is { } b ? [b] : []);
        if (Make(place, entry.Item, new ItemValues(entry.Model, d, entry.A, thresholds, entry.C), problems) is not { } made) return null;

        var fitted = made.Parameters.Categories;
        if (entry.Codes is { } codes && !ItemCodes.AreFor(codes, entry.Categories?.Count ?? fitted))
        {
            problems.Add($"{place}: 'codes' must give another code for each category of the responses.");
        }

        if (entry.Categories is { } map && !IsMap(map, fitted))
        {
            problems.Add($"{place}: 'categories' must give a fitted category from 0 to {fitted - 1} for each category, in order.");
        }

        return made with
        {
            StandardErrors = entry.StandardErrors is { } errors ? errors with { A = errors.A * d } : null,
            CategoryMap = entry.Categories,
            Codes = entry.Codes,
            Status = entry.Status,
            Answers = entry.Answers,
            AtBound = entry.Bounds is { } bounds ? CalibratedItem.KindsOf(bounds) : entry.AtBound,
            Bounds = entry.Bounds,
        };
    }

    private static bool IsMap(IReadOnlyList<int> map, int fitted) =>
        map.Count is > 1 and <= ItemParameters.MaximumCategories
        && map[0] == 0
        && map[^1] == fitted - 1
        && map.Zip(map.Skip(1)).All(pair => pair.Second - pair.First is 0 or 1);

    /// <summary>In the catalog's own calibrations an object, which says how uncertain an author's values are: of no estimate.</summary>
    private static string[]? PriorsOf(JsonElement? stated) =>
        stated is { ValueKind: JsonValueKind.Array } lines ? [.. lines.EnumerateArray().Select(line => line.ToString())] : null;

    private static double? ScalingConstant(JsonElement? stated) => stated switch
    {
        null => 1,
        { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
        { ValueKind: JsonValueKind.Object } sourced
            when sourced.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Number => value.GetDouble(),
        _ => null,
    };

    /// <summary>What is read; other members are left alone.</summary>
    private sealed record ItemDocument(
        string? Id,
        int? Version,
        string? Assessment,
        CalibrationData? Data,
        JsonElement? Priors,
        CalibrationSearch? Search,
        AppliedLink? Link,
        JsonElement? ScalingConstant,
        IReadOnlyList<double[]>? Covariance,
        IReadOnlyList<ItemEntry?>? Items,
        IReadOnlyList<ItemLeftOut?>? NotEstimated);

    private sealed record ItemEntry(
        string? Item,
        string? Model,
        double? A,
        double? B,
        double? C,
        IReadOnlyList<double>? Thresholds,
        IReadOnlyList<int>? Categories,
        IReadOnlyList<int>? Codes,
        ItemErrors? StandardErrors,
        ItemStatus? Status,
        long? Answers,
        [property: JsonConverter(typeof(ParametersAtBoundConverter))] ParametersAtBound? AtBound,
        IReadOnlyList<ReachedBound>? Bounds);
}
