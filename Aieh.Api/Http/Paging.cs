using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Http;

/// <summary>A place in a list ordered by (time, id), as the opaque text that clients hand back.</summary>
internal sealed record Cursor(DateTimeOffset At, Guid Id)
{
    /// <summary>Before everything.</summary>
    public static readonly Cursor Start = new(DateTimeOffset.MinValue, Guid.Empty);

    public override string ToString() => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(FormattableString.Invariant($"{At.UtcTicks}.{Id:N}")));

    public static Cursor? Parse(string text)
    {
        if (!Ascii.IsValid(text) || text.Length > 100 || !Base64Url.IsValid(text)) return null;

        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('.');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks
            && Guid.TryParseExact(parts[1], "N", out var id)
                ? new Cursor(new DateTimeOffset(ticks, TimeSpan.Zero), id)
                : null;
    }
}

/// <summary>The paging parameters of a list, checked.</summary>
internal readonly record struct Page(int Limit, Cursor After)
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    public static (Page Page, ProblemHttpResult? Refused) Read(int? limit, string? cursor)
    {
        if (limit is < 1 or > MaxLimit) return (default, Problems.InvalidParameter("limit", $"From 1 to {MaxLimit}."));
        if (cursor is null) return (new Page(limit ?? DefaultLimit, Cursor.Start), null);

        return Cursor.Parse(cursor) is { } after
            ? (new Page(limit ?? DefaultLimit, after), null)
            : (default, Problems.InvalidParameter("cursor", "It is not a cursor of this list. Take 'next' of the page before, unchanged."));
    }

    /// <summary>Cuts one row too many off and names the place to go on from.</summary>
    public (IReadOnlyList<T> Items, string? Next) Cut<T>(IReadOnlyList<T> rows, Func<T, Cursor> place) =>
        rows.Count > Limit ? ([.. rows.Take(Limit)], place(rows[Limit - 1]).ToString()) : (rows, null);
}
