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

    [Test]
    public void MostConnections_OfThisProcess_IsKnownOnLinux()
    {
        if (!OperatingSystem.IsLinux()) Assert.Ignore("Only Linux says how many files a process may have open.");
        Assert.That(OpenFiles.MostConnections(), Is.Null.Or.GreaterThan(15));
    }
}
