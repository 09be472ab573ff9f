using System.Globalization;

namespace Aieh.Api.Employers.Usage;

/// <summary>A calendar month in UTC.</summary>
/// <param name="Index">Months since the beginning of year 0.</param>
internal readonly record struct UsageMonth(int Index)
{
    private const int MonthsOfYear = 12;
    private const int FirstYear = 2000;

    public int Year => Index / MonthsOfYear;

    public int Month => (Index % MonthsOfYear) + 1;

    /// <summary>Year times 100 plus month, as it is stored.</summary>
    public int Number => (Year * 100) + Month;

    public static UsageMonth Of(DateTimeOffset time) => new((time.UtcDateTime.Year * MonthsOfYear) + time.UtcDateTime.Month - 1);

    public static UsageMonth OfNumber(int number) => new((number / 100 * MonthsOfYear) + (number % 100) - 1);

    /// <summary>As in 2026-06; null when it is not written so, or lies in another century.</summary>
    public static UsageMonth? Parse(string text) =>
        DateTime.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) && first.Year >= FirstYear
            ? new UsageMonth((first.Year * MonthsOfYear) + first.Month - 1)
            : null;

    public UsageMonth Plus(int months) => new(Index + months);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{Month:D2}");
}
