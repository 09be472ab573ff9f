namespace Aieh.Api.Tests.Tools.Content;

/// <summary>What else runs on this machine, by a word of its command line; on Linux.</summary>
internal static class OtherProcesses
{
    public static bool IsRunning(string marker) => Find(marker) is not null;

    /// <summary>The id of the process whose last argument it is.</summary>
    public static string? Find(string marker) => Directory.EnumerateDirectories("/proc")
        .Where(process => CommandLine(process).EndsWith($"{marker}\0", StringComparison.Ordinal))
        .Select(Path.GetFileName)
        .FirstOrDefault();

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ""; // no process, or it has ended
        }
    }
}
