using NJsonSchema;
using NJsonSchema.Validation;

namespace Aieh.Api.Catalog;

/// <summary>The JSON Schemas of the catalogue, one per kind of document.</summary>
internal sealed class CatalogueSchemas
{
    private readonly Dictionary<string, JsonSchema> _byKind;

    private CatalogueSchemas(Dictionary<string, JsonSchema> byKind) => _byKind = byKind;

    public static CatalogueSchemas Load(string folder)
    {
        string[] kinds =
            [CatalogueKinds.Methodology, CatalogueKinds.Role, CatalogueKinds.Assessment, CatalogueKinds.Items, CatalogueKinds.Calibration];

        // NJsonSchema reads schemas only asynchronously. This runs once, before the service listens, where blocking a thread harms nobody.
        return new CatalogueSchemas(kinds.ToDictionary(
            kind => kind,
            kind => JsonSchema.FromFileAsync(Path.Combine(folder, $"{kind}.schema.json")).GetAwaiter().GetResult(),
            StringComparer.Ordinal));
    }

    public IEnumerable<CatalogueProblem> Validate(CatalogueDocument document) =>
        _byKind[document.Kind].Validate(document.Json).SelectMany(Leaves).Select(e => Describe(document, e)).Distinct();

    // allOf and anyOf wrap what actually failed; the innermost errors are the ones to act on.
    private static IEnumerable<ValidationError> Leaves(ValidationError error) =>
        error is ChildSchemaValidationError { Errors: var inner } && inner.Values.SelectMany(e => e).Any()
            ? inner.Values.SelectMany(e => e).SelectMany(Leaves)
            : [error];

    private static CatalogueProblem Describe(CatalogueDocument document, ValidationError error) =>
        new(document.File, JsonPointers.FromSchemaPath(error.Path), error.Kind switch
        {
            ValidationErrorKind.NoAdditionalPropertiesAllowed => "is not a known member",
            ValidationErrorKind.PropertyRequired => "is required",
            ValidationErrorKind.NumberTooBig => $"must be at most {error.Schema.Maximum ?? error.Schema.ExclusiveMaximum}",
            ValidationErrorKind.NumberTooSmall => $"must be at least {error.Schema.Minimum ?? error.Schema.ExclusiveMinimum}",
            ValidationErrorKind.PatternMismatch => $"must match {error.Schema.Pattern}",
            ValidationErrorKind.NotInEnumeration => $"must be one of {string.Join(", ", error.Schema.Enumeration)}",
            _ => $"fails the schema: {error.Kind}",
        });
}
