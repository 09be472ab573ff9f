using System.Globalization;
using Aieh.Api.Drawing;

namespace Aieh.Api.Tools.Files;

/// <summary>Numbers as a reader sees them; files carry them in full.</summary>
internal static class Show
{
    public static string Number(double? value, string format = "0.00") => value switch
    {
        null => "–",
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "−∞",
        var number => DrawnNumber.Of(number.Value, format),
    };

    public static string Probability(double? p) => p is < 0.001 ? "< 0.001" : Number(p, "0.000");

    public static string Percent(double share) => Number(100 * share, "0.0") + " %";

    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u202F');
}
