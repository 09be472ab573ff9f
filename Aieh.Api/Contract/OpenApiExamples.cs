using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Aieh.Api.Contract;

/// <summary>
/// Puts an example beside every body. They are contract objects written by the service's own JSON, so none can be out of date.
/// </summary>
internal sealed class OpenApiExamples(IOptions<JsonOptions> json) : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (OpenApiOperations.Metadata<BodyExamples>(context) is not { } examples) return;

        if (examples.Request is { } request) Put(operation.RequestBody!.Content!, request());
        if (examples.Response is not { } response) return;

        foreach (var (_, answer) in operation.Responses!.Where(each => each.Key.StartsWith('2'))) Put(answer.Content!, response());
    }

    private void Put(IDictionary<string, IOpenApiMediaType> content, object value)
    {
        foreach (var type in content.Values.OfType<OpenApiMediaType>()) type.Example = ToJson(value);
    }

    private JsonNode ToJson(object value) =>
        JsonSerializer.SerializeToNode(value, json.Value.SerializerOptions.GetTypeInfo(value.GetType()))!;
}
