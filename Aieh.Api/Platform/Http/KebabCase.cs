using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aieh.Api.Platform.Http;

/// <summary>Enums as the wire spells them.</summary>
internal static class KebabCase
{
    public static string Of<T>(T value) where T : struct, Enum => Spelling<T>.Words[value];

    public static bool TryParse<T>(string text, out T value) where T : struct, Enum => Spelling<T>.Values.TryGetValue(text, out value);

    private static class Spelling<T> where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Words = Enum.GetValues<T>().ToFrozenDictionary(value => value, WordOf);

        public static readonly FrozenDictionary<string, T> Values =
            Words.ToFrozenDictionary(word => word.Value, word => word.Key, StringComparer.Ordinal);

        private static string WordOf(T value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
    }
}

/// <summary>
/// Enums are lower-kebab-case strings, spelled exactly so: the built-in converter takes other cases too, and "a,b" for a and b together.
/// </summary>
internal sealed class KebabCaseEnumConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Exact<>).MakeGenericType(typeToConvert))!;

    private sealed class Exact<T> : JsonConverter<T> where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String) throw new JsonException();
            if (!KebabCase.TryParse<T>(reader.GetString()!, out var value)) throw new JsonException();
            return value;
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(KebabCase.Of(value));
    }
}
