using System.Diagnostics;
using System.Text;

namespace Aieh.Api.Tests.Catalog.Documents;

/// <summary>Files that are no catalog: each is named with what is wrong, and none ends in an exception of another kind.</summary>
public sealed class HostileFileTests
{
    private const string Role = "roles/backend-engineer.json";

    private static IEnumerable<TestCaseData> Texts()
    {
        yield return Text("half of a surrogate pair", """{"slug":"\ud800"}""", "/slug: has half of a surrogate pair");
        yield return Text("half of a surrogate pair in a name", """{"\udc00":1}""", ": has half of a surrogate pair");
        yield return Text("number beyond any", """{"slug":[1, 1e400]}""", "/slug/1: must be a number of at most");
        yield return Text("number of many digits", $$"""{"slug":{{new string('9', 100_000)}}}""", "/slug: must be a number of at most");
        yield return Text("deep", new string('[', 100_000), ": ");
        yield return Text("a NUL", "{\"slug\":\"a\0b\"}", ": '0x00' is invalid within a JSON string");
        yield return Text("truncated", """{"slug":""", ": ");
        yield return Text("null", "null", ": ");
        yield return Text("a text", "\"x\"", ": ");
        yield return Text("empty", "", ": is empty, or no ordinary file");
    }

    [TestCaseSource(nameof(Texts))]
    public void Load_TextThatIsNoDocument_IsNamed(string text, string expected)
    {
        using var copy = new CatalogCopy();
        copy.Write(Role, text);

        Assert.That(copy.Problems(), Is.Not.Empty);
        Assert.That(copy.Problems()[0], Does.StartWith($"{Role}#{expected}"));
    }

    [TestCase("utf-16BE", false)]
    [TestCase("iso-8859-1", false)]
    [TestCase("utf-8", true)]
    public void Load_OtherEncoding_IsReadByItsMarkOrRefused(string encoding, bool isRead)
    {
        using var copy = new CatalogCopy();
        var file = Path.Combine(copy.Folder, Role);
        var text = File.ReadAllText(file).Replace("\"Backend", "\"Bäckend", StringComparison.Ordinal);
        File.WriteAllBytes(file, Encoding.GetEncoding(encoding).GetBytes(text));

        Assert.That(copy.Problems(), isRead ? Is.Empty : Has.Some.StartsWith($"{Role}#: "));
    }

    [Test]
    public void Load_FileBeyondTheLimit_IsRefusedUnread()
    {
        using var copy = new CatalogCopy();
        using (var file = File.OpenWrite(Path.Combine(copy.Folder, Role))) file.SetLength(4L << 30);

        Assert.That(copy.Problems(), Has.Some.EqualTo($"{Role}#: has more than 20000000 bytes, or grows"));
    }

    [Test]
    public void Load_WhatIsNoOrdinaryFile_IsNamedAndNeverWaitedFor()
    {
        using var copy = new CatalogCopy();
        var roles = Path.Combine(copy.Folder, "roles");
        Directory.CreateDirectory(Path.Combine(roles, "folder.json"));
        File.CreateSymbolicLink(Path.Combine(roles, "dangling.json"), Path.Combine(roles, "nowhere"));
        File.CreateSymbolicLink(Path.Combine(roles, "loop.json"), Path.Combine(roles, "loop.json"));
        if (File.Exists("/dev/zero")) File.CreateSymbolicLink(Path.Combine(roles, "device.json"), "/dev/zero");
        if (!OperatingSystem.IsWindows()) Process.Start("mkfifo", [Path.Combine(roles, "pipe.json")])!.WaitForExit();

        var problems = copy.Problems();

        Assert.That(problems, Has.Some.EqualTo("roles/folder.json#: is a folder"));
        Assert.That(problems, Has.Some.EqualTo("roles/dangling.json#: does not exist"));
        Assert.That(problems, Has.Some.StartsWith("roles/loop.json#: "));
        if (OperatingSystem.IsWindows()) return;
        Assert.That(problems, Has.Some.EqualTo("roles/device.json#: is empty, or no ordinary file"));
        Assert.That(problems, Has.Some.EqualTo("roles/pipe.json#: is empty, or no ordinary file"));
    }

    [Test]
    public void Load_FoldersInACircle_ComesToAnEnd()
    {
        using var copy = new CatalogCopy();
        Directory.CreateSymbolicLink(Path.Combine(copy.Folder, "assessments", "again"), copy.Folder);

        var problems = copy.Problems();

        Assert.That(problems, Has.Some.StartsWith("assessments/again/methodology.json#: does not belong in the catalog folder"));
    }

    /// <summary>A schema that came along could allow anything, or name another address.</summary>
    [Test]
    public void Load_SchemaBesideTheDocuments_IsNotUsed()
    {
        using var copy = new CatalogCopy();
        copy.Write("schemas/role.schema.json", """{ "$ref": "http://localhost:9/role.json" }""");
        copy.Edit(Role, role => role["colour"] = "red");

        Assert.That(copy.Problems(), Is.EqualTo((string[])[$"{Role}#/colour: is not a known member"]));
    }

    private static TestCaseData Text(string name, string text, string expected) =>
        new TestCaseData(text, expected).SetArgDisplayNames(name);
}
