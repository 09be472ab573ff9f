using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Tools.Content.Lint;

/// <summary>Rules on one form: blueprint, positions of the best options, order and time.</summary>
internal static class FormRules
{
    /// <summary>How far the share of a position may be from an even one, relative to it: 20 to 30 % with four options.</summary>
    public const double KeyShareTolerance = 0.2;

    /// <summary>Share of the time limit that the estimated seconds may fill.</summary>
    public const double TimeShare = 0.85;

    public static IEnumerable<LintFinding> Check(Family family, AssessmentForm form, IReadOnlyList<Item> items) =>
    [
        .. Blueprint(family, form, items).Concat(Keys(form, items)).Concat(Order(family, form, items)).Concat(Time(form, items))
            .Concat(Enemies(family, form))
            .Select(found => new LintFinding(found.Severity, found.Rule, family.Name(form), found.What)),
    ];

    private static IEnumerable<(Severity Severity, string Rule, string What)> Blueprint(
        Family family, AssessmentForm form, IReadOnlyList<Item> items)
    {
        if (form.Blueprint?.Value is not { } blueprint)
        {
            if (form.Kind == FormKind.Full) yield return (Severity.Warning, "blueprint", "has none");
            yield break;
        }

        var topics = blueprint.Topics.Keys.Union(items.Select(item => item.Topic), StringComparer.Ordinal);
        foreach (var topic in topics.Order(StringComparer.Ordinal))
        {
            var target = blueprint.Topics.GetValueOrDefault(topic);
            var share = (double)items.Count(item => item.Topic == topic) / items.Count;
            // Shares and targets are decimals in binary: a share exactly at the tolerance is within it.
            if (Math.Abs(share - target) <= blueprint.Tolerance + 1e-9) continue;

            var what = $"{topic} has {share:P1} of the items; the target is {target:P1} ± {blueprint.Tolerance:P1}";
            yield return (Severity.Error, "blueprint", what);
        }

        var (minimum, maximum) = (blueprint.Difficulty.Minimum, blueprint.Difficulty.Maximum);
        foreach (var item in items.Where(item => family.Difficulty(item) < minimum || family.Difficulty(item) > maximum))
        {
            var what = $"{item.Id} has the difficulty {family.Difficulty(item):0.##}, outside of {minimum} to {maximum}";
            yield return (Severity.Error, "blueprint", what);
        }
    }

    private static IEnumerable<(Severity Severity, string Rule, string What)> Keys(AssessmentForm form, IReadOnlyList<Item> items)
    {
        var best = items.Select(ItemText.BestOption).ToList();
        // An adaptive form chooses its order anew for everybody.
        for (var i = 2; i < best.Count && form.Kind != FormKind.Adaptive; i++)
        {
            if (best[i] is not { } key || best[i - 1] != key || best[i - 2] != key) continue;
            yield return (Severity.Error, "key-run", $"{items[i - 2].Id}, {items[i - 1].Id} and {items[i].Id} all have {key}");
        }

        var counts = best.OfType<string>().CountBy(key => key).ToDictionary(StringComparer.Ordinal);
        var options = items.SelectMany(item => item.Options);
        var positions = options.Select(option => option.Id).Distinct().Order(StringComparer.Ordinal).ToList();
        if (items.Count < BankRules.EnoughItems)
        {
            if (counts.Count >= Math.Min(positions.Count, counts.Values.Sum())) yield break;

            var used = string.Join(", ", counts.Keys.Order(StringComparer.Ordinal));
            yield return (Severity.Warning, "key-balance", $"has its best options at {used} only");
            yield break;
        }

        foreach (var position in positions)
        {
            // What chance would give, were each item's best option at any of its positions.
            var possible = items.Where((item, i) => best[i] is not null && item.Options.Any(option => option.Id == position));
            var even = possible.Sum(item => 1.0 / item.Options.Count);
            var count = counts.GetValueOrDefault(position);
            if (Math.Abs(count - even) <= KeyShareTolerance * even + 0.5) continue;
            yield return (Severity.Error, "key-balance", $"has {count} best options at {position}; even would be {even:0.#}");
        }
    }

    private static IEnumerable<(Severity Severity, string Rule, string What)> Order(
        Family family, AssessmentForm form, IReadOnlyList<Item> items)
    {
        if (form.Kind != FormKind.Full) yield break;

        for (var i = 1; i < items.Count; i++)
        {
            // Means of thresholds that are equal in decimals differ in the last binary digit.
            if (family.Difficulty(items[i]) < family.Difficulty(items[i - 1]) - 1e-9)
            {
                yield return (Severity.Warning, "order", $"{items[i].Id} is easier than {items[i - 1].Id} before it");
            }
        }
    }

    private static IEnumerable<(Severity Severity, string Rule, string What)> Enemies(Family family, AssessmentForm form)
    {
        // An adaptive form lists what it chooses from, and keeps enemies apart as it chooses.
        if (form.Kind == FormKind.Adaptive) yield break;

        foreach (var set in family.Bank.Enemies ?? [])
        {
            var listed = set.Items.Intersect(form.Items!).ToList();
            if (listed.Count < 2) continue;
            yield return (Severity.Error, "enemies", $"lists {string.Join(" and ", listed)}, which do not go together: {set.Reason}");
        }
    }

    private static IEnumerable<(Severity Severity, string Rule, string What)> Time(AssessmentForm form, IReadOnlyList<Item> items)
    {
        var (seconds, limit) = (FormTable.Seconds(form, items), form.TimeLimitSeconds.Value);
        if (seconds > TimeShare * limit)
        {
            var what = $"its items are estimated to take {seconds} s of {limit} s, more than {TimeShare:P0}";
            yield return (Severity.Warning, "time-limit", what);
        }
    }
}
