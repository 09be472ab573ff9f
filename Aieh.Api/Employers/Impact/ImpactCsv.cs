using System.Globalization;
using System.Text;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Impact;

/// <summary>The figures as a table (RFC 4180), a row for each group: what a summary of them is published from.</summary>
internal sealed class ImpactCsv(ImpactResponse impact) : IResult
{
    public const string MediaType = "text/csv";

    private static readonly string[] Head =
    [
        "hiring_loop", "hiring_loop_name", "hiring_loop_version", "taken_at", "sample", "figures", "threshold", "by", "sex",
        "race_ethnicity", "status", "people", "selected", "rate", "rate_lower", "rate_upper", "impact_ratio", "below_four_fifths",
        "fisher_p", "z", "beyond_two_standard_deviations", "shortfall", "under_two_percent",
    ];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = MediaType + "; charset=utf-8; header=present";
        response.Headers.ContentDisposition = $"attachment; filename=\"impact-{impact.HiringLoop}.csv\"";
        await response.WriteAsync(Text(), Encoding.UTF8, httpContext.RequestAborted);
    }

    public string Text()
    {
        var text = new StringBuilder();
        Add(text, Head);
        if (impact.Selection is { } selection) Add(text, "selection-rate", selection);
        if (impact.Scoring is { } scoring) Add(text, "scoring-rate", scoring);
        return text.ToString();
    }

    private void Add(StringBuilder text, string name, ImpactFigures figures)
    {
        foreach (var (by, groups) in new[]
        {
            ("sex", figures.Sex), ("race-ethnicity", figures.RaceEthnicity), ("intersection", figures.Intersections),
        })
        {
            foreach (var group in groups) Add(text, CellsOf(name, figures, by, group));
        }
    }

    private string[] CellsOf(string name, ImpactFigures figures, string by, ImpactGroup group) =>
    [
        impact.HiringLoop.ToString(), Words(impact.HiringLoopName), Number(impact.HiringLoopVersion),
        impact.TakenAt?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) ?? "", Number(impact.People),
        name, Number(figures.Threshold), by,
        group.Sex is { } sex ? KebabCase.Of(sex) : "", group.RaceEthnicity is { } race ? KebabCase.Of(race) : "",
        KebabCase.Of(group.Status), Number(group.People), Number(group.Selected), Number(group.Rate), Number(group.RateInterval?.Lower),
        Number(group.RateInterval?.Upper), Number(group.ImpactRatio), Truth(group.BelowFourFifths), Number(group.FisherPValue),
        Number(group.Z), Truth(group.BeyondTwoStandardDeviations), Number(group.Shortfall), Truth(group.UnderTwoPercent),
    ];

    private static void Add(StringBuilder text, string[] cells) => text.AppendJoin(',', cells.Select(Quoted)).Append("\r\n");

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny("\",\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>
    /// What the tenant has written: a spreadsheet would work out what begins so, and an apostrophe keeps it a text (OWASP, CSV injection).
    /// </summary>
    private static string Words(string text) =>
        text.Length > 0 && (text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\'' or '＝' or '＋' or '－' or '＠')
            ? "'" + text
            : text;

    private static string Number(double? value) =>
        value is { } number ? Math.Round(number, 12).ToString("0.############", CultureInfo.InvariantCulture) : "";

    private static string Truth(bool? value) => value switch { null => "", true => "yes", false => "no" };
}
