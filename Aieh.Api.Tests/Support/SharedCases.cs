namespace Aieh.Api.Tests.Support;

/// <summary>
/// Reference cases that live beside a checkout (../shared/cases), or where AIEH_CASES points, and inputs that once went wrong
/// (../shared/faults), and references (../shared/reference); tests that need them are ignored, with the reason, when they are absent.
/// </summary>
internal static class SharedCases
{
    private static readonly string? Root = Find();

    public static string Folder(string name)
    {
        if (Root is null) Assert.Ignore($"reference case {name}: no ../shared/cases beside the checkout and AIEH_CASES is not set");
        return Path.Combine(Root!, name);
    }

    /// <summary>The folder of an input that once went wrong.</summary>
    public static string Fault(string name)
    {
        var folder = Checkout.Folder is { } root ? Path.GetFullPath(Path.Combine(root, "..", "shared", "faults", name)) : null;
        if (!Directory.Exists(folder)) Assert.Ignore($"input {name}: no ../shared/faults/{name} beside the checkout");
        return folder!;
    }

    /// <summary>A reference beside the checkout.</summary>
    public static string Reference(string name)
    {
        var file = Checkout.Folder is { } root ? Path.GetFullPath(Path.Combine(root, "..", "shared", "reference", name)) : null;
        if (!File.Exists(file)) Assert.Ignore($"reference {name}: no ../shared/reference/{name} beside the checkout");
        return file!;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("AIEH_CASES") is { Length: > 0 } named) return Directory.Exists(named) ? named : null;

        if (Checkout.Folder is not { } root) return null;
        var cases = Path.GetFullPath(Path.Combine(root, "..", "shared", "cases"));
        return Directory.Exists(cases) ? cases : null;
    }
}
