using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Tools.Content.Lint;

/// <summary>What choosing by looks alone earns in a bank: each strategy in figures, and those that earn too much.</summary>
internal static class BankCues
{
    /// <summary>Ties are drawn; over so many tests the mean score settles to a point or two.</summary>
    private const int Tests = 200;

    // Counts and shares are compared with products of decimals in binary.
    private const double Rounding = 1e-9;

    public static LintSection Of(Family family)
    {
        var operational = family.Bank.Items.Where(item => item.Status == ItemStatus.Operational).ToList();
        var items = operational.Where(item => ItemText.BestOption(item) is not null).ToList();
        if (items.Count < BankRules.EnoughItems) return LintSection.Empty;

        var chance = items.Average(item => 1.0 / item.Options.Count);
        var full = family.Forms.FirstOrDefault(form => form.Form.Kind == FormKind.Full);
        var assembled = full.Items is null ? null : family.Assemble(full.Items);
        List<string> lines = [$"== {family.Slug}: choosing by looks in {items.Count} items; chance finds the best in {chance:P0}"];
        var findings = new List<LintFinding>();
        foreach (var strategy in StyleCues.Strategies(chance).Append(CentreCue.Strategy))
        {
            var chosen = operational.ToDictionary(item => item.Id, strategy.Choose, StringComparer.Ordinal);
            var (alone, found) = (items.Count(item => Found(item) == 1), items.Average(Found));
            var score = assembled is null ? "" : $"   score {Score(assembled, chosen):0}";
            lines.Add($"   {strategy.Name,-24} finds {found,5:P0}, alone in {(double)alone / items.Count,5:P0}{score}");
            if (strategy.AloneShare is { } limit && alone > limit * items.Count + Rounding)
            {
                findings.Add(Finding(
                    "style-cue",
                    $"the best option alone has the {strategy.Name} in {alone} of {items.Count} items (limit {limit:P0})"));
            }

            if (strategy == CentreCue.Strategy) AddCentres(Found);

            double Found(Item item)
            {
                var options = chosen[item.Id];
                return options.Any(option => option.Id == ItemText.BestOption(item)) ? 1.0 / options.Count : 0;
            }
        }

        return new LintSection(lines, findings);

        double Score(AssembledForm form, Dictionary<string, IReadOnlyList<ItemOption>> chosen) =>
            BlindScores.Of(family, full.Form, form, item => chosen[item.Id], Tests).Average();

        void AddCentres(Func<Item, double> found)
        {
            var topics = items.GroupBy(item => item.Topic).Where(topic => topic.Count() >= CentreCue.EnoughOfATopic);
            var groups = topics.Select(topic => (Name: $"items of {topic.Key}", Items: topic.ToList(), Limit: CentreCue.TopicShare));
            foreach (var (name, of, limit) in groups.Prepend(("items", items, CentreCue.BankShare)))
            {
                var share = of.Average(found);
                if (of != items) lines.Add($"     {name,-40} {share,5:P0} of {of.Count}");
                if (share <= limit + Rounding) continue;

                var what = $"the best option is the one most like the others in {share:P0} of {of.Count} {name} (limit {limit:P0})";
                findings.Add(Finding("centre-cue", what));
            }
        }

        LintFinding Finding(string rule, string what) => new(Severity.Error, rule, family.Slug, what);
    }
}
