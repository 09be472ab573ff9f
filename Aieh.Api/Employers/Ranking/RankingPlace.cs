using System.Globalization;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Readiness;

namespace Aieh.Api.Employers.Ranking;

/// <summary>Where a page of a ranking ends, and what the next one needs to go on as if there had been no pages.</summary>
internal sealed record RankingPlace
{
    private const string Current = "c";
    private const string Past = "p";

    /// <summary>The moment that the first page was of.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The version of the hiring loop that weighs.</summary>
    public required int Version { get; init; }

    /// <summary>Of a ranking of a past moment: how many were before. Null in the current one.</summary>
    public int? Before { get; init; }

    /// <summary>The last candidate's place in the standings.</summary>
    public double RankKey { get; init; }

    public Guid Invitation { get; init; }

    /// <summary>The last candidate's tier; null where nobody has had enough evidence.</summary>
    public ScoreTier? Tier { get; init; }

    public string ToText(Guid loop) => Place.ToText(
        List(loop),
        Before is null ? Current : Past,
        Text(AsOf.UtcTicks),
        Text(Version),
        Before is { } before ? Text(before) : Bits(RankKey),
        Invitation.ToString("N"),
        Text(Tier?.Number ?? 0),
        Bits(Tier?.Best.Score ?? 0),
        Bits(Tier?.Best.StandardError ?? 0));

    /// <summary>Null for what is no place in a ranking of this loop.</summary>
    public static RankingPlace? Parse(Guid loop, string text)
    {
        if (Place.Parse(List(loop), text, 8) is not [var kind, var asOf, var version, var at, var invitation, var tier, var best, var error]
            || kind is not (Current or Past)
            || !TryRead(asOf, out long ticks) || ticks > DateTimeOffset.MaxValue.UtcTicks
            || !TryRead(version, out int number)
            || !Guid.TryParseExact(invitation, "N", out var id)
            || !TryRead(tier, out int place)
            || !TryReadBits(best, out var score) || !TryReadBits(error, out var standardError))
        {
            return null;
        }

        int? before = null;
        var rankKey = 0.0;
        if (kind == Past && TryRead(at, out int count)) before = count;
        else if (kind != Current || !TryReadBits(at, out rankKey)) return null;

        return new RankingPlace
        {
            AsOf = new DateTimeOffset(ticks, TimeSpan.Zero),
            Version = number,
            Before = before,
            RankKey = rankKey,
            Invitation = id,
            Tier = place == 0 ? null : new ScoreTier(place, new WeightedScore(score, standardError)),
        };
    }

    /// <summary>The cursor of another loop's ranking is refused.</summary>
    private static string List(Guid loop) => $"ranking-{loop:N}";

    private static string Text<T>(T value) where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private static string Bits(double value) => BitConverter.DoubleToUInt64Bits(value).ToString("x16", CultureInfo.InvariantCulture);

    private static bool TryRead<T>(string text, out T value) where T : struct, ISpanParsable<T>
    {
        value = default;
        return text.All(char.IsAsciiDigit) && T.TryParse(text, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryReadBits(string text, out double value)
    {
        var isRead = ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits);
        value = BitConverter.UInt64BitsToDouble(bits);
        return isRead && double.IsFinite(value);
    }
}
