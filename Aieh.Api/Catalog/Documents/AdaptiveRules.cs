namespace Aieh.Api.Catalog.Documents;

/// <summary>How an adaptive form chooses its items and when it ends; the most items it gives are the form's item count.</summary>
internal sealed record AdaptiveRules
{
    /// <summary>Below this many items to choose from the form is not offered.</summary>
    public required Sourced<int> MinimumBankSize { get; init; }

    /// <summary>Items given before precision may end the test, and answers without which there is no score.</summary>
    public required Sourced<int> MinimumLength { get; init; }

    /// <summary>The test ends when the ability's standard error is at most this, logits.</summary>
    public required Sourced<double> TargetStandardError { get; init; }

    /// <summary>Each item is drawn from this many of the most informative ones.</summary>
    public required Sourced<int> Randomesque { get; init; }

    /// <summary>The share of the test that each topic has; they sum to 1.</summary>
    public required Sourced<IReadOnlyDictionary<string, double>> ContentShares { get; init; }

    /// <summary>
    /// The share of tests that any one item may be part of, in the norm population and up to the error of the simulation by which that is
    /// reached.
    /// </summary>
    public required Sourced<double> MaximumExposure { get; init; }
}

internal static class AdaptiveChecks
{
    // Shares are written with a few decimals; this only absorbs binary rounding.
    private const double SumTolerance = 1e-9;

    /// <summary>What can be said of the form alone.</summary>
    public static IEnumerable<CatalogProblem> Check(string file, string pointer, AssessmentForm form)
    {
        if (form.Adaptive is null != (form.Kind != FormKind.Adaptive))
        {
            yield return new(file, $"{pointer}/adaptive", "belongs to an adaptive form, and only to it");
        }

        if (form.Adaptive is not { } rules) yield break;

        if (rules.MinimumLength.Value > form.ItemCount.Value)
        {
            yield return new(file, $"{pointer}/adaptive/minimumLength/value", "must not exceed the number of items");
        }

        if (rules.MinimumBankSize.Value < form.ItemCount.Value)
        {
            yield return new(file, $"{pointer}/adaptive/minimumBankSize/value", "must not be below the number of items");
        }

        if (form.Items is { } shown && rules.MaximumExposure.Value * shown.Count < form.ItemCount.Value)
        {
            yield return new(
                file,
                $"{pointer}/adaptive/maximumExposure/value",
                $"must be {form.ItemCount.Value}/{shown.Count} or more, what each item would have if all were shown equally often");
        }

        var sum = rules.ContentShares.Value.Values.Sum();
        if (Math.Abs(sum - 1) > SumTolerance)
        {
            yield return new(file, $"{pointer}/adaptive/contentShares/value", $"has shares that sum to {sum:R}, not 1");
        }
    }

    /// <summary>
    /// There must be items enough, of enemies one, and a topic must be able to fill its share of the longest test; a topic without a share
    /// would never be asked about.
    /// </summary>
    public static IEnumerable<CatalogProblem> Content(string file, string pointer, AssessmentForm form, ItemBankDocument? bank)
    {
        if (form is not { Adaptive: { } rules, Items: { } listed }) yield break;

        var apart = bank?.CountApart(listed) ?? listed.Count;
        if (apart < rules.MinimumBankSize.Value)
        {
            var enemies = apart == listed.Count ? "" : $", and {apart} of those listed go together";
            yield return new(
                file, $"{pointer}/items", $"must list {rules.MinimumBankSize.Value} items or more{enemies}, because the form is available");
        }

        var ids = listed.ToHashSet(StringComparer.Ordinal);
        var topics = (bank?.Items ?? [])
            .Where(item => ids.Contains(item.Id))
            .GroupBy(item => item.Topic, item => item.Id)
            .ToDictionary(topic => topic.Key, topic => bank!.CountApart(topic), StringComparer.Ordinal);
        foreach (var (topic, share) in rules.ContentShares.Value)
        {
            var needed = (int)Math.Ceiling(share * form.ItemCount.Value);
            if (topics.GetValueOrDefault(topic) < needed)
            {
                yield return new(file, $"{pointer}/adaptive/contentShares/value/{topic}", $"needs {needed} items of the topic");
            }
        }

        foreach (var topic in topics.Keys.Where(topic => !rules.ContentShares.Value.ContainsKey(topic)))
        {
            yield return new(file, $"{pointer}/adaptive/contentShares/value", $"has no share for '{topic}', which the form has items of");
        }
    }
}
