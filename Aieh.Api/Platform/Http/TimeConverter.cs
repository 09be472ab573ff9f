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
