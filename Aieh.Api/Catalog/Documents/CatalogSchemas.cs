using NJsonSchema;
using NJsonSchema.Validation;

namespace Aieh.Api.Catalog.Documents;

/// <summary>The JSON Schemas of the catalog, one per kind of document.</summary>
internal sealed class CatalogSchemas
{
    private readonly Dictionary<string, JsonSchema> _byKind;

    private static readonly Lazy<CatalogSchemas> _shipped = new(Load);

    private CatalogSchemas(Dictionary<string, JsonSchema> byKind) => _byKind = byKind;

    /// <summary>
    /// Those of this build: a schema that a catalog brought along could allow anything, name other addresses, or never end.
    /// </summary>
    public static CatalogSchemas Shipped => _shipped.Value;

    private static CatalogSchemas Load()
    {
        var folder = Path.Combine(CatalogFiles.ShippedFolder, "schemas");
        string[] kinds =
        [
            CatalogKinds.Methodology,
            CatalogKinds.Role,
            CatalogKinds.Assessment,
            CatalogKinds.Items,
            CatalogKinds.Calibration,
            CatalogKinds.Concordance,
        ];

        // NJsonSchema reads schemas only asynchronously. This runs once, before the service listens, where blocking a thread harms nobody.
        return new CatalogSchemas(kinds.ToDictionary(
            kind => kind,
            kind => JsonSchema.FromFileAsync(Path.Combine(folder, $"{kind}.schema.json")).GetAwaiter().GetResult(),
            StringComparer.Ordinal));
    }

    public IEnumerable<CatalogProblem> Validate(CatalogDocument document) =>
        _byKind[document.Kind].Validate(document.Json).SelectMany(Leaves).Select(e => Describe(document, e)).Distinct();

    // The errors inside allOf all count; those inside anyOf or oneOf are the ways not taken and only confuse.
    private static IEnumerable<ValidationError> Leaves(ValidationError error) =>
        error is ChildSchemaValidationError { Kind: not (ValidationErrorKind.NotAnyOf or ValidationErrorKind.NotOneOf), Errors: var inner }
            ? inner.Values.SelectMany(e => e).SelectMany(Leaves)
            : [error];

    private static CatalogProblem Describe(CatalogDocument document, ValidationError error) =>
        new(document.File, JsonPointers.FromSchemaPath(error.Path), error.Kind switch
        {
            ValidationErrorKind.NoAdditionalPropertiesAllowed => "is not a known member",
            ValidationErrorKind.PropertyRequired => "is required",
            ValidationErrorKind.IntegerExpected => "must be a whole number",
            ValidationErrorKind.NumberExpected => "must be a number",
            ValidationErrorKind.StringExpected => "must be a string",
            ValidationErrorKind.NumberTooBig when error.Schema.ExclusiveMaximum is { } bound => $"must be less than {bound}",
            ValidationErrorKind.NumberTooSmall when error.Schema.ExclusiveMinimum is { } bound => $"must be more than {bound}",
            ValidationErrorKind.NumberTooBig => $"must be at most {error.Schema.Maximum}",
            ValidationErrorKind.NumberTooSmall => $"must be at least {error.Schema.Minimum}",
            ValidationErrorKind.PatternMismatch => $"must match {error.Schema.Pattern}",
            ValidationErrorKind.NotInEnumeration => $"must be one of {string.Join(", ", error.Schema.Enumeration)}",
            ValidationErrorKind.NotAnyOf or ValidationErrorKind.NotOneOf => $"breaks a rule: {error.Schema.Description}",
            _ => $"fails the schema: {error.Kind}",
        });
}
