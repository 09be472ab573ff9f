using System.Globalization;
using Aieh.Api.Platform.Browser;

namespace Aieh.Api.Pages.Take;

/// <summary>Which items somebody means to come back to: a note in the browser and nothing that the service keeps.</summary>
internal static class ItemFlags
{
    private const string Cookie = "aieh-flags";

    /// <summary>Numbers of the flagged items, from 1.</summary>
    public static HashSet<int> Read(HttpContext context) =>
    [
        .. (context.Request.Cookies[Cookie] ?? "").Split('.')
            .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number > 0),
    ];

    /// <summary>As the form of an item says.</summary>
    public static void Write(HttpContext context, Guid attempt, IFormCollection form)
    {
        if (!int.TryParse(form["number"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return;

        var flags = Read(context);
        var isChanged = form["flag"].Count > 0 ? flags.Add(number) : flags.Remove(number);
        if (!isChanged) return;

        context.Response.Cookies.Append(
            Cookie, string.Join('.', flags.Order()), PageCookie.OptionsOf(context.Request, TakeAddresses.Of(attempt)));
    }
}
