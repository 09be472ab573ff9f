using System.Globalization;
using Aieh.Api.Platform.Http;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Aieh.Api.Contract;

/// <summary>The query parameters of an operation: what each does, and which values it takes.</summary>
internal sealed class OpenApiParameters : IOperationFilter
{
    private const string AsOfText =
        "The moment to show, not in the future; now when left out. "
        + "Evidence counts as it was and as current as it was at that moment.";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        operation.Parameters ??= [];
        var queried = operation.Parameters.OfType<OpenApiParameter>().Where(each => each.In == ParameterLocation.Query);
        foreach (var parameter in queried) Describe(parameter, context);
        if (OpenApiOperations.Metadata<AccessRule>(context)!.IsOpenedByLink) operation.Parameters.Add(ShareParameter());
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
        var schema = told switch
        {
            { Type: { } values } => context.SchemaGenerator.GenerateSchema(values, context.SchemaRepository),
            { OnlyValue: { } value } => OneOf(value),
            _ => Text(told.Format),
        };
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
