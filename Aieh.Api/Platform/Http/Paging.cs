using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Platform.Http;

/// <summary>A place in a list ordered by (time, id), as the opaque text that clients hand back.</summary>
internal sealed record Cursor(DateTimeOffset At, Guid Id)
{
    /// <summary>Before everything.</summary>
    public static readonly Cursor Start = new(DateTimeOffset.MinValue, Guid.Empty);

    /// <summary>After everything: where a list begins that is ordered from the newest.</summary>
    public static readonly Cursor End = new(DateTimeOffset.MaxValue, Guid.Empty);

    /// <summary>The text names its list, so that the cursor of another one is refused and does not point somewhere by accident.</summary>
    public string ToText(string list)
    {
        var place = FormattableString.Invariant($"{list}.{At.UtcTicks}.{Id:N}");
        return Base64Url.EncodeToString(Encoding.ASCII.GetBytes(place));
    }

    public static Cursor? Parse(string list, string text)
    {
        if (!Ascii.IsValid(text) || text.Length > 100 || !Base64Url.IsValid(text)) return null;

        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('.');
        return parts.Length == 3 && parts[0] == list
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTimeOffset.MaxValue.UtcTicks
            && Guid.TryParseExact(parts[2], "N", out var id)
                ? new Cursor(new DateTimeOffset(ticks, TimeSpan.Zero), id)
                : null;
    }
}

/// <summary>The paging parameters of a list, checked.</summary>
internal readonly record struct Page(string List, int Limit, Cursor After)
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    /// <summary>As <see cref="After"/>, of a list that is ordered from the newest.</summary>
    public Cursor Before => After == Cursor.Start ? Cursor.End : After;

    public static (Page Page, ProblemHttpResult? Refused) Read(string list, int? limit, string? cursor)
    {
        if (RefuseLimit(limit) is { } refused) return (default, refused);
        if (cursor is null) return (new Page(list, limit ?? DefaultLimit, Cursor.Start), null);

        return Cursor.Parse(list, cursor) is { } after
            ? (new Page(list, limit ?? DefaultLimit, after), null)
            : (default, RefuseCursor());
    }

    internal static ProblemHttpResult? RefuseLimit(int? limit) =>
        limit is < 1 or > MaxLimit ? Problems.InvalidParameter("limit", $"From 1 to {MaxLimit}.") : null;

    internal static ProblemHttpResult RefuseCursor() =>
        Problems.InvalidParameter("cursor", "It is not a cursor of this list. Take 'next' of the page before, unchanged.");

    /// <summary>Cuts one row too many off and names the place to go on from.</summary>
    public (IReadOnlyList<T> Items, string? Next) Cut<T>(IReadOnlyList<T> rows, Func<T, Cursor> place) =>
        rows.Count > Limit ? ([.. rows.Take(Limit)], place(rows[Limit - 1]).ToText(List)) : (rows, null);
}

/// <summary>A page of a list that is ordered by slug: the cursor is the last slug of the page before.</summary>
internal readonly record struct SlugPage(string List, int Limit, string After)
{
    private const int MaxSlugLength = 64;

    public static (SlugPage Page, ProblemHttpResult? Refused) Read(string list, int? limit, string? cursor)
    {
        if (Page.RefuseLimit(limit) is { } refused) return (default, refused);
        if (cursor is null) return (new SlugPage(list, limit ?? Page.DefaultLimit, After: ""), null);

        return Decode(list, cursor) is { } after
            ? (new SlugPage(list, limit ?? Page.DefaultLimit, after), null)
            : (default, Page.RefuseCursor());
    }

    /// <summary>Cuts the page out of the whole list, which must be in ordinal order of slugs.</summary>
    public (IReadOnlyList<T> Items, string? Next) Cut<T>(IReadOnlyDictionary<string, T> bySlug)
    {
        var after = After;
        var rows = bySlug.Where(row => string.CompareOrdinal(row.Key, after) > 0).Take(Limit + 1).ToList();
        var next = rows.Count > Limit ? Base64Url.EncodeToString(Encoding.ASCII.GetBytes(List + "." + rows[Limit - 1].Key)) : null;
        return ([.. rows.Take(Limit).Select(row => row.Value)], next);
    }

    private static string? Decode(string list, string cursor)
    {
        if (!Ascii.IsValid(cursor) || cursor.Length > 2 * MaxSlugLength || !Base64Url.IsValid(cursor)) return null;

        var text = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor));
        if (!text.StartsWith(list + ".", StringComparison.Ordinal)) return null;

        var slug = text[(list.Length + 1)..];
        return slug.Length is > 0 and <= MaxSlugLength && slug.All(IsOfSlugs) ? slug : null;
    }

    private static bool IsOfSlugs(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-';
}

/// <summary>
/// A place in a list that has an order of its own, as the opaque text that clients hand back: figures and ids, without dots.
/// </summary>
internal static class Place
{
    private const int MaxLength = 400;

    public static string ToText(string list, params IEnumerable<string> parts) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Join('.', parts.Prepend(list))));

    /// <summary>The parts, so many; null where the text is not of this list.</summary>
    public static string[]? Parse(string list, string text, int count)
    {
        if (!Ascii.IsValid(text) || text.Length > MaxLength || !Base64Url.IsValid(text)) return null;

        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('.');
        return parts.Length == count + 1 && parts[0] == list ? parts[1..] : null;
    }
}
