using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aieh.Api.Candidates.Integrity;

/// <summary>
/// What was found in one attempt, as stored: the probabilities of what was tested, also where it is nothing remarkable, and the counts of
/// the rest. Its status is made of it when it is told, because an employer's comparisons come in.
/// </summary>
internal sealed record TakenFigures
{
    /// <summary>How many answers have a time.</summary>
    public int Timed { get; init; }

    /// <summary>How many of them are too fast for the question to have been read.</summary>
    public int Rapid { get; init; }

    /// <summary>How probable as many are from honest people; null where no answer has a time.</summary>
    public double? RapidP { get; init; }

    /// <summary>How probable answers that fit as badly are from honest people; null where that cannot be said.</summary>
    public double? FitP { get; init; }

    /// <summary>How often the page was hidden.</summary>
    public int Hidden { get; init; }

    /// <summary>How often something was copied or pasted.</summary>
    public int Pasted { get; init; }

    /// <summary>How often a lost connection came back.</summary>
    public int Reconnected { get; init; }

    /// <summary>Null before they are worked out.</summary>
    public static TakenFigures? Read(string? stored) =>
        stored is null ? null : JsonSerializer.Deserialize(stored, TakenFiguresJson.Default.TakenFigures);

    public string ToJson() => JsonSerializer.Serialize(this, TakenFiguresJson.Default.TakenFigures);
}

/// <summary>How an attempt's answers were compared with those of others among one employer's.</summary>
/// <param name="PValue">How probable answers as like those of anybody among them are, if nobody knows of another.</param>
/// <param name="Compared">With how many they were compared.</param>
internal sealed record Comparison(double PValue, int Compared)
{
    /// <summary>Null where there was nobody to compare with.</summary>
    public static Comparison? Of(double? smallestP, int? compared) => smallestP is { } p && compared is > 0 and var count
        ? new Comparison(Math.Min(1, p * count), count)
        : null;
}

/// <summary>How figures are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(TakenFigures))]
internal sealed partial class TakenFiguresJson : JsonSerializerContext;
