using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aieh.Api.Platform.Http;

/// <summary>
/// Times as in RFC 3339: the built-in converter takes a time without an offset too, and reads it in the server's own time zone.
/// </summary>
internal sealed class TimeConverter : JsonConverter<DateTimeOffset>
{
    /// <summary>Length of a written time.</summary>
    public const int Width = 24;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || !Timestamp.HasOffset(reader.GetString()!)) throw new JsonException();
        if (!reader.TryGetDateTimeOffset(out var time)) throw new JsonException();
        return time;
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[Width];
        Format(value, text);
        writer.WriteStringValue(text);
    }

    /// <summary>Always UTC and of one width, so that text order is time order for who sorts them.</summary>
    public static void Format(DateTimeOffset value, Span<byte> text) =>
        value.UtcDateTime.TryFormat(text, out _, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>The member <c>serverTime</c> of an answer: now, when it is given, and so the one thing in it that is not kept.</summary>
internal static class ServerTime
{
    /// <summary>
    /// In a text of JSON, a quote before a colon would be escaped: these bytes are the member's name, wherever they stand.
    /// </summary>
    private static ReadOnlySpan<byte> Member => "\"serverTime\":\""u8;

    /// <summary>
    /// Writes <paramref name="now"/> over the time in a stored answer, if there is one: all times are written in one width.
    /// </summary>
    public static byte[] RenewIn(byte[] json, DateTimeOffset now)
    {
        var at = json.AsSpan().IndexOf(Member);
        if (at >= 0) TimeConverter.Format(now, json.AsSpan(at + Member.Length, TimeConverter.Width));
        return json;
    }
}
