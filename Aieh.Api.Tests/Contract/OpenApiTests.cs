using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tests.Support;
using Aieh.Scoring;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Aieh.Api.Tests.Contract;

/// <summary>The contract as served: equal to openapi.yaml, and complete.</summary>
[TestFixture]
internal sealed partial class OpenApiTests : ContractFixture
{
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
            Assert.That(document!.Paths, Has.Count.EqualTo(Document["paths"]!.AsObject().Count));
        }
    }

    [Test]
    public async Task Document_AlreadyHeld_Answers304()
    {
        using var client = App.Client();
        using var first = await client.GetAsync(new Uri("/openapi/v1.yaml", UriKind.Relative));
        using var again = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.yaml");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await client.SendAsync(again);
        Assert.That((int)second.StatusCode, Is.EqualTo(304));
    }

    [Test]
    public void Document_OfEveryRoute_HasItsOperation()
    {
        var routes = App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText is { } path
                && (path.StartsWith("/v1", StringComparison.Ordinal) || path.StartsWith("/ats", StringComparison.Ordinal)))
            .SelectMany(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods, Operation)
            .Where(operation => !operation.StartsWith("HEAD ", StringComparison.Ordinal));
        Assert.That(Operations().Select(each => $"{each.Method.ToUpperInvariant()} {each.Path}"), Is.EquivalentTo(routes));

        static string Operation(RouteEndpoint route, string method) =>
            $"{method} {RouteConstraint().Replace(route.RoutePattern.RawText!.TrimEnd('/'), "}")}";
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
        var tags = Document["tags"]!.AsArray().ToDictionary(tag => (string)tag!["name"]!, tag => (string?)tag!["description"]);
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
                foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
                    Assert.That((string?)parameter!["description"], Is.Not.Empty, $"{name} {parameter["name"]}");
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
    public void Examples_OfTheScoringVersion_AreTheOneThatScores()
    {
        var told = Members(Document, "scoringVersion")
            .Select(member => (string?)(member is JsonObject schema ? schema["examples"]![0] : member))
            .ToList();

        Assert.That(told, Has.Count.GreaterThan(8).And.All.EqualTo(ScoringVersion.Current));

        static IEnumerable<JsonNode> Members(JsonNode? node, string name) => node switch
        {
            JsonObject members => members.SelectMany(
                member => member.Key == name ? [member.Value!] : Members(member.Value, name)),
            JsonArray items => items.SelectMany(item => Members(item, name)),
            _ => [],
        };
    }

    [Test]
    public void Operations_Bodies_HaveExamples()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var (_, _, operation) in Operations())
            {
                var responses = operation["responses"]!.AsObject().Select(response => Resolve(response.Value!));
                var bodies = responses.Append(operation["requestBody"]?.AsObject());
                foreach (var content in bodies.SelectMany(body => body?["content"]?.AsObject().Select(each => each.Value!) ?? []))
                {
                    var isEmpty = Resolve(content["schema"]!)["properties"] is null;
                    Assert.That(
                        isEmpty || content["example"] is not null || content["examples"] is not null,
                        (string)operation["operationId"]!);
                }
            }
        }
    }

    [Test]
    public void Problems_All_AreInTheDocument()
    {
        var description = (string)Document["info"]!["description"]!;
        Assert.That(
            Problems.All.Select(kind => kind.Type),
            Is.All.Matches<string>(type => description.Contains($"`{type}`", StringComparison.Ordinal)));
    }

    [Test]
    public void Problems_InExamples_HaveMembersOfTheSchemaAlone()
    {
        var components = Document["components"]!;
        var members = components["schemas"]!["Problem"]!["properties"]!.AsObject().Select(member => member.Key);
        var examples = components["examples"]!.AsObject()
            .Select(example => example.Value!["value"]!.AsObject())
            .Where(value => $"{value["type"]}".StartsWith("urn:aieh:problem:", StringComparison.Ordinal))
            .SelectMany(value => value.Select(member => member.Key))
            .Distinct();

        Assert.That(examples, Is.Not.Empty.And.SubsetOf(members));
    }

    [Test]
    public async Task Docs_Page_FindsItsScriptsAndTheDocument()
    {
        Assert.That(await ReadAsync("/docs/index.html"), Does.Contain("./swagger-ui-bundle.js"));
        Assert.That(await ReadAsync("/docs/swagger-ui-bundle.js"), Is.Not.Empty);
        Assert.That(await ReadAsync("/docs/index.js"), Does.Contain("/openapi/v1.json"));
    }

    [GeneratedRegex(":[a-z]+}")]
    private static partial Regex RouteConstraint();
}
