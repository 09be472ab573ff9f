using System.Xml.Linq;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Pages;

/// <summary>
/// The words of pages lie in resources, one file for each marker class. What is looked up is there, and what is there is looked up.
/// </summary>
public sealed class WordsTests
{
    private static readonly string[] Namespaces = ["Aieh.Api.Pages.Text", "Aieh.Api.Drawing"];
    private static readonly string[] Folders = [Path.Combine("Aieh.Api", "Pages"), Path.Combine("Aieh.Api", "Drawing")];

    [Test]
    public void Keys_ThatPagesLookUp_AreInTheResources()
    {
        var resources = Resources();
        var faults = from source in Sources()
                     from use in WordUse.In(source.Text, source.DeclaredElsewhere)
                     let fault = FaultOf(use, resources)
                     where fault is not null
                     select $"{source.Name}: {fault}";

        Assert.That(faults, Is.Empty);
    }

    [Test]
    public void Keys_InTheResources_AreLookedUp()
    {
        var uses = Sources().SelectMany(source => WordUse.In(source.Text, source.DeclaredElsewhere)).ToList();
        var unused = from words in Resources()
                     from key in words.Value.Keys
                     where !uses.Any(use => use.Words == words.Key && use.IsOf(key))
                     select $"{words.Key}: {key}";

        Assert.That(unused, Is.Empty);
    }

    /// <summary>Under the name by which the framework looks for it.</summary>
    [Test]
    public void Resources_HaveAMarkerClassAndAreBuiltIn()
    {
        var service = typeof(Server).Assembly;
        var built = service.GetManifestResourceNames();
        var lacking = from words in Resources().Keys
                      where !Namespaces.Select(each => $"{each}.{words}")
                          .Any(name => service.GetType(name) is not null && built.Contains($"{name}.resources"))
                      select words;

        Assert.That(lacking, Is.Empty);
    }

    [TestCase("@inject IStringLocalizer<AWords> W\n<p title=\"@W[\"Tip\"]\">@W[\"Score\", score.Of(1, 2)]</p>", "AWords Tip", "AWords Score with arguments")]
    [TestCase("class C(IStringLocalizer<AWords> words) { string T => words[\"T\"]; }", "AWords T")]
    [TestCase("[Inject] public IStringLocalizer<Text.AWords> W { get; set; } = null!; string T => this.W[\"T\"];", "AWords T")]
    [TestCase("var w = services.GetRequiredService<IStringLocalizer<AWords>>(); w[\"T\"]", "AWords T")]
    [TestCase("IStringLocalizer<AWords> w; w[x switch { \"open\" => \"Open\", \"a\" or \"b\" => \"Both\", _ => \"Other\" }]", "AWords Open", "AWords Both", "AWords Other")]
    [TestCase("IStringLocalizer<AWords> w; w[isOpen ? \"Open\" : \"Closed\", \"an argument\"]", "AWords Open with arguments", "AWords Closed with arguments")]
    [TestCase("IStringLocalizer<AWords> w; w[$\"Band_{slug}\"]", "AWords Band_*")]
    [TestCase("IStringLocalizer<AWords> w; w[key]", "AWords ?")]
    [TestCase("IStringLocalizer<AWords> a; IStringLocalizer<BWords> b; a[\"A\"]; b[\"B\"]; other.a[\"C\"]; data[\"D\"]", "AWords A", "BWords B")]
    public void Source_ThatLooksKeysUp_IsRead(string source, params string[] expected) =>
        Assert.That(WordUse.In(source).Select(Told), Is.EqualTo(expected));

    [Test]
    public void Source_OfALocalizerFromElsewhere_IsRead() =>
        Assert.That(WordUse.In("<p>@W[\"T\"]</p>", "@inject IStringLocalizer<AWords> W").Select(Told), Is.EqualTo(new[] { "AWords T" }));

    [TestCase("Plain", false, null)]
    [TestCase("Plain", true, "Plain is given arguments and has no place for them")]
    [TestCase("Filled", true, null)]
    [TestCase("Filled", false, "Filled has places for arguments and is given none")]
    [TestCase("None", false, "None is not in AWords")]
    [TestCase("Pl*", false, null)]
    [TestCase("None_*", false, "None_* is not in AWords")]
    [TestCase(null, false, "a key of AWords is not written where it is looked up")]
    public void Use_OfAKey_IsFaultyOrNot(string? key, bool hasArguments, string? fault)
    {
        var texts = new Dictionary<string, string> { ["Plain"] = "one", ["Filled"] = "of {0}" };

        Assert.That(FaultOf(new WordUse("AWords", key, hasArguments), new() { ["AWords"] = texts }), Is.EqualTo(fault));
    }

    private static string? FaultOf(WordUse use, Dictionary<string, Dictionary<string, string>> resources)
    {
        if (use.Key is null) return $"a key of {use.Words} is not written where it is looked up";

        var texts = resources.GetValueOrDefault(use.Words)?.Where(text => use.IsOf(text.Key)).Select(text => text.Value).ToList() ?? [];
        if (texts.Count == 0) return $"{use.Key} is not in {use.Words}";

        var hasPlaces = texts.Exists(text => text.Contains("{0", StringComparison.Ordinal));
        if (hasPlaces == use.HasArguments) return null;

        return hasPlaces
            ? $"{use.Key} has places for arguments and is given none"
            : $"{use.Key} is given arguments and has no place for them";
    }

    private static string Told(WordUse use) => $"{use.Words} {use.Key ?? "?"}{(use.HasArguments ? " with arguments" : "")}";

    /// <summary>The texts of each marker class by their keys.</summary>
    private static Dictionary<string, Dictionary<string, string>> Resources() =>
        FilesOf("*Words.resx").ToDictionary(
            file => Path.GetFileNameWithoutExtension(file),
            file => XElement.Load(file).Elements("data").ToDictionary(
                each => each.Attribute("name")!.Value, each => each.Element("value")!.Value));

    /// <summary>Each with what is declared for it: in its other half, <c>X.razor</c> or <c>X.razor.cs</c>, and in the imports.</summary>
    private static IEnumerable<(string Name, string Text, string DeclaredElsewhere)> Sources()
    {
        var files = FilesOf("*.razor").Concat(FilesOf("*.cs")).ToDictionary(file => file, File.ReadAllText);
        var imports = string.Join('\n', files.Where(file => Path.GetFileName(file.Key) == "_Imports.razor").Select(file => file.Value));
        foreach (var (file, text) in files)
        {
            var half = file.EndsWith(".cs", StringComparison.Ordinal) ? file[..^3] : file + ".cs";
            var shared = file.Contains(".razor", StringComparison.Ordinal) ? imports : "";
            yield return (Path.GetFileName(file), text, $"{files.GetValueOrDefault(half)}\n{shared}");
        }
    }

    private static IEnumerable<string> FilesOf(string pattern) =>
        Folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Checkout.Root, folder), pattern, SearchOption.AllDirectories));
}
