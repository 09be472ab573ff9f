using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tools.Ats;

namespace Aieh.Api.Tools.Demo;

/// <summary>Prints what passes between a system and the service, and what a recruiter sees.</summary>
internal static class AtsPrinter
{
    private const string Service = "AIEH";
    private const int MostLines = 40;
    private const int MostColumns = 120;

    /// <summary>On a terminal, quotes and angle brackets do no harm.</summary>
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="print">Where it goes.</param>
    /// <param name="system">The system's name.</param>
    /// <param name="exchange">What has passed.</param>
    /// <param name="isRepeat">Whether the request is the one before once more: then it is not shown again.</param>
    public static void Exchange(this DemoPrinter print, string system, AtsExchange exchange, bool isRepeat)
    {
        var (caller, called) = exchange.IsOrdering ? (system, Service) : (Service, system);
        print.Line(Cut($"{caller} → {called}   {exchange.Method} {exchange.Path}"));
        if (isRepeat) print.Line("  │ the same once more");
        else print.Body(exchange.Request);
        var fate = exchange.IsLost ? "   … and this answer gets lost" : "";
        print.Line(string.Create(CultureInfo.InvariantCulture, $"{caller} ← {called}   {exchange.Status}{fate}"));
        print.Body(exchange.Answer);
    }

    public static void Tests(this DemoPrinter print, IReadOnlyList<AtsTest> tests)
    {
        foreach (var test in tests) print.Line($"{test.Id}  {test.Name}");
    }

    public static void Recruiter(this DemoPrinter print, AtsOrder order, IEnumerable<(string Label, string Value)> lines)
    {
        var (result, person) = (order.Result!, order.Candidate);
        var most = result.MaximumScore is { } maximum ? string.Create(CultureInfo.InvariantCulture, $" of {maximum}") : "";
        var score = string.Create(CultureInfo.InvariantCulture, $"{result.Score}{most}");
        print.Line($"{person.FirstName} {person.LastName}: {KebabCase.Of(order.State)}, score {score}");
        foreach (var (label, value) in lines) print.Line($"  {label,-28} {value}");
        print.Line(Cut($"  {"report",-28} {result.Profile}"));
    }

    private static void Body(this DemoPrinter print, string? body)
    {
        if (string.IsNullOrEmpty(body)) return;

        using var document = JsonDocument.Parse(body);
        var lines = LinesOf(document.RootElement, indent: 0, name: "", comma: "").ToList();
        foreach (var line in lines.Take(MostLines)) print.Line("  │ " + Cut(line));
        var more = lines.Count - MostLines;
        if (more > 0) print.Line(string.Create(CultureInfo.InvariantCulture, $"  │ … {more} lines more"));
    }

    /// <summary>What fits in a line is one, so that a list of small objects reads as a table.</summary>
    private static IEnumerable<string> LinesOf(JsonElement value, int indent, string name, string comma)
    {
        var (margin, raw) = (new string(' ', indent), RawOf(value));
        var isNested = value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
        if (!isNested || indent + name.Length + raw.Length <= MostColumns) return [margin + name + raw + comma];

        var inside = value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().Select(member => (Name: $"\"{member.Name}\": ", member.Value)).ToList()
            : value.EnumerateArray().Select(item => (Name: "", Value: item)).ToList();
        var lines = inside.SelectMany((each, i) => LinesOf(each.Value, indent + 2, each.Name, i < inside.Count - 1 ? "," : ""));
        return [margin + name + raw[0], .. lines, margin + raw[^1] + comma];
    }

    private static string RawOf(JsonElement value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Readable)) value.WriteTo(writer);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static string Cut(string line) => line.Length <= MostColumns ? line : line[..(MostColumns - 1)] + "…";
}
