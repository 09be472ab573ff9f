namespace Aieh.Api.Tests.Support;

/// <summary>
/// Reference cases that live beside a checkout (../shared/cases), or where AIEH_CASES points; tests that need them are ignored, with the
/// reason, when they are absent.
/// </summary>
internal static class SharedCases
{
    private static readonly string? Root = Find();

    public static string Folder(string name)
    {
        if (Root is null) Assert.Ignore($"reference case {name}: no ../shared/cases beside the checkout and AIEH_CASES is not set");
        return Path.Combine(Root!, name);
    }

    /// <summary>A small input that once went wrong, from the folder `faults` beside that of the cases.</summary>
    public static string Fault(string name)
    {
        var folder = Root is null ? null : Path.GetFullPath(Path.Combine(Root, "..", "faults", name));
        if (folder is null || !Directory.Exists(folder)) Assert.Ignore($"fault {name}: no ../shared/faults beside the checkout");
        return folder!;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("AIEH_CASES") is { Length: > 0 } named) return Directory.Exists(named) ? named : null;

        if (Checkout.Folder is not { } root) return null;
        var cases = Path.GetFullPath(Path.Combine(root, "..", "shared", "cases"));
        return Directory.Exists(cases) ? cases : null;
    }
}
