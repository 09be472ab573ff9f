using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aieh.Api.Tests.Catalog.Documents;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Tools.Content;

/// <summary>The examples of docs/content.md are what they say: items that the loader takes and whose programs prove the key.</summary>
public sealed partial class DocumentedExampleTests
{
    private static readonly string[] _examples = [.. JsonBlock().Matches(File.ReadAllText(Page())).Select(match => match.Groups[1].Value)];

    private static IEnumerable<string> Items() => _examples.Where(example => example.Contains("\"check\"", StringComparison.Ordinal));

    [Test]
    public void Examples_CoverEveryLanguageAndTheBlueprint()
    {
        Assert.That(Items().Count(), Is.EqualTo(3));
        Assert.That(_examples.Single(example => example.Contains("\"blueprint\"", StringComparison.Ordinal)), Is.Not.Null);
    }

    [TestCaseSource(nameof(Items))]
    public async Task Example_OfACheck_ProvesItsKey(string example)
    {
        using var copy = new CatalogCopy();
        copy.Edit("assessments/python-fundamentals/items.json", items =>
        {
            var item = items["items"]![0]!.AsObject();
            item.Remove("check");
            foreach (var (name, value) in JsonNode.Parse($"{{{example}}}")!.AsObject()) item[name] = value!.DeepClone();
        });

        Assert.That(copy.Problems(), Is.Empty);
        Assert.That(await ContentFixture.ProblemsAsync(copy.Load().ItemBanks["python-fundamentals"].Items[0]), Is.Empty);
    }

    private static string Page() => Path.Combine(Checkout.Root, "docs", "content.md");

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock();
}
