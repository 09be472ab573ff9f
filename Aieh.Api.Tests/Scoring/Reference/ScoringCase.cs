using System.Globalization;
using Aieh.Api.Tests.Support;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Scoring.Reference;

/// <summary>A reference case on disk: item parameters, response patterns and the numbers expected of them.</summary>
internal sealed class ScoringCase(string name)
{
    private readonly string _folder = SharedCases.Folder(name);

    public TestForm Form() => new(Table("items.csv").Select(Item));

    public IReadOnlyList<int[]> Patterns() =>
        [.. Table("patterns.csv").Select(row => row.Where(cell => cell.Key != "pattern").Select(cell => Category(cell.Value)).ToArray())];

    /// <summary>A table of responses without a header column for people, row-major; blank is not administered.</summary>
    public (int[] Responses, int Items) Responses(string file)
    {
        var rows = Table(file);
        return ([.. rows.SelectMany(row => row.Values).Select(Category)], rows[0].Count);
    }

    public IReadOnlyList<IReadOnlyDictionary<string, string>> Table(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(_folder, file))
            .Where(line => line.Length > 0)
            .Select(line => line.Split(',').Select(cell => cell.Trim('"')).ToArray())
            .ToList();
        return [.. lines.Skip(1).Select(cells => lines[0].Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    public string Text(string file) => File.ReadAllText(Path.Combine(_folder, file));

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static int Category(string text) => text.Length == 0 ? Response.NotAdministered : int.Parse(text, CultureInfo.InvariantCulture);

    public static ItemParameters Item(IReadOnlyDictionary<string, string> row)
    {
        var a = Number(row["a"]) * (row.TryGetValue("D", out var d) ? Number(d) : 1);
        var thresholds = row.Where(cell => cell.Key.StartsWith('b') && cell.Value.Length > 0);
        double[] b = [.. thresholds.OrderBy(cell => cell.Key, StringComparer.Ordinal).Select(cell => Number(cell.Value))];
        return row["model"] switch
        {
            "1PL" when a == 1 => ItemParameters.OneParameter(b[0]),
            "1PL" or "2PL" => ItemParameters.TwoParameter(a, b[0]),
            "3PL" => ItemParameters.ThreeParameter(a, b[0], Number(row["c"])),
            "GRM" => ItemParameters.Graded(a, b),
            "GPCM" => ItemParameters.PartialCredit(a, b),
            var model => throw new NotSupportedException(model),
        };
    }
}
