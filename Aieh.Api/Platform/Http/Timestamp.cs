using System.Globalization;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Platform.Http;

/// <summary>A moment in a query string, RFC 3339.</summary>
internal static class Timestamp
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>The moment asked about, now when nothing was asked; it cannot lie in the future, because nobody can know then.</summary>
    public static (DateTimeOffset AsOf, ProblemHttpResult? Refused) ReadAsOf(string? text, DateTimeOffset now)
    {
        if (text is null) return (now, null);

        var (read, invalid) = Read("asOf", text);
        if (invalid is not null) return (default, invalid);

        var asOf = read!.Value;
        return asOf.IsAfter(now) ? (default, Problems.InvalidParameter("asOf", "It lies in the future.")) : (asOf.AtMost(now), null);
    }

    /// <summary>The moment that a parameter names; null when it was left out.</summary>
    public static (DateTimeOffset? At, ProblemHttpResult? Refused) Read(string name, string? text)
    {
        if (text is null) return (null, null);

        return HasOffset(text) && TryParse(text, out var at)
            ? (at, null)
            : (null, Problems.InvalidParameter(name, "A date and time as in RFC 3339, for example 2026-11-24T12:00:00Z."));
    }

    /// <summary>An unescaped '+' of an offset arrives as a space.</summary>
    private static bool TryParse(string text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text.Replace(' ', '+'), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time);

    /// <summary>Whether the text ends in Z or in an offset such as +02:00.</summary>
    public static bool HasOffset(string text) =>
        text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' or ' ' && text[^3] == ':');
}
