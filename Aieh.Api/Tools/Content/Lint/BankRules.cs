using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Tools.Content.Lint;

/// <summary>Rules on the items of banks taken together.</summary>
internal static class BankRules
{
    /// <summary>Two items with this share of common runs of four tokens may be the same question twice.</summary>
    public const double NearDuplicate = 0.5;

    /// <summary>From this many items on, shares say something.</summary>
    public const int EnoughItems = 20;

    /// <summary>Share of items whose best option is the shortest of all; by chance a quarter of items with four options.</summary>
    public const double ShortestShare = 0.4;

    public static IEnumerable<LintFinding> Lengths(Family family)
    {
        var items = family.Bank.Items.Where(item => ItemText.BestOption(item) is not null).ToList();
        if (items.Count < EnoughItems) yield break;

        var byChance = items.Average(item => 1.0 / item.Options.Count);
        var longest = items.Count(item => Others(item).All(other => other < Best(item)));
        var shortest = items.Count(item => Others(item).All(other => other > Best(item)));
        if (longest > byChance * items.Count)
        {
            var expected = byChance * items.Count;
            yield return Found(
                Severity.Error,
                $"the best option is the longest in {longest} of {items.Count} items; by chance it would be in {expected:0.#}");
        }

        if (shortest > ShortestShare * items.Count)
        {
            yield return Found(
                Severity.Warning,
                $"the best option is the shortest in {shortest} of {items.Count} items (limit {ShortestShare:P0})");
        }

        LintFinding Found(Severity severity, string what) => new(severity, "length-cue", family.Slug, what);
    }

    /// <summary>Within and across banks; a pair is found once, and only if one of the two is in a bank that is reported.</summary>
    public static IEnumerable<LintFinding> Duplicates(IEnumerable<Family> families, IReadOnlyCollection<Family> reported)
    {
        var items = families
            .SelectMany(family => family.Bank.Items.Select(item => (Family: family, Item: item)))
            .Select(pair => (pair.Family, Name: $"{pair.Family.Slug}/{pair.Item.Id}", Shingles: ItemText.Shingles(pair.Item)))
            .ToList();
        for (var i = 0; i < items.Count; i++)
        {
            for (var j = i + 1; j < items.Count; j++)
            {
                if (!reported.Contains(items[i].Family) && !reported.Contains(items[j].Family)) continue;

                var similarity = ItemText.Similarity(items[i].Shingles, items[j].Shingles);
                if (similarity >= 1)
                {
                    yield return new(Severity.Error, "duplicate", items[i].Name, $"is {items[j].Name} again");
                }
                else if (similarity >= NearDuplicate)
                {
                    var what = $"resembles {items[j].Name}: similarity {similarity:0.00} (limit {NearDuplicate})";
                    yield return new(Severity.Warning, "near-duplicate", items[i].Name, what);
                }
            }
        }
    }

    private static int Best(Item item) => item.Options.Single(option => option.Id == ItemText.BestOption(item)).Text.Length;

    private static IEnumerable<int> Others(Item item) =>
        item.Options.Where(option => option.Id != ItemText.BestOption(item)).Select(option => option.Text.Length);
}
