using System.Globalization;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Pages.Text;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Guide;

/// <summary>What the catalog says in codes and numbers, in the reader's words.</summary>
internal sealed class GuideText(IStringLocalizer<GuideWords> words)
{
    private const char Joined = '\u00A0';

    public static string Number(double value, string format = "#,0.##") => value.ToString(format, CultureInfo.CurrentCulture);

    /// <summary>Whole per cent.</summary>
    public static string Percent(double share) => Number(100 * share, "0") + Joined + "%";

    public static string Relevance(double value) => Number(value, "0.00#");

    public static string Money(string currency, double amount) => currency + Joined + Number(amount, "#,0");

    public static string Range(double from, double to) => $"{Number(from, "0")}–{Number(to, "0")}";

    public string Minutes(int seconds) => seconds == 60 ? words["Minute"] : words["Minutes", Number(seconds / 60.0, "0.#")];

    public string Months(double months) => words["Months", Number(months)];

    public string Count(int items, ItemUnit unit) => words[unit == ItemUnit.Question ? "Questions" : "Scenarios", Number(items)];

    public string Of(AssessmentMethod method) => words[$"Method{method}"];

    public string Of(FormKind form) => words[$"Form{form}"];

    public string Of(OriginFrequency frequency) => words[$"Frequency{frequency}"];

    public string Of(CompensationTopic topic) => words[$"Topic{topic}"];

    public string Of(AdjustmentDirection direction) => words[$"Direction{direction}"];

    public string Of(Provenance provenance) => words[$"Provenance{provenance}"];

    /// <summary>A context as somebody says it. One that there is no name for is called as the catalog does.</summary>
    public string ContextOf(ContextDimension dimension, string value)
    {
        var name = words[$"ContextName{value[..1].ToUpperInvariant()}{value[1..]}"];
        return words[$"Context{dimension}", name.ResourceNotFound ? value : name.Value];
    }

    /// <summary>A value, already written, with where it comes from.</summary>
    public GuideNumber Of<T>(Sourced<T> sourced, string value) =>
        new(value, Of(sourced.Provenance), sourced.Source ?? sourced.Rationale ?? "");

    /// <summary>How often a form may be taken.</summary>
    public string RetakesOf(IReadOnlyList<RetakeWindow> windows)
    {
        if (windows.Count == 0) return words["RetakeFree"];

        var told = windows.Select(WindowOf).ToArray();
        return told.Length == 1 ? told[0] : words["RetakeBoth", string.Join(", ", told[..^1]), told[^1]];
    }

    private string WindowOf(RetakeWindow window) => window switch
    {
        { Attempts: 1, Days: 1 } => words["RetakeOnceDaily"],
        { Attempts: 1 } => words["RetakeOnce", Number(window.Days)],
        { Days: 1 } => words["RetakeDaily", Number(window.Attempts)],
        _ => words["RetakeTimes", Number(window.Attempts), Number(window.Days)],
    };
}
