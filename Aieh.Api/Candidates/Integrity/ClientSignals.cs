using System.Text.Json;
using System.Text.Json.Serialization;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Candidates.Integrity;

/// <summary>
/// What browsers tell of an attempt, as stored: JSON with short names. None is needed, and an attempt without any is like another.
/// </summary>
internal static class ClientSignals
{
    public const int MostInRequest = 50;

    /// <summary>Of what comes after so many, nothing is kept: it would say no more.</summary>
    public const int MostKept = 500;

    /// <summary>A day: longer than any attempt.</summary>
    public const int MostSeconds = 86_400;

    /// <summary>Clocks of browsers are wrong, and so far they may be.</summary>
    private static readonly TimeSpan WrongestClock = TimeSpan.FromDays(1);

    public static IReadOnlyList<ClientSignal> Read(string? stored, DateTimeOffset startedAt) =>
        [.. StoredIn(stored).Select(each => each.ToSignal(startedAt)).OrderBy(each => each.At)];

    /// <summary>What is stored once others have come; null when none of them is new.</summary>
    public static string? Add(string? stored, IReadOnlyList<ClientSignal> incoming, DateTimeOffset startedAt)
    {
        var kept = StoredIn(stored);
        var known = kept.Select(each => each.Identity).ToHashSet();
        var before = kept.Count;
        foreach (var signal in incoming.Select(each => StoredSignal.Of(each, startedAt)))
        {
            if (kept.Count < MostKept && known.Add(signal.Identity)) kept.Add(signal);
        }

        return kept.Count == before ? null : JsonSerializer.Serialize(kept, StoredSignalJson.Default.ListStoredSignal);
    }

    /// <summary>What is wrong with what was sent.</summary>
    /// <param name="signals">What was sent.</param>
    /// <param name="attempt">The attempt, with its items and the time that it runs.</param>
    public static IEnumerable<ProblemError> FaultsIn(IReadOnlyList<ClientSignal> signals, AttemptRow attempt)
    {
        var order = ItemResponses.ReadOrder(attempt.ItemOrder);
        var (first, last) = (attempt.StartedAt - WrongestClock, attempt.ExpiresAt + WrongestClock);
        if (signals.Count > MostInRequest)
        {
            yield return new ProblemError { Pointer = "#/signals", Detail = FormattableString.Invariant($"At most {MostInRequest}.") };
            yield break;
        }

        foreach (var (index, signal) in signals.Index())
        {
            if (signal.Item is { } item && !order.Contains(item)) yield return At(index, "item", "The attempt has no such item.");
            if (signal.At < first || signal.At > last) yield return At(index, "at", "Within a day of the attempt.");
            if (signal.Seconds is < 0 or > MostSeconds) yield return At(index, "seconds", "From 0 to 86400.");
        }

        static ProblemError At(int index, string member, string detail) =>
            new() { Pointer = FormattableString.Invariant($"#/signals/{index}/{member}"), Detail = detail };
    }

    private static List<StoredSignal> StoredIn(string? stored) =>
        stored is null ? [] : JsonSerializer.Deserialize(stored, StoredSignalJson.Default.ListStoredSignal)!;
}

/// <summary>A signal as stored.</summary>
internal sealed record StoredSignal
{
    [JsonPropertyName("k")]
    public required string Kind { get; init; }

    /// <summary>Milliseconds since the attempt's start, by a clock that may be another one.</summary>
    [JsonPropertyName("t")]
    public required long At { get; init; }

    [JsonPropertyName("i")]
    public string? Item { get; init; }

    [JsonPropertyName("s")]
    public double? Seconds { get; init; }

    [JsonIgnore]
    public (string, long, string?) Identity => (Kind, At, Item);

    public static StoredSignal Of(ClientSignal signal, DateTimeOffset startedAt) => new()
    {
        Kind = KebabCase.Of(signal.Kind),
        At = (signal.At - startedAt).Ticks / TimeSpan.TicksPerMillisecond,
        Item = signal.Item,
        Seconds = signal.Seconds is { } seconds ? Math.Round(seconds, 1) : null,
    };

    public ClientSignal ToSignal(DateTimeOffset startedAt) => new()
    {
        Kind = KebabCase.TryParse<SignalKind>(Kind, out var kind)
            ? kind
            : throw new InvalidOperationException($"A signal has the unknown kind '{Kind}'."),
        Item = Item,
        At = startedAt.AddMilliseconds(At),
        Seconds = Seconds,
    };
}

/// <summary>How signals are stored.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(List<StoredSignal>))]
internal sealed partial class StoredSignalJson : JsonSerializerContext;
