using System.Text.Json;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Psychometrics;

/// <summary>An item by name with its parameters on the logistic metric (D = 1).</summary>
internal sealed record NamedItem(string Name, ItemParameters Parameters)
{
    /// <summary>Standard errors in the order a, b or b1..bm, c; null where the file has none or the parameter is fixed.</summary>
    public IReadOnlyList<double?>? StandardErrors { get; init; }
}

/// <summary>The items of a form, a calibration or a bank.</summary>
internal sealed record ItemList(string Path, string? Id, int? Version, IReadOnlyList<NamedItem> Items)
{
    /// <summary>What reports call it.</summary>
    public string Title => Id is null ? System.IO.Path.GetFileName(Path) : Version is null ? Id : $"{Id}, version {Version}";
}

/// <summary>Reads items from JSON (the service's calibrations and those of the verb `calibrate`) or CSV; the content decides which.</summary>
internal static class ItemFile
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { AllowDuplicateProperties = false, NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict };

    /// <exception cref="InputException">Anything is wrong with the file.</exception>
    public static ItemList Read(string path)
    {
        var problems = new InputProblems();
        var list = IsJson(path) ? ReadJson(path, problems) : new ItemList(path, null, null, ItemCsv.Read(path, problems));
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

    private static bool IsJson(string path)
    {
        using var reader = CsvInput.OpenText(path);
        int character;
        do character = reader.Read();
        while (character >= 0 && char.IsWhiteSpace((char)character));
        return character is '{' or '[' || (character < 0 && System.IO.Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase));
    }

    private static ItemList ReadJson(string path, InputProblems problems)
    {
        ItemDocument document;
        try
        {
            using var reader = CsvInput.OpenText(path);
            document = JsonSerializer.Deserialize<ItemDocument>(reader.ReadToEnd(), _json)!;
        }
        catch (JsonException exception)
        {
            throw new InputException($"{path}{(exception.LineNumber is { } line ? $", line {line + 1}" : "")}: {exception.Message.Split(" Path: ", 2)[0]} ({exception.Path ?? "$"})");
        }

        if (ScalingConstant(document.ScalingConstant) is not { } d) throw new InputException($"{path}: scalingConstant must be a number, or an object with one as its value.");
        var items = new List<NamedItem>();
        for (var i = 0; i < (document.Items?.Count ?? 0); i++)
        {
            var item = document.Items![i];
            var place = $"{path}, items[{i}]{(item.Item is null ? "" : $" ({item.Item})")}";
            if (item.Item is null) problems.Add($"{place}: has no member 'item'.");
            else if (item.Thresholds is not null && item.B is not null) problems.Add($"{place}: has both b and thresholds.");
            else if (Make(place, item.Item, new ItemValues(item.Model, d, item.A, item.Thresholds ?? (item.B is { } b ? [b] : []), item.C), problems) is { } made)
            {
                items.Add(made with { StandardErrors = item.StandardErrors?.InOrder(made.Parameters) });
            }
        }

        return new ItemList(path, document.Id, document.Version, items);
    }

    private static double? ScalingConstant(JsonElement? stated) => stated switch
    {
        null => 1,
        { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
        { ValueKind: JsonValueKind.Object } sourced when sourced.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Number => value.GetDouble(),
        _ => null,
    };

    /// <summary>What is read of a JSON document of items; other members are left alone.</summary>
    private sealed record ItemDocument(string? Id, int? Version, JsonElement? ScalingConstant, IReadOnlyList<ItemEntry>? Items);

    private sealed record ItemEntry(string? Item, string? Model, double? A, double? B, double? C, IReadOnlyList<double>? Thresholds, ItemErrors? StandardErrors);
}

/// <summary>Standard errors of one item as written in JSON.</summary>
internal sealed record ItemErrors(double? A, double? B, double? C, IReadOnlyList<double?>? Thresholds)
{
    public IReadOnlyList<double?> InOrder(ItemParameters item) =>
        [A, .. Thresholds ?? Enumerable.Repeat(B, item.Thresholds.Length), .. item.Model == ItemModel.ThreeParameterLogistic ? [C] : Array.Empty<double?>()];
}
