using System.Text.Json.Serialization;

namespace Aieh.Api.Catalog.Documents;

internal sealed record ItemBankDocument
{
    public required string Assessment { get; init; }

    public required int Version { get; init; }

    /// <summary>BCP 47 tag of the language that stems and options are written in.</summary>
    public required string Locale { get; init; }

    public required IReadOnlyList<ItemTopic> Topics { get; init; }

    public required IReadOnlyList<Item> Items { get; init; }

    /// <summary>Sets of items of which an attempt shows at most one; null when there are none.</summary>
    public IReadOnlyList<EnemyItems>? Enemies { get; init; }

    /// <summary>
    /// How many of some items an attempt is sure to be able to show: of those that enemies link, directly or by way of others, one counts.
    /// </summary>
    public int CountApart(IEnumerable<string> items)
    {
        var linked = items.Distinct().ToDictionary(item => item, StringComparer.Ordinal);
        foreach (var set in Enemies ?? [])
        {
            var links = set.Items.Where(linked.ContainsKey).Select(item => linked[item]).ToHashSet(StringComparer.Ordinal);
            foreach (var item in linked.Keys.Where(item => links.Contains(linked[item])).ToList()) linked[item] = links.First();
        }

        return linked.Values.Distinct().Count();
    }
}

/// <summary>Items one of which cues or repeats another.</summary>
internal sealed record EnemyItems
{
    public required IReadOnlyList<string> Items { get; init; }

    public required string Reason { get; init; }
}

internal sealed record ItemTopic
{
    public required string Slug { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }
}

internal enum CognitiveLevel
{
    Remember,
    Understand,
    Apply,
    Analyze,
}

internal enum ItemStatus
{
    Operational,
    Draft,
}

/// <summary>
/// One question. Exactly one of <see cref="Key"/> (right or wrong) and <see cref="Scores"/> (a category per option) is given.
/// </summary>
internal sealed record Item
{
    public required string Id { get; init; }

    public required string Topic { get; init; }

    public required CognitiveLevel CognitiveLevel { get; init; }

    public required ItemStatus Status { get; init; }

    /// <summary>CommonMark, inline only.</summary>
    public required string Stem { get; init; }

    public ItemCode? Code { get; init; }

    /// <summary>What <see cref="Code"/> shows, in words: for assistive technology, where a figure is made of characters.</summary>
    public string? Spoken { get; init; }

    public required IReadOnlyList<ItemOption> Options { get; init; }

    public string? Key { get; init; }

    public IReadOnlyDictionary<string, int>? Scores { get; init; }

    /// <summary>For reviewers; never sent to a candidate.</summary>
    public required string Rationale { get; init; }

    public required int EstimatedSeconds { get; init; }

    public ItemCheck? Check { get; init; }

    /// <summary>Categories run from 0 to this.</summary>
    [JsonIgnore]
    public int HighestCategory => Scores is { Count: > 0 } scores ? scores.Values.Max() : 1;

    /// <summary>The category that an answer earns; an option that the item does not have earns 0.</summary>
    public int CategoryOf(string? option) => option switch
    {
        null => 0,
        _ when Scores is not null => Scores.GetValueOrDefault(option),
        _ => option == Key ? 1 : 0,
    };
}

internal sealed record ItemCode
{
    public required string Language { get; init; }

    public required string Version { get; init; }

    public required string Text { get; init; }
}

internal sealed record ItemOption
{
    public required string Id { get; init; }

    public required string Text { get; init; }
}

/// <summary>What runs the programs of a check.</summary>
internal enum CheckLanguage
{
    Python,
    Javascript,
    Sqlite,
}

/// <summary>
/// Programs that prove the key: one that must print or raise what is expected, one whose outcome the key alone predicts, or one for each
/// option.
/// </summary>
internal sealed record ItemCheck
{
    /// <summary>Null is Python.</summary>
    public CheckLanguage? Language { get; init; }

    /// <summary>Null when the item's own code is the program.</summary>
    public string? Code { get; init; }

    /// <summary>SQLite only: schema and rows, made anew before each program.</summary>
    public string? Setup { get; init; }

    /// <summary>A program for each option; the key's must print <see cref="ExpectStdout"/>, the others must not.</summary>
    public IReadOnlyDictionary<string, string>? Options { get; init; }

    /// <summary>What each option says the program prints, or "raises: Name".</summary>
    public IReadOnlyDictionary<string, string>? Predictions { get; init; }

    public string? ExpectStdout { get; init; }

    public string? ExpectRaises { get; init; }
}
