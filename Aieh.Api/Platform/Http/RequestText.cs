namespace Aieh.Api.Platform.Http;

/// <summary>Names and other short texts that requests give.</summary>
internal static class RequestText
{
    public static bool Fits(string text, int most) =>
        text.Length >= 1 && text.Length <= most && text.Trim() == text && !text.Any(char.IsControl);

    /// <summary>What such a text must be like, in words.</summary>
    public static string Rule(int most) => $"1 to {most} characters, without spaces at the ends or control characters.";
}
