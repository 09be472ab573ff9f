using System.Globalization;
using Aieh.Api.Pages.Shell;

namespace Aieh.Api.Pages.Reports;

/// <summary>How numbers and days are written for the reader.</summary>
internal static class Figures
{
    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy", CultureInfo.CurrentCulture);

    /// <summary>To the minute, for what is of the service and not of somebody.</summary>
    public static PageTime Minute(DateTimeOffset at) => new(
        at.UtcDateTime.ToString("yyyy-MM-ddTHH:mmZ", CultureInfo.InvariantCulture),
        at.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.CurrentCulture));

    /// <summary>To the day, also for machines: what was taken when would say how long it took, and so who was given more time.</summary>
    public static PageTime DayOf(DateTimeOffset at) =>
        new(at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Day(at));

    /// <summary>With one decimal where there is one, so that nothing that falls short of a limit reads as if it reached it.</summary>
    public static string Percent(double share) => Number(Math.Floor(share * 1000 + 1e-6) / 10, "0.#") + "\u00A0%";

    /// <summary>From one score to another.</summary>
    public static string Range(int from, int to) => string.Create(CultureInfo.CurrentCulture, $"{from}–{to}");

    public static string Number(double value, string format) => value.ToString(format, CultureInfo.CurrentCulture);
}
