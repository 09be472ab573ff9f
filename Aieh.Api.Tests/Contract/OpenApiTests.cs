using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aieh.Api.Http;
using Aieh.Api.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Aieh.Api.Tests.Contract;

/// <summary>The contract as served: equal to openapi.yaml, complete, and free of what client generators stumble on.</summary>
[TestFixture]
internal sealed partial class OpenApiTests : HttpFixture<SqliteDatabase>
{
    private JsonObject _document = null!;

    [OneTimeSetUp]
    public async Task ReadDocument() => _document = JsonNode.Parse(await ReadAsync("/openapi/v1.json"))!.AsObject();

    [Test]
    public async Task Document_OfThisBuild_IsOpenapiYaml() => Golden.Matches("../../openapi.yaml", await ReadAsync("/openapi/v1.yaml"));

    [TestCase("/openapi/v1.yaml", OpenApiSpecVersion.OpenApi3_1)]
    [TestCase("/openapi/v1.json", OpenApiSpecVersion.OpenApi3_1)]
    [TestCase("/openapi/v1-3.0.json", OpenApiSpecVersion.OpenApi3_0)]
    public async Task Document_ReadBack_HasNoErrors(string path, OpenApiSpecVersion version)
    {
        var settings = new OpenApiReaderSettings();
        settings.AddYamlReader();
        var (document, diagnostic) = OpenApiDocument.Parse(await ReadAsync(path), settings: settings);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(diagnostic!.SpecificationVersion, Is.EqualTo(version));
            Assert.That(diagnostic.Errors, Is.Empty);
            Assert.That(diagnostic.Warnings, Is.Empty);
            Assert.That(document!.Paths, Has.Count.EqualTo(_document["paths"]!.AsObject().Count));
        }
    }

    [Test]
    public async Task Document_AlreadyHeld_Answers304()
    {
        using var client = App.Client();
        using var first = await client.GetAsync(new Uri("/openapi/v1.yaml", UriKind.Relative));
        using var again = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.yaml") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var second = await client.SendAsync(again);
        Assert.That((int)second.StatusCode, Is.EqualTo(304));
    }

    [Test]
    public void Document_OfEveryRoute_HasItsOperation()
    {
        var routes = App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/v1", StringComparison.Ordinal))
            .SelectMany(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods, (route, method) => $"{method} {RouteConstraint().Replace(route.RoutePattern.RawText!.TrimEnd('/'), "}")}");
        Assert.That(Operations().Select(each => $"{each.Method.ToUpperInvariant()} {each.Path}"), Is.EquivalentTo(routes));
    }

    [Test]
    public void Operations_Names_AreUniqueAndCamelCase()
    {
        var names = Operations().Select(each => (string)each.Operation["operationId"]!).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(names, Is.Unique);
            Assert.That(names, Is.All.Matches("^[a-z]+([A-Z][a-z]+)+$"));
        }
    }

    [Test]
    public void Operations_Each_SayWhatTheyDoAndWhoMayCallThem()
    {
        var tags = _document["tags"]!.AsArray().ToDictionary(tag => (string)tag!["name"]!, tag => (string?)tag!["description"]);
        using (Assert.EnterMultipleScope())
        {
            foreach (var (_, _, operation) in Operations())
            {
                var name = (string)operation["operationId"]!;
                Assert.That((string?)operation["summary"], Is.Not.Empty.And.Length.LessThanOrEqualTo(140), name);
                Assert.That((string?)operation["description"], Is.Not.Empty, name);
                Assert.That(operation["tags"]!.AsArray(), Has.Count.EqualTo(1), name);
                Assert.That(tags.GetValueOrDefault((string)operation["tags"]![0]!), Is.Not.Empty, name);
                Assert.That(operation["security"]!.AsArray(), Is.Not.Empty, name);
                foreach (var parameter in operation["parameters"]?.AsArray() ?? []) Assert.That((string?)parameter!["description"], Is.Not.Empty, $"{name} {parameter["name"]}");
            }
        }
    }

    [Test]
    public void Operations_Each_DeclareProblemsForClientAndServer()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var (_, _, operation) in Operations())
            {
                var errors = operation["responses"]!.AsObject().Where(response => response.Key[0] is '4' or '5').ToList();
                var name = (string)operation["operationId"]!;
                Assert.That(errors.Select(error => error.Key[0]), Does.Contain('4').And.Contain('5'), name);
                foreach (var (status, response) in errors)
                {
                    var schema = Resolve(response!)["content"]?["application/problem+json"]?["schema"]?["$ref"];
                    Assert.That((string?)schema, Is.EqualTo("#/components/schemas/Problem"), $"{name} {status}");
                }
            }
        }
    }

    [Test]
    public void Operations_Bodies_HaveExamples()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var (_, _, operation) in Operations())
            {
                var bodies = operation["responses"]!.AsObject().Select(response => Resolve(response.Value!)).Append(operation["requestBody"]?.AsObject());
                foreach (var content in bodies.SelectMany(body => body?["content"]?.AsObject().Select(each => each.Value!) ?? []))
                {
                    var isEmpty = Resolve(content["schema"]!)["properties"] is null;
                    Assert.That(isEmpty || content["example"] is not null || content["examples"] is not null, (string)operation["operationId"]!);
                }
            }
        }
    }

    [Test]
    public void Problems_All_AreInTheDocument()
    {
        var description = (string)_document["info"]!["description"]!;
        Assert.That(Problems.All.Select(kind => kind.Type), Is.All.Matches<string>(type => description.Contains($"`{type}`", StringComparison.Ordinal)));
    }

    [Test]
    public void Schemas_Throughout_HaveNoCompositionAndNoInlineObjects()
    {
        var faults = new List<string>();
        Walk(_document, "#", (node, path) =>
        {
            if (node["oneOf"] is not null || node["anyOf"] is not null || node["allOf"] is not null) faults.Add(path + " is composed");
            if (node["properties"] is JsonObject && !ComponentSchema().IsMatch(path)) faults.Add(path + " is inline");
        });
        Assert.That(faults, Is.Empty);
    }

    [Test]
    public void Schemas_OfContracts_AgreeWithTheirTypes()
    {
        var types = typeof(Problem).Assembly.GetTypes().Where(type => type.IsClass).ToLookup(type => type.Name);
        var compared = 0;
        using (Assert.EnterMultipleScope())
        {
            foreach (var (name, schema) in _document["components"]!["schemas"]!.AsObject())
            {
                if (schema!["properties"] is not JsonObject members) continue;

                compared++;
                var properties = types[name].Single().GetProperties(BindingFlags.Public | BindingFlags.Instance).ToDictionary(OpenApiSchemas.JsonName);
                var required = properties.Where(each => each.Value.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute))).Select(each => each.Key);
                Assert.That(members.Select(member => member.Key), Is.EquivalentTo(properties.Keys), name);
                Assert.That(schema["required"]?.AsArray().Select(each => (string)each!) ?? [], Is.EquivalentTo(required), name);
                foreach (var (key, member) in members)
                {
                    var nullable = Resolve(member!)["type"] is JsonArray list && list.Any(each => (string)each! == "null");
                    Assert.That(nullable, Is.EqualTo(OpenApiSchemas.IsWrittenAsNull(properties[key])), $"{name}.{key}");
                }
            }
        }

        Assert.That(compared, Is.GreaterThan(40));
    }

    [Test]
    public void Schemas_OfRequestsOnly_RefuseUnknownMembers()
    {
        var schemas = _document["components"]!["schemas"]!.AsObject().Where(each => each.Value!["properties"] is not null).ToLookup(
            each => each.Value!["additionalProperties"]?.GetValueKind() == System.Text.Json.JsonValueKind.False, each => each.Key);
        using (Assert.EnterMultipleScope())
        {
            // An answer is sent and shown in one shape.
            Assert.That(schemas[true].Where(name => name != "ItemResponse"), Is.All.EndsWith("Request"));
            Assert.That(schemas[false], Has.None.EndsWith("Request"));
        }
    }

    private IEnumerable<(string Path, string Method, JsonObject Operation)> Operations() =>
        from path in _document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (path.Key, operation.Key, operation.Value!.AsObject());

    private JsonObject Resolve(JsonNode node) =>
        (string?)node["$ref"] is { } reference ? reference[2..].Split('/').Aggregate((JsonNode)_document, (at, step) => at[step]!).AsObject() : node.AsObject();

    private static void Walk(JsonNode? node, string path, Action<JsonObject, string> visit)
    {
        if (node is JsonArray array) foreach (var (index, each) in array.Index()) Walk(each, $"{path}/{index}", visit);
        if (node is not JsonObject json) return;

        visit(json, path);
        foreach (var (key, each) in json.Where(each => each.Key is not ("example" or "examples"))) Walk(each, $"{path}/{key}", visit);
    }

    private async Task<string> ReadAsync(string path)
    {
        using var client = App.Client();
        return await client.GetStringAsync(new Uri(path, UriKind.Relative));
    }

    [GeneratedRegex("^#/components/schemas/[^/]+$")]
    private static partial Regex ComponentSchema();

    [GeneratedRegex(":[a-z]+}")]
    private static partial Regex RouteConstraint();
}
