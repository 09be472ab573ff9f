using System.Globalization;
using Aieh.Api.Pages.Shell;

namespace Aieh.Api.Pages.Passport;

/// <summary>Moments of a passport as the reader's country writes them.</summary>
internal static class PassportText
{
    public static PageTime Minute(DateTimeOffset at) => new(
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture),
        at.UtcDateTime.ToString("d MMM yyyy, HH:mm", CultureInfo.CurrentCulture) + "\u00A0UTC");
}
