using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aieh.Api.Platform.Http;

/// <summary>
/// Shares of one on the wire. Digits past the sixth would tell how the processor multiplies, not how current or relevant something is.
/// </summary>
internal sealed class SixDecimals : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(Math.Round(value, 6, MidpointRounding.AwayFromZero));
}
