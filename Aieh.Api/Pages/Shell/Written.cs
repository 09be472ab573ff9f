using System.Globalization;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Pages.Shell;

/// <summary>Numbers, days and bands as they are written for the reader.</summary>
internal static class Written
{
    /// <summary>Less probable bands are left out.</summary>
    private const double LeastProbability = 0.005;

    /// <summary>What who reads figures need not know: how the steps protect the items.</summary>
    private const string PrecisionNote = "precision";

    public static string Number(double value, string format = "0") => value.ToString(format, CultureInfo.CurrentCulture);

    /// <summary>With one decimal where there is one, so that nothing that falls short of a limit reads as if it reached it.</summary>
    public static string Percent(double share) => Number(Math.Floor(share * 1000 + 1e-6) / 10, "0.#") + "\u00A0%";

    /// <summary>From one score to another.</summary>
    public static string Range(int from, int to) => $"{Number(from)}–{Number(to)}";

    /// <summary>To the day, also for machines: what was taken when would say how long it took, and so who was given more time.</summary>
    public static PageTime Day(DateTimeOffset at) => new(
        at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        at.UtcDateTime.ToString("d MMM yyyy", CultureInfo.CurrentCulture));

    /// <summary>The band, or where the API names none how probable each is.</summary>
    public static string Band(string? band, IReadOnlyList<BandProbability> probabilities, CatalogSnapshot catalog)
    {
        if (band is not null) return catalog.BandNameOf(band);

        var probable = probabilities.Where(each => each.Probability >= LeastProbability).OrderByDescending(each => each.Probability);
        return string.Join(
            ", ", probable.Select(each => $"{catalog.BandNameOf(each.Band)}\u00A0{Number(100 * each.Probability)}\u00A0%"));
    }

    /// <summary>What whoever reads figures should know.</summary>
    public static IReadOnlyList<string> Notes(MethodologyDocument methodology) =>
        [.. methodology.Reporting.Statements.Where(note => note.Slug != PrecisionNote).Select(note => note.Text)];
}
