using System.Globalization;

namespace Aieh.Api.Drawing;

/// <summary>Numbers as they are written in pictures: as the reader writes them, with the minus sign of typography.</summary>
internal static class DrawnNumber
{
    public static string Of(double value, string format = "0") =>
        value.ToString(format, CultureInfo.CurrentCulture).Replace('-', '−');

    /// <summary>Whole per cent; a share that is not nothing, or not all, never reads as if it were.</summary>
    public static string Percent(double share) => share switch
    {
        > 0 and < 0.005 => "< 1\u00A0%",
        < 1 and >= 0.995 => "> 99\u00A0%",
        _ => Of(100 * share) + "\u00A0%",
    };

    public static string Range(int from, int to) => $"{Of(from)}–{Of(to)}";
}
