namespace Aieh.Api.Tools.Content.Lint;

/// <summary>Rules on the items of banks taken together.</summary>
internal static class BankRules
{
    /// <summary>Two items with this share of common runs of four tokens may be the same question twice.</summary>
    public const double NearDuplicate = 0.5;

    /// <summary>From this many items on, shares say something.</summary>
    public const int EnoughItems = 20;

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
}
