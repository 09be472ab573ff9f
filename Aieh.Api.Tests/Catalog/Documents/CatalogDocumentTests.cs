using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Tests.Catalog.Documents;

public sealed class CatalogDocumentTests
{
    [TestCase("""{"a":1,"b":[true,"é"]}""")]
    [TestCase("{\r\n  \"b\": [ true, \"\\u00e9\" ],\r\n  \"a\": 1\r\n}\r\n")]
    public void FromText_OtherLayoutSameContent_HasTheSameHash(string text)
    {
        var document = CatalogDocument.FromText(CatalogKinds.Role, "x", text);

        Assert.That(document.Json, Is.EqualTo("""{"a":1,"b":[true,"é"]}"""));
        Assert.That(document.ContentHash, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document.Json)))));
    }

    [Test]
    public void FromText_OtherContent_HasAnotherHash()
    {
        var one = CatalogDocument.FromText(CatalogKinds.Role, "x", """{"a":[1,2]}""");
        var two = CatalogDocument.FromText(CatalogKinds.Role, "x", """{"a":[2,1]}""");

        Assert.That(one.ContentHash, Is.Not.EqualTo(two.ContentHash));
    }

    [Test]
    public void FromText_RepeatedMember_Throws()
    {
        Assert.That(() => CatalogDocument.FromText(CatalogKinds.Role, "x", """{"a":1,"a":2}"""), Throws.InstanceOf<JsonException>());
    }

    [TestCase(CatalogKinds.Methodology, "methodology", "methodology.json")]
    [TestCase(CatalogKinds.Role, "x", "roles/x.json")]
    [TestCase(CatalogKinds.Concordance, "x", "concordances/x.json")]
    [TestCase(CatalogKinds.Assessment, "x", "assessments/x/assessment.json")]
    [TestCase(CatalogKinds.Items, "x", "assessments/x/items.json")]
    [TestCase(CatalogKinds.Calibration, "x", "assessments/x/calibration.json")]
    public void File_PerKind_IsThePathInTheFolder(string kind, string slug, string file)
    {
        Assert.That(CatalogDocument.FromText(kind, slug, "{}").File, Is.EqualTo(file));
    }

    [TestCase("$.bundle.entries[0].relevance", "/bundle/entries/0/relevance")]
    [TestCase("$", "")]
    [TestCase(null, "")]
    public void FromJsonPath_Path_BecomesAPointer(string? path, string expected)
    {
        Assert.That(JsonPointers.FromJsonPath(path), Is.EqualTo(expected));
    }

    [TestCase("#/bundle.entries[0].relevance", "/bundle/entries/0/relevance")]
    [TestCase("#/", "")]
    public void FromSchemaPath_Path_BecomesAPointer(string path, string expected)
    {
        Assert.That(JsonPointers.FromSchemaPath(path), Is.EqualTo(expected));
    }
}
