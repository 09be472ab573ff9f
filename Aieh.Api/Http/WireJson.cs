using System.Text.Json;
using System.Text.Json.Serialization;
using Aieh.Api.Assessments;
using Aieh.Api.Attempts;
using Aieh.Api.Passports;
using Aieh.Api.Methodology;
using Aieh.Api.Roles;
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
[JsonSerializable(typeof(CreatePassportRequest))]
[JsonSerializable(typeof(CreatedPassportResponse))]
[JsonSerializable(typeof(PassportResponse))]
[JsonSerializable(typeof(EvidenceListResponse))]
[JsonSerializable(typeof(PassportExportResponse))]
[JsonSerializable(typeof(ReadinessResponse))]
[JsonSerializable(typeof(CreateGrantRequest))]
[JsonSerializable(typeof(GrantResponse))]
[JsonSerializable(typeof(GrantListResponse))]
[JsonSerializable(typeof(RoleListResponse))]
[JsonSerializable(typeof(RoleResponse))]
[JsonSerializable(typeof(AssessmentListResponse))]
[JsonSerializable(typeof(AssessmentResponse))]
[JsonSerializable(typeof(MethodologyResponse))]
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

/// <summary>Enums are lower-kebab-case strings, never numbers. A factory of its own, because the source generator refuses the built-in one.</summary>
internal sealed class KebabCaseEnumConverter : JsonConverterFactory
{
    private static readonly JsonStringEnumConverter Converter = new(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);

    public override bool CanConvert(Type typeToConvert) => Converter.CanConvert(typeToConvert);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) => Converter.CreateConverter(typeToConvert, options);
}

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
