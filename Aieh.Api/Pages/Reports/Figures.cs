using System.Globalization;
using Aieh.Api.Pages.Shell;

namespace Aieh.Api.Pages.Reports;

/// <summary>Moments as they are written for the reader of a ranking.</summary>
internal static class Figures
{
    /// <summary>To the minute, for what is of the service and not of somebody.</summary>
    public static PageTime Minute(DateTimeOffset at) => new(
        at.UtcDateTime.ToString("yyyy-MM-ddTHH:mmZ", CultureInfo.InvariantCulture),
        at.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.CurrentCulture));
}
