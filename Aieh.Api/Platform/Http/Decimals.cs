using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aieh.Api.Platform.Http;

/// <summary>Numbers on the wire with so many decimals: further ones would tell how the processor multiplies.</summary>
internal abstract class Decimals(int count) : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(Math.Round(value, count, MidpointRounding.AwayFromZero));
}

/// <summary>Shares of one, and probabilities.</summary>
internal sealed class SixDecimals() : Decimals(6);

/// <summary>What others are to work out anew, to nine digits.</summary>
internal sealed class TwelveDecimals() : Decimals(12);

/// <summary>Points of the scale, where whole ones are too few: standard errors, and parts of a sum.</summary>
internal sealed class OneDecimal() : Decimals(1);
