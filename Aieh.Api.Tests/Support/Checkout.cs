namespace Aieh.Api.Tests.Support;

/// <summary>The checkout that the tests were built in, for those that read its sources and documents.</summary>
internal static class Checkout
{
    /// <summary>Null where the tests run without their sources.</summary>
    public static readonly string? Folder = Find();

    /// <exception cref="InvalidOperationException">The tests run without their sources.</exception>
    public static string Root => Folder ?? throw new InvalidOperationException("These tests read the sources: run them in a checkout.");

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Aieh.slnx"))) return folder.FullName;
        }

        return null;
    }
}
