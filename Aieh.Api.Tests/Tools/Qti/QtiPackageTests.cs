using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Catalog.Documents;
using Aieh.Api.Tests.Tools.Content;
using Aieh.Api.Tools.Files;
using Aieh.Api.Tools.Qti;

namespace Aieh.Api.Tests.Tools.Qti;

public sealed class QtiPackageTests
{
    private static readonly CatalogSnapshot _catalog = CatalogFiles.Load(ShippedCatalogTests.Folder);
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
            Spoken = Awkward,
        };
        var options = item with
        {
            Id = "planted-002",
            Status = ItemStatus.Draft,
            Check = new ItemCheck { ExpectStdout = "", Options = ContentFixture.PerOption("a", "b", "c", "d") },
        };
        var raises = item with
        {
            Id = "planted-003",
            Code = null,
            Spoken = null,
            Check = new ItemCheck { Code = "x", ExpectRaises = "NameError" },
        };
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
            Enemies =
            [
                new EnemyItems { Items = ["planted-001", "planted-004"], Reason = Awkward },
                new EnemyItems { Items = ["planted-003", "planted-002", "planted-001"], Reason = "The first gives the others away." },
            ],
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
    public async Task Import_PackageWithTheFormerNamespaceOfItsMetadata_IsRefusedAndNotReadWithoutIt()
    {
        await QtiPackage.WriteAsync(_catalog.ItemBanks["python-fundamentals"], _folder.FullName, CancellationToken.None);
        var manifest = Path.Combine(_folder.FullName, "imsmanifest.xml");
        var former = File.ReadAllText(manifest).Replace("urn:aieh:catalog:1", "urn:aieh:catalogue:1", StringComparison.Ordinal);
        File.WriteAllText(manifest, former);

        Assert.That(
            () => QtiImport.Read(_folder.FullName, "python-fundamentals"),
            Throws.TypeOf<InputException>().With.Message.Contains("urn:aieh:catalogue:1").And.Message.Contains("Put 'urn:aieh:catalog:1'"));
    }

    [Test]
    public void Import_BankThatTheLoaderWouldRefuse_WritesNothing()
    {
        var bank = _catalog.ItemBanks["python-fundamentals"];
        var file = Path.Combine(_folder.FullName, "items.json");

        Assert.That(
            () => ItemBankFile.WriteNewAsync(bank with { Items = [bank.Items[0], bank.Items[0]] }, file, CancellationToken.None),
            Throws.TypeOf<CatalogException>().With.Message.Contains("repeats the id"));
        Assert.That(File.Exists(file), Is.False);
    }

    [Test]
    public void Import_FileThatExists_IsNotOverwritten()
    {
        Write("items.json", "mine");
        var (bank, file) = (_catalog.ItemBanks["python-fundamentals"], Path.Combine(_folder.FullName, "items.json"));

        Assert.That(
            () => ItemBankFile.WriteNewAsync(bank, file, CancellationToken.None),
            Throws.TypeOf<InputException>().With.Message.Contains("not overwritten"));
        Assert.That(File.ReadAllText(file), Is.EqualTo("mine"));
    }

    [Test]
    public void Import_FileThatIsALink_IsNotWrittenThrough()
    {
        var (link, target) = (Path.Combine(_folder.FullName, "items.json"), Path.Combine(_folder.FullName, "target.json"));
        File.CreateSymbolicLink(link, target);

        Assert.That(
            () => ItemBankFile.WriteNewAsync(_catalog.ItemBanks["python-fundamentals"], link, CancellationToken.None),
            Throws.TypeOf<InputException>());
        Assert.That(File.Exists(target), Is.False);
    }

    /// <summary>Another system shows what the catalog means, and not how it is spelled.</summary>
    [TestCase(@"What does \_\_init\_\_ do?", "What does __init__ do?")]
    [TestCase("*a* and **b** and `c*d` &amp; ``e`f``", "<em>a</em> and <strong>b</strong> and <code>c*d</code> &amp; <code>e`f</code>")]
    [TestCase("***a** b*", "<strong><em>a</em></strong><em> b</em>")]
    [TestCase("a *b*_c_ **d**__e__", "a <em>bc</em> <strong>de</strong>")]
    [TestCase("a*(b)*c, _d_ and __e _f___", "a*(b)*c, <em>d</em> and <strong>e </strong><strong><em>f</em></strong>")]
    [TestCase("COUNT(*) of snake_case", "COUNT(*) of snake_case")]
    public async Task Export_CommonMark_IsShownAsItIsMeant(string stem, string xhtml)
    {
        var bank = _catalog.ItemBanks["python-fundamentals"];
        var changed = bank with { Items = [bank.Items[0] with { Stem = stem }], Enemies = null };

        var imported = await RoundTripAsync(changed);

        var item = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "package", "items", $"{changed.Items[0].Id}.xml"));
        Assert.That(item, Does.Contain($"<p>{xhtml}</p>"));
        Assert.That(imported.Json, Is.EqualTo(Document(changed).Json));
    }

    /// <summary>The lint refuses them in a bank; in a package they are spelled as text that stays text.</summary>
    [TestCase("<b>a</b> [c](d) <https://e>", @"\<b>a\</b> \[c\](d) \<https://e>")]
    [TestCase("![a](https://example.com/a.png)", @"!\[a\](https://example.com/a.png)")]
    [TestCase("[a]: /b", @"\[a\]: /b")]
    public async Task Import_SpellingWithHtmlLinkOrPicture_StaysText(string stem, string expected)
    {
        var bank = _catalog.ItemBanks["python-fundamentals"];
        var changed = bank with { Items = [bank.Items[0] with { Stem = stem }], Enemies = null };
        await QtiPackage.WriteAsync(changed, _folder.FullName, CancellationToken.None);

        var item = QtiImport.Read(_folder.FullName, "python-fundamentals").Bank.Items.Single();

        Assert.That(item.Stem, Is.EqualTo(expected));
    }

    [Test]
    public async Task Import_FolderWithSeparatorAtItsEnd_IsTheSameFolder()
    {
        var bank = _catalog.ItemBanks["python-fundamentals"];
        await QtiPackage.WriteAsync(bank, _folder.FullName, CancellationToken.None);

        var import = QtiImport.Read(_folder.FullName + Path.DirectorySeparatorChar, "python-fundamentals");

        Assert.That((import.Refused.Count, import.Bank.Items.Count), Is.EqualTo((0, bank.Items.Count)));
    }

    [Test]
    public async Task Import_EnemyLeftOut_LeavesTheSetsOfTwoOrMore()
    {
        var bank = _catalog.ItemBanks["python-fundamentals"];
        string[] ids = [.. bank.Items.Take(3).Select(item => item.Id)];
        var paired = bank with
        {
            Items = [.. bank.Items.Take(3)],
            Enemies = [new EnemyItems { Items = ids, Reason = "All three." }, new EnemyItems { Items = ids[..2], Reason = "Two." }],
        };
        await QtiPackage.WriteAsync(paired, _folder.FullName, CancellationToken.None);
        File.Delete(Path.Combine(_folder.FullName, "items", $"{ids[0]}.xml"));

        var import = QtiImport.Read(_folder.FullName, "python-fundamentals");

        Assert.That(import.Refused, Has.Count.EqualTo(1));
        Assert.That(import.Bank.Enemies!.Single().Items, Is.EqualTo(ids[1..]));
        Assert.That(ItemBankFile.Problems(import.Bank), Is.Empty);
    }

    [Test]
    public async Task Import_BodyChangedSinceTheExport_CountsAndNotTheSpelling()
    {
        var bank = _catalog.ItemBanks["python-fundamentals"];
        var changed = bank with { Items = [bank.Items[0] with { Stem = "One __zwei__." }] };
        await QtiPackage.WriteAsync(changed, _folder.FullName, CancellationToken.None);
        var file = Path.Combine(_folder.FullName, "items", $"{bank.Items[0].Id}.xml");
        File.WriteAllText(file, File.ReadAllText(file).Replace("zwei", "2*3*4", StringComparison.Ordinal));

        var item = QtiImport.Read(_folder.FullName, "python-fundamentals").Bank.Items.Single();

        Assert.That(item.Stem, Is.EqualTo(@"One **2\*3\*4**."));
        Assert.That(item.Check, Is.Not.Null);
    }

    [TestCase("topic=\"data-structures\"", "topic=\"cooking\"", "the package does not have its topic, 'cooking'")]
    [TestCase("estimated-seconds=\"", "estimated-seconds=\"9", "/estimatedSeconds must be at most 600")]
    [TestCase("estimated-seconds=\"", "estimated-seconds=\"x", "which is not a whole number")]
    [TestCase("aieh:stem", "aieh:former", "<item>: lacks <stem>: earlier builds did not write it")]
    public async Task Import_MetadataThatDoesNotFit_RefusesTheItem(string good, string bad, string expected)
    {
        var bank = _catalog.ItemBanks["python-fundamentals"];
        var one = bank with { Items = [bank.Items[0] with { Topic = "data-structures", Stem = "One?" }] };
        one = one with { Topics = [one.Topics[0] with { Slug = "data-structures" }] };
        await QtiPackage.WriteAsync(one, _folder.FullName, CancellationToken.None);
        var manifest = Path.Combine(_folder.FullName, "imsmanifest.xml");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace(good, bad, StringComparison.Ordinal));

        Assert.That(QtiImport.Read(_folder.FullName, "python-fundamentals").Refused.Single(), Does.Contain(expected));
    }

    private async Task<CatalogDocument> RoundTripAsync(ItemBankDocument bank)
    {
        var target = Path.Combine(_folder.FullName, "package");
        await QtiPackage.WriteAsync(bank, target, CancellationToken.None);
        var import = QtiImport.Read(target, bank.Assessment);
        Assert.That(import.Refused, Is.Empty);
        return Document(import.Bank);
    }

    private static CatalogDocument Document(ItemBankDocument bank) =>
        CatalogDocument.FromText(CatalogKinds.Items, bank.Assessment, ItemBankFile.Text(bank));

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
}
