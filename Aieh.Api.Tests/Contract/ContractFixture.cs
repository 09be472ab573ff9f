using System.Text.Json.Nodes;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Contract;

/// <summary>The running service and the 3.1 document that it serves.</summary>
public abstract class ContractFixture : HttpFixture<SqliteDatabase>
{
    internal JsonObject Document { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task ReadDocument() => Document = JsonNode.Parse(await ReadAsync("/openapi/v1.json"))!.AsObject();

    internal IEnumerable<(string Path, string Method, JsonObject Operation)> Operations() =>
        from path in Document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (path.Key, operation.Key, operation.Value!.AsObject());

    internal JsonObject Resolve(JsonNode node) =>
        (string?)node["$ref"] is { } reference
            ? reference[2..].Split('/').Aggregate((JsonNode)Document, (at, step) => at[step]!).AsObject()
            : node.AsObject();

    internal async Task<string> ReadAsync(string path)
    {
        using var client = App.Client();
        return await client.GetStringAsync(new Uri(path, UriKind.Relative));
    }
}
