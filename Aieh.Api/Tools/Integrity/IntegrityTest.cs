using System.Collections.Immutable;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Adaptive;
using Aieh.Scoring.Integrity;

namespace Aieh.Api.Tools.Integrity;

/// <summary>An assessment's full form as it is simulated, with a verification from its adaptive form where there are items left.</summary>
internal sealed class IntegrityTest
{
    public const string NoVerification =
        "There is no verification to simulate: it needs an adaptive form with items that are not in the full one.";

    private IntegrityTest(string assessment, int items, int pool, int length, IntegrityScenario scenario) =>
        (Assessment, Items, Pool, Length, Scenario) = (assessment, items, pool, length, scenario);

    public string Assessment { get; }

    /// <summary>How many items the full form has.</summary>
    public int Items { get; }

    /// <summary>How many items a verification chooses from; 0 where there is none.</summary>
    public int Pool { get; }

    /// <summary>How many of them it gives.</summary>
    public int Length { get; }

    public IntegrityScenario Scenario { get; }

    public bool HasVerification => Pool > 0;

    /// <exception cref="InputException">There is no such assessment, or it has no full form with items.</exception>
    public static IntegrityTest Of(CatalogSnapshot catalog, string assessment, int length)
    {
        if (!catalog.Assessments.TryGetValue(assessment, out var document) || !catalog.ItemBanks.TryGetValue(assessment, out var bank))
        {
            throw new InputException($"The catalog has no item bank '{assessment}'; it has {string.Join(", ", catalog.ItemBanks.Keys)}.");
        }

        var full = document.Forms.FirstOrDefault(form => form.Kind == FormKind.Full)?.Items
            ?? throw new InputException($"'{assessment}' has no full form that lists its items.");
        var (byId, calibration) = (bank.Items.ToDictionary(item => item.Id, StringComparer.Ordinal), catalog.Calibrations[assessment]);
        var parameters = calibration.Items.ToDictionary(item => item.Item, StringComparer.Ordinal);
        var items = full.Select(id => new SimilarityItem(
            parameters[id].ToUncertain(calibration), byId[id].Options.Select(option => byId[id].CategoryOf(option.Id))));
        var seconds = full.Select(id => (double)byId[id].EstimatedSeconds);

        // An enemy of a form's item tells what its answer is, or repeats it.
        var adaptive = document.Forms.FirstOrDefault(form => form.Kind == FormKind.Adaptive);
        var shown = full.ToHashSet(StringComparer.Ordinal);
        foreach (var set in bank.Enemies ?? [])
        {
            if (set.Items.Any(full.Contains)) shown.UnionWith(set.Items);
        }

        string[] pool = [.. adaptive?.Items?.Where(id => !shown.Contains(id)) ?? []];
        if (adaptive?.Adaptive is not { } rules || pool.Length < length)
        {
            return new IntegrityTest(assessment, full.Count, 0, length, new IntegrityScenario(items, seconds));
        }

        string[] topics = [.. pool.Select(id => byId[id].Topic).Distinct().Order(StringComparer.Ordinal)];
        var chosen = new AdaptiveBank(
            pool.Select(id => parameters[id].ToUncertain(calibration)), pool.Select(id => Array.IndexOf(topics, byId[id].Topic)))
        {
            Enemies = [.. (bank.Enemies ?? []).Select(set => Positions(set.Items))],
        };
        return new IntegrityTest(
            assessment, full.Count, pool.Length, length, new IntegrityScenario(items, seconds, chosen, Settings(rules, topics, length)));

        ImmutableArray<int> Positions(IEnumerable<string> ids) =>
            [.. ids.Select(id => Array.IndexOf(pool, id)).Where(position => position >= 0)];
    }

    // Topics of which nothing is left lose their share to the others.
    private static AdaptiveSettings Settings(AdaptiveRules rules, string[] topics, int length)
    {
        var shares = topics.Select(topic => rules.ContentShares.Value.GetValueOrDefault(topic)).ToList();
        return new AdaptiveSettings(length, length, 0)
        {
            Randomesque = rules.Randomesque.Value,
            ContentShares = [.. shares.Select(share => share / shares.Sum())],
        };
    }
}
