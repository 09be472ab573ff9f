using System.Text.RegularExpressions;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Architecture;

/// <summary>A source file of this checkout, for the rules that a compiled type does not show.</summary>
internal sealed partial record SourceFile(string Path, string[] Lines)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public string RelativePath => System.IO.Path.GetRelativePath(Checkout.Root, Path);

    /// <summary>Empty in a file of top-level statements.</summary>
    public string Namespace => Named(NamespaceLine()).FirstOrDefault() ?? "";

    public IEnumerable<string> Usings => Named(UsingLine());

    public static IEnumerable<SourceFile> Of(string project) =>
        Directory.EnumerateFiles(System.IO.Path.Combine(Checkout.Root, project), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(System.IO.Path.DirectorySeparatorChar).Any(folder => folder is "obj" or "bin"))
            .Select(file => new SourceFile(file, File.ReadAllLines(file)));

    private IEnumerable<string> Named(Regex pattern) =>
        Lines.Select(line => pattern.Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"^namespace ([\w.]+);")]
    private static partial Regex NamespaceLine();

    /// <summary>Of an alias or a static using, the type's full name: it lies in the same room.</summary>
    [GeneratedRegex(@"^using (?:static |\w+ = )?([\w.]+)")]
    private static partial Regex UsingLine();
}
