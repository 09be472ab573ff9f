using System.Globalization;
using Aieh.Api.Pages.Shell;

namespace Aieh.Api.Pages.Passport;

/// <summary>Numbers and days as the reader's country writes them.</summary>
internal static class PassportText
{
    public static PageTime Day(DateTimeOffset at) => new(
        at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        at.UtcDateTime.ToString("d MMM yyyy", CultureInfo.CurrentCulture));

    public static PageTime Minute(DateTimeOffset at) => new(
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture),
        at.UtcDateTime.ToString("d MMM yyyy, HH:mm", CultureInfo.CurrentCulture) + "\u00A0UTC");

    public static string Number(double value, string format = "0") => value.ToString(format, CultureInfo.CurrentCulture);

    /// <summary>With one decimal where there is one, so that nothing that falls short of a limit reads as if it reached it.</summary>
    public static string Percent(double share) => Number(Math.Floor(share * 1000 + 1e-6) / 10, "0.#") + "\u00A0%";

    /// <summary>From one score to another.</summary>
    public static string Range(int from, int to) => $"{Number(from)}–{Number(to)}";
}
