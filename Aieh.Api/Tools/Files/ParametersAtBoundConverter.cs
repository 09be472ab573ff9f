using System.Text.Json;
using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Calibration;

namespace Aieh.Api.Tools.Files;

/// <summary>Several parameters of an item may be at a bound at once: their words, joined.</summary>
internal sealed class ParametersAtBoundConverter : JsonConverter<ParametersAtBound>
{
    private const string Between = ", ";

    /// <summary>As files and messages say it.</summary>
    public static string Words(ParametersAtBound value)
    {
        var parts = Enum.GetValues<ParametersAtBound>().Where(part => part != ParametersAtBound.None && value.HasFlag(part));
        return value == ParametersAtBound.None ? KebabCase.Of(value) : string.Join(Between, parts.Select(KebabCase.Of));
    }

    public override ParametersAtBound Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException();
        var value = ParametersAtBound.None;
        foreach (var word in reader.GetString()!.Split(Between))
        {
            if (!KebabCase.TryParse<ParametersAtBound>(word, out var part)) throw new JsonException();
            value |= part;
        }

        return value;
    }

    public override void Write(Utf8JsonWriter writer, ParametersAtBound value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Words(value));
}
