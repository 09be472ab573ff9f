using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Aieh.Api.Contract;

namespace Aieh.Api.Tests.Contract;

/// <summary>The document's schemas: as the contract types are, and free of what client generators stumble on.</summary>
[TestFixture]
internal sealed partial class OpenApiSchemaTests : ContractFixture
{
    [Test]
    public void Schemas_Throughout_HaveNoCompositionAndNoInlineObjects()
    {
        var faults = new List<string>();
        Walk(Document, "#", (node, path) =>
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
            foreach (var (name, schema) in Document["components"]!["schemas"]!.AsObject())
            {
                if (schema!["properties"] is not JsonObject members) continue;

                compared++;
                var properties = types[name].Single()
                    .GetProperties(BindingFlags.Public | BindingFlags.Instance)
                    .ToDictionary(OpenApiSchemas.JsonName);
                var required = properties.Where(each => each.Value.IsDefined(typeof(RequiredMemberAttribute))).Select(each => each.Key);
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
        var schemas = Document["components"]!["schemas"]!.AsObject().Where(each => each.Value!["properties"] is not null).ToLookup(
            each => each.Value!["additionalProperties"]?.GetValueKind() == JsonValueKind.False, each => each.Key);
        using (Assert.EnterMultipleScope())
        {
            // An answer, a signal, and whom an invitation is for, are sent and shown in one shape.
            Assert.That(schemas[true].Except(["ItemResponse", "InvitedCandidate", "ClientSignal"]), Is.All.EndsWith("Request"));
            Assert.That(schemas[false].Where(name => !PassesOver(name)), Has.None.EndsWith("Request"));
            Assert.That(schemas[true].Where(PassesOver), Is.Empty);
        }
    }

    /// <summary>Applicant tracking systems may add members at any time.</summary>
    private static bool PassesOver(string name) =>
        typeof(Problem).Assembly.GetTypes().Single(type => type.Name == name && type.IsClass)
            .GetCustomAttribute<JsonUnmappedMemberHandlingAttribute>()?.UnmappedMemberHandling == JsonUnmappedMemberHandling.Skip;

    private static void Walk(JsonNode? node, string path, Action<JsonObject, string> visit)
    {
        if (node is JsonArray array) foreach (var (index, each) in array.Index()) Walk(each, $"{path}/{index}", visit);
        if (node is not JsonObject json) return;

        visit(json, path);
        foreach (var (key, each) in json.Where(each => each.Key is not ("example" or "examples"))) Walk(each, $"{path}/{key}", visit);
    }

    [GeneratedRegex("^#/components/schemas/[^/]+$")]
    private static partial Regex ComponentSchema();
}
