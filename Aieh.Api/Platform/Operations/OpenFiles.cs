using System.Globalization;

namespace Aieh.Api.Platform.Operations;

/// <summary>
/// How many connections fit into the files that the process may have open. Without a bound, many connections would take the last one, and
/// then the database cannot be opened for anybody.
/// </summary>
internal static class OpenFiles
{
    private const string Limits = "/proc/self/limits";

    /// <summary>Kept back for the database, its connections and what the runtime loads.</summary>
    private const long Reserve = 128;

    private const long Fewest = 16;

    /// <summary>Null where the system does not say.</summary>
    public static long? MostConnections() => File.Exists(Limits) ? MostConnections(File.ReadAllText(Limits)) : null;

    internal static long? MostConnections(string limits)
    {
        var line = limits.Split('\n').FirstOrDefault(each => each.StartsWith("Max open files", StringComparison.Ordinal));
        var soft = line?["Max open files".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var files)
            ? Math.Max(Fewest, files - Math.Max(Reserve, files / 10))
            : null;
    }
}
