using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Catalog.Documents;
using Aieh.Api.Tools.Content;
using Aieh.Api.Tools.Content.Qti;
using Aieh.Api.Tools.Files;

namespace Aieh.Api.Tests.Tools.Content;

public sealed class QtiPackageTests
{
    private const string Foreign = """
        <?xml version="1.0" encoding="UTF-8"?>
        <qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="Stack_Order.1" title="Stacks" adaptive="false" time-dependent="false" xml:lang="en">
          <qti-response-declaration base-type="identifier" cardinality="single" identifier="ANSWER">
            <qti-correct-response><qti-value> choiceB </qti-value></qti-correct-response>
          </qti-response-declaration>
          <qti-outcome-declaration base-type="float" cardinality="single" identifier="SCORE"/>
          <qti-item-body>
            <div>
              <p>A stack holds <em>three</em>
                 plates.</p>
              <pre><code class="language-text">top
        bottom</code></pre>
              <qti-choice-interaction max-choices="1" response-identifier="ANSWER" shuffle="true">
                <qti-prompt>Which one does <code>pop()</code> take?</qti-prompt>
                <qti-simple-choice identifier="choiceA">The lowest</qti-simple-choice>
                <qti-simple-choice identifier="choiceB">The <strong>top</strong> one</qti-simple-choice>
                <qti-simple-choice identifier="choiceC">Any</qti-simple-choice>
              </qti-choice-interaction>
            </div>
            <qti-rubric-block use="scoring" view="author scorer"><qti-content-body><p>Last in,</p><p>first out.</p></qti-content-body></qti-rubric-block>
          </qti-item-body>
          <qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"/>
        </qti-assessment-item>
        """;

    private static readonly CatalogSnapshot _catalog = CatalogFiles.Load(ShippedCatalogTests.Folder);
    private static readonly CatalogSchemas _schemas = CatalogSchemas.Load(Path.Combine(ShippedCatalogTests.Folder, "schemas"));

    private DirectoryInfo _folder = null!;

    private static IEnumerable<string> Banks() => _catalog.ItemBanks.Keys;

    [SetUp]
    public void Make() => _folder = Directory.CreateTempSubdirectory("aieh-qti-");

    [TearDown]
    public void Remove() => _folder.Delete(recursive: true);

    [TestCaseSource(nameof(Banks))]
    public async Task ExportThenImport_ShippedBank_IsTheSameToTheLastCharacter(string bank)
    {
        var shipped = _catalog.Documents.Single(document => document.Kind == CatalogKinds.Items && document.Slug == bank);

        var imported = await RoundTripAsync(_catalog.ItemBanks[bank]);

        Assert.That(imported.Json, Is.EqualTo(shipped.Json));
    }

    [Test]
    public async Task ExportThenImport_EveryKindOfItem_IsTheSame()
    {
        const string Awkward = " a < b && c > \"d\"\t\r\n  `code` ``two`ticks`` *star* ]]> é😀 ";
        var item = ContentFixture.Item(new ItemCheck
        {
            Language = CheckLanguage.Sqlite,
            Setup = Awkward,
            Code = Awkward,
            Predictions = ContentFixture.PerOption(Awkward, "", "\n", "raises: X"),
        }) with
        {
            Stem = Awkward,
            Rationale = Awkward,
            Code = new ItemCode { Language = "sql", Version = "PostgreSQL 16", Text = "\n  SELECT 1;\n\n" },
        };
        var options = item with
        {
            Id = "planted-002",
            Status = ItemStatus.Draft,
            Check = new ItemCheck { ExpectStdout = "", Options = ContentFixture.PerOption("a", "b", "c", "d") },
        };
        var raises = item with { Id = "planted-003", Code = null, Check = new ItemCheck { Code = "x", ExpectRaises = "NameError" } };
        var scored = item with
        {
            Id = "planted-004",
            Key = null,
            Check = null,
            Scores = new Dictionary<string, int> { ["a"] = 0, ["b"] = 2, ["c"] = 1, ["d"] = 0 },
        };
        var bank = new ItemBankDocument
        {
            Assessment = "python-fundamentals",
            Version = 7,
            Locale = "de-CH",
            Topics = [new ItemTopic { Slug = "topic", Name = "Über & unter", Description = Awkward }],
            Items = [item, options, raises, scored],
        };

        var imported = await RoundTripAsync(bank);

        Assert.That(imported.Json, Is.EqualTo(Document(bank).Json));
    }

    [Test]
    public void Export_TextThatXmlCannotHold_NamesTheItemAndWritesNothing()
    {
        var bank = _catalog.ItemBanks["python-fundamentals"];
        var broken = bank with { Items = [bank.Items[0] with { Stem = "A bell: \u0007" }] };
        var target = Path.Combine(_folder.FullName, "out");

        Assert.That(
            () => QtiPackage.WriteAsync(broken, target, CancellationToken.None),
            Throws.TypeOf<InputException>().With.Message.StartsWith("items/py-ds-001.xml: "));
        Assert.That(Directory.Exists(target), Is.False);
    }

    [Test]
    public void Export_FolderWithFiles_IsRefused()
    {
        Write("mine.txt", "x");

        Assert.That(
            () => QtiPackage.WriteAsync(_catalog.ItemBanks["python-fundamentals"], _folder.FullName, CancellationToken.None),
            Throws.TypeOf<InputException>().With.Message.Contains("is not empty"));
    }

    [Test]
    public async Task Import_ForeignItem_BecomesADraft()
    {
        Write("item.xml", Foreign);

        var (bank, notes) = QtiPackage.Read(_folder.FullName, "python-fundamentals");

        var item = bank.Items.Single();
        Assert.That((item.Id, item.Status, item.Topic, item.Key), Is.EqualTo(("stack-order-1", ItemStatus.Draft, "imported", "b")));
        Assert.That(item.Stem, Is.EqualTo("A stack holds *three* plates. Which one does `pop()` take?"));
        Assert.That(
            item.Options.Select(option => (option.Id, option.Text)),
            Is.EqualTo(((string, string)[])[("a", "The lowest"), ("b", "The **top** one"), ("c", "Any")]));
        Assert.That((item.Code!.Language, item.Code.Text, item.Rationale), Is.EqualTo(("text", "top\nbottom", "Last in, first out.")));
        Assert.That(notes, Has.One.Contains("is a draft"));
        await ItemBankFile.WriteNewAsync(bank, _schemas, Path.Combine(_folder.FullName, "items.json"), CancellationToken.None);
    }

    [Test]
    public void Import_ForeignItemScoredByItsMapping_HasScores()
    {
        const string Key = "<qti-correct-response><qti-value> choiceB </qti-value></qti-correct-response>";
        const string Mapping = "<qti-mapping default-value=\"0\">"
            + "<qti-map-entry map-key=\"choiceB\" mapped-value=\"2\"/><qti-map-entry map-key=\"choiceC\" mapped-value=\"1.0\"/>"
            + "</qti-mapping>";
        Write("item.xml", Foreign
            .Replace(Key, Mapping, StringComparison.Ordinal)
            .Replace("match_correct", "map_response", StringComparison.Ordinal));

        var item = QtiPackage.Read(_folder.FullName, "python-fundamentals").Bank.Items.Single();

        Assert.That(item.Key, Is.Null);
        Assert.That(item.Scores, Is.EqualTo(new Dictionary<string, int> { ["a"] = 0, ["b"] = 2, ["c"] = 1 }));
    }

    [TestCase("<qti-prompt>", "<qti-prompt", "item.xml: ", TestName = "malformed")]
    [TestCase("<qti-correct-response><qti-value> choiceB </qti-value></qti-correct-response>", "", "item.xml, line 3, <qti-response-declaration>: has no key", TestName = "no key")]
    [TestCase(" choiceB ", "choiceZ", "item.xml, line 4, <qti-value>: names 'choiceZ'", TestName = "key that is no choice")]
    [TestCase("<qti-value> choiceB </qti-value>", "<qti-value>choiceA</qti-value><qti-value>choiceB</qti-value>", "<qti-correct-response>: has 2 values", TestName = "two keys")]
    [TestCase("max-choices=\"1\"", "max-choices=\"2\"", "<qti-choice-interaction>: allows 2 choices", TestName = "several choices")]
    [TestCase("response-identifier=\"ANSWER\"", "response-identifier=\"OTHER\"", "<qti-choice-interaction>: has no <qti-response-declaration>", TestName = "no declaration")]
    [TestCase("qti-choice-interaction", "qti-order-interaction", "<qti-order-interaction>: cannot be imported", TestName = "other interaction")]
    [TestCase("imsqtiasi_v3p0", "imsqti_v2p2", "<qti-assessment-item>: is not the root of a QTI 3.0 item", TestName = "other version")]
    [TestCase("The lowest", "<img src=\"x.png\" alt=\"\"/>", "<img>: cannot be imported", TestName = "picture")]
    [TestCase("identifier=\"choiceA\"", "", "<qti-simple-choice>: lacks the attribute 'identifier'", TestName = "choice without identifier")]
    public void Import_Fault_NamesFileAndElement(string good, string bad, string expected)
    {
        Write("item.xml", Foreign.Replace(good, bad, StringComparison.Ordinal));

        Assert.That(
            () => QtiPackage.Read(_folder.FullName, "python-fundamentals"),
            Throws.TypeOf<InputException>().With.Message.Contains(expected).And.Message.StartsWith("item.xml"));
    }

    [TestCase("<!DOCTYPE x [<!ENTITY secret SYSTEM \"file:///etc/hostname\">]>", "&secret;")]
    [TestCase("<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>", "&b;")]
    [TestCase("<!DOCTYPE x SYSTEM \"http://localhost/x.dtd\">", "The lowest")]
    public void Import_DocumentType_IsRefused(string documentType, string text)
    {
        Write("item.xml", Foreign
            .Replace("<qti-assessment-item", documentType + "<qti-assessment-item", StringComparison.Ordinal)
            .Replace("The lowest", text, StringComparison.Ordinal));

        Assert.That(
            () => QtiPackage.Read(_folder.FullName, "python-fundamentals"),
            Throws.TypeOf<InputException>().With.Message.Contains("DTD"));
    }

    [Test]
    public void Import_FileBeyondTheLimit_IsRefused()
    {
        Write("item.xml", Foreign.Replace("The lowest", new string('x', 2_100_000), StringComparison.Ordinal));

        Assert.That(
            () => QtiPackage.Read(_folder.FullName, "python-fundamentals"),
            Throws.TypeOf<InputException>().With.Message.StartsWith("item.xml: "));
    }

    [Test]
    public async Task Import_PackageWithTheFormerNamespaceOfItsMetadata_IsRefusedAndNotReadWithoutIt()
    {
        await QtiPackage.WriteAsync(_catalog.ItemBanks["python-fundamentals"], _folder.FullName, CancellationToken.None);
        var manifest = Path.Combine(_folder.FullName, "imsmanifest.xml");
        var former = File.ReadAllText(manifest).Replace("urn:aieh:catalog:1", "urn:aieh:catalogue:1", StringComparison.Ordinal);
        File.WriteAllText(manifest, former);

        Assert.That(
            () => QtiPackage.Read(_folder.FullName, "python-fundamentals"),
            Throws.TypeOf<InputException>().With.Message.Contains("urn:aieh:catalogue:1").And.Message.Contains("Put 'urn:aieh:catalog:1'"));
    }

    [TestCase("../outside.xml", "outside of the package")]
    [TestCase("/etc/hostname", "outside of the package")]
    [TestCase("missing.xml", "not in the package")]
    public void Import_ManifestNamesAFileItMayNot_IsRefused(string href, string expected)
    {
        const string Package = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1";
        var resource = $"<resource identifier=\"x\" type=\"imsqti_item_xmlv3p0\" href=\"{href}\"/>";
        Write("imsmanifest.xml", $"<manifest xmlns=\"{Package}\"><resources>{resource}</resources></manifest>");

        Assert.That(
            () => QtiPackage.Read(_folder.FullName, "python-fundamentals"),
            Throws.TypeOf<InputException>().With.Message
                .Contains("imsmanifest.xml, line 1, <resource>").And.Message.Contains(expected));
    }

    [Test]
    public void Import_SeveralFaults_AreAllListed()
    {
        Write("a.xml", "<a>");
        Write("b.xml", "<b/>");

        Assert.That(
            () => QtiPackage.Read(_folder.FullName, "python-fundamentals"),
            Throws.TypeOf<InputException>().With.Message.Contains("a.xml").And.Message.Contains("b.xml"));
    }

    [Test]
    public void Import_BankThatTheLoaderWouldRefuse_WritesNothing()
    {
        var bank = _catalog.ItemBanks["python-fundamentals"];
        var file = Path.Combine(_folder.FullName, "items.json");

        Assert.That(
            () => ItemBankFile.WriteNewAsync(bank with { Items = [bank.Items[0], bank.Items[0]] }, _schemas, file, CancellationToken.None),
            Throws.TypeOf<CatalogException>().With.Message.Contains("repeats the id"));
        Assert.That(File.Exists(file), Is.False);
    }

    [Test]
    public void Import_FileThatExists_IsNotOverwritten()
    {
        Write("items.json", "mine");
        var (bank, file) = (_catalog.ItemBanks["python-fundamentals"], Path.Combine(_folder.FullName, "items.json"));

        Assert.That(
            () => ItemBankFile.WriteNewAsync(bank, _schemas, file, CancellationToken.None),
            Throws.TypeOf<InputException>().With.Message.Contains("not overwritten"));
        Assert.That(File.ReadAllText(file), Is.EqualTo("mine"));
    }

    private async Task<CatalogDocument> RoundTripAsync(ItemBankDocument bank)
    {
        var target = Path.Combine(_folder.FullName, "package");
        await QtiPackage.WriteAsync(bank, target, CancellationToken.None);
        return Document(QtiPackage.Read(target, bank.Assessment).Bank);
    }

    private static CatalogDocument Document(ItemBankDocument bank) =>
        CatalogDocument.FromText(CatalogKinds.Items, bank.Assessment, ItemBankFile.Text(bank));

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
}
