using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aieh.Api.Candidates.Attempts;

/// <summary>
/// How long the items of an attempt took, in tenths of a second, by their place in the order served. It is stored as JSON with short names,
/// and as far as the last item with an answer.
/// </summary>
internal sealed record ItemTimes
{
    /// <summary>A day: longer than any attempt.</summary>
    public const int MostSeconds = 86_400;

    public const string Rule = "From 0 to 86400.";

    private const double Tenths = 10;

    /// <summary>A sender's clock is rounded, and stops a little after ours.</summary>
    private const int Slack = 20;

    /// <summary>When answers were saved last, since the start.</summary>
    [JsonPropertyName("at")]
    public int SavedAt { get; init; }

    /// <summary>By our clock: from one save to the next. Items that are answered together share it.</summary>
    [JsonPropertyName("s")]
    public IReadOnlyList<int> Served { get; init; } = [];

    /// <summary>By the sender's: 0 where nothing was said.</summary>
    [JsonPropertyName("a")]
    public IReadOnlyList<int> Active { get; init; } = [];

    public static ItemTimes Of(AttemptRow attempt) =>
        attempt.Times is { } json ? JsonSerializer.Deserialize(json, ItemTimesJson.Default.ItemTimes)! : new ItemTimes();

    public string ToJson() => JsonSerializer.Serialize(this, ItemTimesJson.Default.ItemTimes);

    /// <summary>The times once answers are saved.</summary>
    /// <param name="attempt">The attempt before.</param>
    /// <param name="merged">Its answers afterwards, in <paramref name="order"/>.</param>
    /// <param name="incoming">What was sent.</param>
    /// <param name="order">The items in the order served.</param>
    /// <param name="now">When it was sent.</param>
    public ItemTimes After(
        AttemptRow attempt, string merged, IReadOnlyList<ItemResponse> incoming, string[] order, DateTimeOffset now)
    {
        int[] changed = [.. Enumerable.Range(0, merged.Length).Where(place => merged[place] != attempt.Responses[place])];
        if (changed.Length == 0) return this;

        var at = TenthsOf((now - attempt.StartedAt).TotalSeconds);
        var served = Copy(Served, merged.Length);
        var active = Copy(Active, merged.Length);
        foreach (var place in changed) served[place] += Math.Max(0, at - SavedAt) / changed.Length;
        foreach (var answer in incoming.Where(each => each.Seconds is not null))
        {
            var place = Array.IndexOf(order, answer.Item);
            active[place] = Math.Max(active[place], TenthsOf(answer.Seconds!.Value));
        }

        return new ItemTimes { SavedAt = at, Served = Trim(served), Active = Trim(active) };
    }

    /// <summary>
    /// Seconds that an answered item took: what its sender has said, which knows when the item was seen; but not where that is more in all
    /// than has passed since the start. Otherwise by our clock.
    /// </summary>
    public double SecondsOf(int place) =>
        (IsActivePossible && At(Active, place) is > 0 and var active ? active : At(Served, place)) / Tenths;

    /// <summary>What the sender has said of an item; null where it said nothing.</summary>
    public double? ActiveSecondsOf(int place) => At(Active, place) is > 0 and var active ? active / Tenths : null;

    /// <summary>By our clock.</summary>
    public double ServedSecondsOf(int place) => At(Served, place) / Tenths;

    private bool IsActivePossible => Active.Sum(each => (long)each) <= SavedAt + Slack;

    private static int At(IReadOnlyList<int> times, int place) => place < times.Count ? times[place] : 0;

    private static int TenthsOf(double seconds) => (int)Math.Round(Math.Clamp(seconds, 0, MostSeconds) * Tenths);

    private static int[] Copy(IReadOnlyList<int> times, int count) => [.. times, .. new int[count - times.Count]];

    private static int[] Trim(int[] times) => times[..(Array.FindLastIndex(times, each => each > 0) + 1)];
}

/// <summary>How times are stored.</summary>
[JsonSerializable(typeof(ItemTimes))]
internal sealed partial class ItemTimesJson : JsonSerializerContext;
