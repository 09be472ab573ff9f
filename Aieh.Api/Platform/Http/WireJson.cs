using System.Collections.Frozen;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace Aieh.Api.Platform.Http;

/// <summary>
/// The wire's JSON, set once: camelCase, kebab-case enums, strict numbers, unknown members refused, absent rather than null. What a room says and hears has a context
/// of its own beside its contracts, made with <see cref="NewOptions"/> and registered by <see cref="WireJsonServices.AddWireJson"/>.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    Converters = [typeof(KebabCaseEnumConverter), typeof(TimeConverter)])]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(ProblemError[]))]
[JsonSerializable(typeof(IReadOnlyList<ProblemError>))]
[JsonSerializable(typeof(List<ProblemError>))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(Guid))]
[JsonSerializable(typeof(DateTimeOffset))]
internal sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>
    /// What is written is application/json with nosniff and never part of a page, so quotes and backticks stay readable: items are full of code.
    /// </summary>
    public static WireJson Wire => Lazily.Wire;

    // A class of its own, because the generated half of this one may be initialised after this half.
    private static class Lazily
    {
        public static readonly WireJson Wire = new(NewOptions());
    }

    /// <summary>The wire's settings for another context; each context has an instance of its own.</summary>
    public static JsonSerializerOptions NewOptions() => new(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Configure(JsonSerializerOptions options)
    {
        var wire = Wire.Options;
        options.Encoder = wire.Encoder;
        options.NumberHandling = wire.NumberHandling;
        options.PropertyNameCaseInsensitive = wire.PropertyNameCaseInsensitive;
        options.UnmappedMemberHandling = wire.UnmappedMemberHandling;
        options.DefaultIgnoreCondition = wire.DefaultIgnoreCondition;
        options.RespectNullableAnnotations = wire.RespectNullableAnnotations;
        options.RespectRequiredConstructorParameters = wire.RespectRequiredConstructorParameters;
        options.AllowDuplicateProperties = wire.AllowDuplicateProperties;
        options.Converters.Add(new KebabCaseEnumConverter());
        options.Converters.Add(new TimeConverter());
        options.TypeInfoResolverChain.Insert(0, Wire);
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
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && KebabCase.TryParse<T>(reader.GetString()!, out var value) ? value : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(KebabCase.Of(value));
    }
}

/// <summary>Times as in RFC 3339: the built-in converter takes a time without an offset too, and reads it in the server's own time zone.</summary>
internal sealed class TimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Timestamp.HasOffset(reader.GetString()!) && reader.TryGetDateTimeOffset(out var time) ? time : throw new JsonException();

    // Always UTC and of one width, so that text order is time order for who sorts them.
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[32];
        value.UtcDateTime.TryFormat(text, out var written, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..written]);
    }
}

/// <summary>Enums as the wire spells them.</summary>
internal static class KebabCase
{
    public static string Of<T>(T value) where T : struct, Enum => Spelling<T>.Words[value];

    public static bool TryParse<T>(string text, out T value) where T : struct, Enum => Spelling<T>.Values.TryGetValue(text, out value);

    private static class Spelling<T> where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Words =
            Enum.GetValues<T>().ToFrozenDictionary(value => value, value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()));

        public static readonly FrozenDictionary<string, T> Values = Words.ToFrozenDictionary(word => word.Value, word => word.Key, StringComparer.Ordinal);
    }
}
