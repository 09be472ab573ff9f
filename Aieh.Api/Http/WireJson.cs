using System.Text.Json;
using System.Text.Json.Serialization;
using Aieh.Api.Attempts;
using Microsoft.AspNetCore.Mvc;

namespace Aieh.Api.Http;

/// <summary>The wire's JSON, set once: camelCase, kebab-case enums, strict numbers, unknown members refused, absent rather than null.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    Converters = [typeof(KebabCaseEnumConverter)])]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(ProblemError[]))]
[JsonSerializable(typeof(IReadOnlyList<ProblemError>))]
[JsonSerializable(typeof(List<ProblemError>))]
[JsonSerializable(typeof(Guid))]
[JsonSerializable(typeof(DateTimeOffset))]
[JsonSerializable(typeof(CreateAttemptRequest))]
[JsonSerializable(typeof(SaveResponsesRequest))]
[JsonSerializable(typeof(SubmitAttemptRequest))]
[JsonSerializable(typeof(AttemptResponse))]
[JsonSerializable(typeof(SavedResponsesResponse))]
[JsonSerializable(typeof(ScoreReportResponse))]
internal sealed partial class WireJson : JsonSerializerContext
{
    public static void Configure(JsonSerializerOptions options)
    {
        var wire = Default.Options;
        options.NumberHandling = wire.NumberHandling;
        options.PropertyNameCaseInsensitive = wire.PropertyNameCaseInsensitive;
        options.UnmappedMemberHandling = wire.UnmappedMemberHandling;
        options.DefaultIgnoreCondition = wire.DefaultIgnoreCondition;
        options.RespectNullableAnnotations = wire.RespectNullableAnnotations;
        options.RespectRequiredConstructorParameters = wire.RespectRequiredConstructorParameters;
        options.AllowDuplicateProperties = wire.AllowDuplicateProperties;
        options.Converters.Add(new KebabCaseEnumConverter());
        options.TypeInfoResolverChain.Insert(0, Default);
    }
}

/// <summary>Enums are lower-kebab-case strings, never numbers.</summary>
internal sealed class KebabCaseEnumConverter() : JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);

/// <summary>Enums as the wire spells them, outside of JSON.</summary>
internal static class KebabCase
{
    public static string Of<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    public static bool TryParse<T>(string text, out T value) where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (Of(candidate) != text) continue;
            value = candidate;
            return true;
        }

        value = default;
        return false;
    }
}
