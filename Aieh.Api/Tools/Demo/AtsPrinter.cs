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

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Exchange(this DemoPrinter print, string system, AtsExchange exchange)
    {
        var (caller, called) = exchange.IsOrdering ? (system, Service) : (Service, system);
        print.Line(Cut($"{caller} → {called}   {exchange.Method} {exchange.Path}"));
        print.Body(exchange.Request);
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

        var lines = PrettyOf(body).Split('\n');
        foreach (var line in lines.Take(MostLines)) print.Line("  │ " + Cut(line.TrimEnd('\r')));
        var more = lines.Length - MostLines;
        if (more > 0) print.Line(string.Create(CultureInfo.InvariantCulture, $"  │ … {more} lines more"));
    }

    private static string PrettyOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented)) document.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static string Cut(string line) => line.Length <= MostColumns ? line : line[..(MostColumns - 1)] + "…";
}
