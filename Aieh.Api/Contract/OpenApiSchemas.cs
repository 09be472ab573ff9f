using System.Reflection;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Aieh.Api.Contract;

/// <summary>
/// What the wire's JSON settings mean for schemas: an optional member is absent, never null, unless its contract says otherwise.
/// </summary>
internal sealed class OpenApiSchemas : ISchemaFilter
{
    private static readonly NullabilityInfoContext Nullability = new();

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema.Description is { } summary) schema.Description = OpenApiOperations.OnOneLine(summary);
        if (schema is not OpenApiSchema { Properties.Count: > 0 } described) return;

        described.AdditionalPropertiesAllowed = true;
        foreach (var property in context.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (!described.Properties.TryGetValue(JsonName(property), out var member)) continue;
            var isNullable = IsWrittenAsNull(property);
            if (member is OpenApiSchema { Type: { } type } inline)
            {
                inline.Type = isNullable ? type | JsonSchemaType.Null : type & ~JsonSchemaType.Null;
            }

            if (member is OpenApiSchemaReference reference && isNullable) AllowNull(reference, context.SchemaRepository);
        }
    }

    /// <summary>A null beside a reference would take a oneOf, which generators stumble on: the schema referred to says it itself.</summary>
    private static void AllowNull(OpenApiSchemaReference reference, SchemaRepository repository)
    {
        var target = (OpenApiSchema)repository.Schemas[reference.Reference.Id!];
        target.Type |= JsonSchemaType.Null;
    }

    internal static bool IsWrittenAsNull(PropertyInfo property) =>
        property.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition == JsonIgnoreCondition.Never
        && Nullability.Create(property).ReadState == NullabilityState.Nullable;

    internal static string JsonName(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
        ?? System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(property.Name);
}
