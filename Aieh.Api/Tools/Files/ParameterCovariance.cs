using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Aieh.Scoring.Calibration;
using Aieh.Scoring.Linking;

namespace Aieh.Api.Tools.Files;

/// <summary>
/// Covariances of the estimated parameters of a calibration, between items too: the lower triangle, a row for each parameter. Items that
/// have standard errors follow one another in the order of the file, each with a, then b or the thresholds, then c.
/// </summary>
internal sealed class ParameterCovariance
{
    private readonly IReadOnlyList<double[]> _rows;
    private readonly Dictionary<string, int> _first = new(StringComparer.Ordinal);

    private ParameterCovariance(IReadOnlyList<double[]> rows, IEnumerable<NamedItem> items)
    {
        _rows = rows;
        var next = 0;
        foreach (var item in items.Where(item => item.StandardErrors is not null))
        {
            _first.TryAdd(item.Name, next);
            next += LinkingErrors.ParameterCount(item.Parameters);
        }

        Parameters = next;
    }

    private int Parameters { get; }

    /// <param name="rows">As the file states them, with its scaling constant D outside the discriminations.</param>
    /// <returns>Null where there are none, or after a problem was added.</returns>
    public static ParameterCovariance? Read(
        IReadOnlyList<double[]>? rows, IReadOnlyList<NamedItem> items, double d, string path, InputProblems problems)
    {
        if (rows is null) return null;
        var covariance = new ParameterCovariance(rows, items);
        if (rows.Count != covariance.Parameters || rows.Where((row, i) => row.Length != i + 1).Any())
        {
            problems.Add(
                $"{path}: 'covariance' must be the lower triangle for {covariance.Parameters} parameters, "
                + "those of the items with standard errors.");
            return null;
        }

        return d == 1 ? covariance : new ParameterCovariance(covariance.Scaled(items, _ => (d, 1)), items);
    }

    /// <summary>The matrix of these items' parameters, row by row; null unless it has every one of them.</summary>
    public double[]? Of(IReadOnlyList<NamedItem> items)
    {
        var places = new List<int>();
        foreach (var item in items)
        {
            if (!_first.TryGetValue(item.Name, out var first)) return null;
            places.AddRange(Enumerable.Range(first, LinkingErrors.ParameterCount(item.Parameters)));
        }

        return [.. places.SelectMany(row => places.Select(column => _rows[Math.Max(row, column)][Math.Min(row, column)]))];
    }

    /// <summary>The rows after each item's discrimination and thresholds were multiplied by factors of its own.</summary>
    public IReadOnlyList<double[]> Scaled(IReadOnlyList<NamedItem> items, Func<NamedItem, (double Discrimination, double Threshold)> by)
    {
        double[] factors = [.. items.Where(item => _first.ContainsKey(item.Name)).SelectMany(Factors)];
        return [.. _rows.Select((row, i) => row.Select((value, j) => factors[i] * factors[j] * value).ToArray())];

        IEnumerable<double> Factors(NamedItem item)
        {
            var (parameters, thresholds) = (LinkingErrors.ParameterCount(item.Parameters), item.Parameters.Thresholds.Length);
            var (discrimination, threshold) = by(item);
            var hasDiscrimination = item.Parameters.Model != Scoring.Irt.ItemModel.OneParameterLogistic;
            if (hasDiscrimination) yield return discrimination;
            for (var k = 0; k < thresholds; k++) yield return threshold;
            if (parameters > thresholds + (hasDiscrimination ? 1 : 0)) yield return 1;
        }
    }

    /// <summary>The rows of a calibration for the items that its file gives parameters of: others may have errors too.</summary>
    /// <returns>Null where there are none.</returns>
    public static IReadOnlyList<double[]>? Rows(CalibrationErrors errors, IReadOnlySet<int> given)
    {
        var (places, size) = (new List<int>(), 0);
        for (var i = 0; i < errors.Items.Length; i++)
        {
            if (errors.Items[i] is not { } item) continue;
            var parameters = (int)Math.Sqrt(item.Covariance.Length);
            if (given.Contains(i)) places.AddRange(Enumerable.Range(size, parameters));
            size += parameters;
        }

        if (places.Count == 0) return null;
        return [.. places.Select((row, k) => places.Take(k + 1).Select(column => errors.Covariance[row * size + column]).ToArray())];
    }
}

/// <summary>A line for each row, and the seven digits that a covariance of estimates can have a use for.</summary>
internal sealed class CovarianceRowsConverter : JsonConverter<IReadOnlyList<double[]>>
{
    public override IReadOnlyList<double[]> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<double[][]>(ref reader, options)!;

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<double[]> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var row in value)
        {
            writer.WriteRawValue($"[{string.Join(", ", row.Select(number => number.ToString("G7", CultureInfo.InvariantCulture)))}]");
        }

        writer.WriteEndArray();
    }
}
