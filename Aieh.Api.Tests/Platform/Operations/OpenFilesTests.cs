using System.Diagnostics;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Tests.Platform.Operations;

internal sealed class OpenFilesTests
{
    [TestCase("1024", 896)]
    [TestCase("524288", 471860)]
    [TestCase("64", 16)]
    [TestCase("unlimited", null)]
    public void MostConnections_OfALimit_LeavesFilesForTheDatabase(string soft, long? expected)
    {
        var limits = $"Limit          Soft Limit           Hard Limit           Units\nMax open files {soft}   524288   files\n";

        Assert.That(OpenFiles.MostConnections(limits), Is.EqualTo(expected));
    }

    /// <summary>The shell asks the kernel itself, and hands its own limit down from this process.</summary>
    [Test]
    [Platform("Linux")]
    public async Task MostConnections_OfThisProcess_FitsIntoTheFilesItMayOpen()
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", "ulimit -Sn"]) { RedirectStandardOutput = true })!;
        var limit = (await shell.StandardOutput.ReadToEndAsync()).Trim();
        await shell.WaitForExitAsync();

        var most = OpenFiles.MostConnections();

        if (limit == "unlimited") Assert.That(most, Is.Null);
        else Assert.That(most, Is.EqualTo(OpenFiles.MostConnections($"Max open files {limit} {limit} files")).And.Not.Null);
    }
}
