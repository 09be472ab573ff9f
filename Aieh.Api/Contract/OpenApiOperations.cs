using System.Globalization;
using Aieh.Api.Platform.Http;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Aieh.Api.Contract;

/// <summary>What a route's metadata says about its operation: texts, parameters, and who may call it.</summary>
internal sealed class OpenApiOperations : IOperationFilter
{
    private const string AsOfText =
        "The moment to show, not in the future; now when left out. "
        + "Evidence counts as it was and as current as it was at that moment.";

    /// <summary>The kinds of caller in the order of the document, with the names of their security schemes.</summary>
    internal static readonly IReadOnlyList<(PrincipalKinds Kind, string Scheme)> Schemes =
    [
        (PrincipalKinds.Candidate, "candidate"),
        (PrincipalKinds.Attempt, "attempt"),
        (PrincipalKinds.Key, "apiKey"),
        (PrincipalKinds.Link, "shareLink"),
    ];

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var rule = Metadata<AccessRule>(context)
            ?? throw new InvalidOperationException($"The route of {operation.OperationId} does not say who may call it.");
        Secure(operation, rule, context.Document);
        Describe(operation, rule);

        operation.Parameters ??= [];
        var queried = operation.Parameters.OfType<OpenApiParameter>().Where(each => each.In == ParameterLocation.Query);
        foreach (var parameter in queried) Describe(parameter, context);
        if (rule.Kinds.HasFlag(PrincipalKinds.Link) && !rule.IsPublic) operation.Parameters.Add(ShareParameter());
    }

    internal static T? Metadata<T>(OperationFilterContext context) where T : class =>
        context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<T>().LastOrDefault();

    /// <summary>XML summaries are wrapped for who reads the source; the document's readers have lines of another width.</summary>
    internal static string OnOneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n', ' '], StringSplitOptions.RemoveEmptyEntries));

    private static void Secure(OpenApiOperation operation, AccessRule rule, OpenApiDocument document)
    {
        operation.Security = rule.IsPublic ? [new OpenApiSecurityRequirement()] : [];
        foreach (var (kind, scheme) in Schemes)
        {
            if (!rule.Kinds.HasFlag(kind)) continue;

            var reference = new OpenApiSecuritySchemeReference(scheme, document);
            operation.Security.Add(new OpenApiSecurityRequirement { [reference] = [] });
        }
    }

    /// <summary>The first sentence of the handler's summary is the operation's summary, all of it the description.</summary>
    private static void Describe(OpenApiOperation operation, AccessRule rule)
    {
        var text = operation.Summary ?? throw new InvalidOperationException($"The handler of {operation.OperationId} has no XML summary.");
        text = OnOneLine(text);
        operation.Summary = text.Split(". ", 2)[0].TrimEnd('.');
        if (rule.KeyScope is not null && rule.Kinds.HasFlag(PrincipalKinds.Key))
        {
            text += $"\n\nAn API key needs the scope `{rule.KeyScope}`.";
        }

        operation.Description = text;
    }

    /// <summary>
    /// Query parameters are read as text, to refuse them in this service's own words. One name means the same on every route; what only
    /// some routes have, they describe themselves. They carry no examples: a documentation page fills those in, and the answer would be to
    /// another question than the reader's.
    /// </summary>
    private static void Describe(OpenApiParameter parameter, OperationFilterContext context)
    {
        (string Text, IOpenApiSchema Schema) described = parameter.Name switch
        {
            "limit" => ("The most items to return.", Limit()),
            "cursor" => ("Where to go on: `next` of the page before, unchanged. Left out, the list starts at its beginning.", Text()),
            "asOf" => (AsOfText, Text("date-time")),
            _ => Described(parameter.Name!, context),
        };
        parameter.Description ??= described.Text;
        parameter.Schema = described.Schema;
    }

    private static (string Text, IOpenApiSchema Schema) Described(string name, OperationFilterContext context)
    {
        var told = context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<QueryText>().FirstOrDefault(text => text.Name == name)
            ?? throw new InvalidOperationException($"The query parameter '{name}' is not described.");
        var schema = told.Enum is { } values
            ? context.SchemaGenerator.GenerateSchema(values, context.SchemaRepository)
            : OneOf(told.OnlyValue!);
        return (told.Description, schema);
    }

    private static OpenApiParameter ShareParameter() => new()
    {
        Name = Authentication.ShareParameter,
        In = ParameterLocation.Query,
        Description =
            "A share link's secret, for a link that is opened as it is. "
            + "It does what the scheme `shareLink` does, and is not looked at beside an `Authorization` header.",
        Schema = Text(),
    };

    private static OpenApiSchema Text(string? format = null) => new() { Type = JsonSchemaType.String, Format = format };

    private static OpenApiSchema OneOf(string value) => new() { Type = JsonSchemaType.String, Enum = [value] };

    private static OpenApiSchema Limit() => new()
    {
        Type = JsonSchemaType.Integer,
        Format = "int32",
        Minimum = "1",
        Maximum = Page.MaxLimit.ToString(CultureInfo.InvariantCulture),
        Default = Page.DefaultLimit,
    };
}
