using System.Globalization;

namespace Aieh.Api.Platform.Http;

/// <summary>Names and other short texts that requests give.</summary>
internal static class RequestText
{
    public static bool Fits(string text, int most) =>
        text.Length >= 1 && text.Length <= most && text.Trim() == text && !text.Any(IsUnseen);

    /// <summary>Control characters, and those that break or turn round what is shown beside them; joiners belong to names.</summary>
    public static bool IsUnseen(char c) =>
        char.IsControl(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>What such a text must be like, in words.</summary>
    public static string Rule(int most) => $"1 to {most} characters, without spaces at the ends or control characters.";
}
