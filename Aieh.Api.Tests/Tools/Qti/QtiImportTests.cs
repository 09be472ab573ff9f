using System.Xml.Linq;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Support;
using Aieh.Api.Tools.Files;
using Aieh.Api.Tools.Qti;

namespace Aieh.Api.Tests.Tools.Qti;

/// <summary>Items of other systems: read whole, or refused by name.</summary>
public sealed class QtiImportTests
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

    private const string Key = "<qti-correct-response><qti-value> choiceB </qti-value></qti-correct-response>";

    private DirectoryInfo _folder = null!;

    [SetUp]
    public void Make() => _folder = Directory.CreateTempSubdirectory("aieh-qti-");

    [TearDown]
    public void Remove() => _folder.Delete(recursive: true);

    [TestCase("b-stim", "<qti-assessment-stimulus-ref>: cannot be imported")]
    [TestCase("b-fbblock", "<qti-feedback-block>: cannot be imported")]
    [TestCase("b-tmplkey", "<qti-template-processing>: cannot be imported")]
    [TestCase("b-dupch", "<qti-simple-choice>: repeats the identifier 'A'")]
    public void Read_ItemThatWentWrong_IsRefusedByName(string fault, string expected)
    {
        var import = QtiImport.Read(SharedCases.Fault(fault), "python-fundamentals");

        Assert.That(import.Bank.Items, Is.Empty);
        Assert.That(import.Refused.Single(), Does.StartWith("item.xml, line ").And.Contains(expected));
    }

    /// <summary>The fault b-markup: plain text became bold, emphasis, code and HTML.</summary>
    [Test]
    public void Read_PlainTextThatLooksLikeMarkup_StaysPlainText()
    {
        var item = QtiImport.Read(SharedCases.Fault("b-markup"), "python-fundamentals").Bank.Items.Single();

        string[] plain =
        [
            "What does __init__ do, and what is 2*a*b for the tag <b> or `x`?", "*args", "__all__", "<script>alert(1)</script>",
        ];
        Assert.That(
            (string[])[item.Stem, .. item.Options.Select(option => option.Text)],
            Is.EqualTo((string[])
            [
                @"What does \_\_init\_\_ do, and what is 2\*a\*b for the tag \<b> or \`x\`?", @"\*args", @"\_\_all\_\_",
                @"\<script>alert(1)\</script>",
            ]));
        Assert.That(
            item.Options.Select(option => option.Text).Prepend(item.Stem).Select(text => Markdig.Markdown.ToPlainText(text).TrimEnd('\n')),
            Is.EqualTo(plain));
    }

    /// <summary>
    /// A renderer of all of CommonMark, blocks too, shows each text as one paragraph without markup: no character of it can start any.
    /// </summary>
    [Test]
    public void Read_TextOfMarkupCharacters_IsShownAsItIs()
    {
        const string Alphabet = "*_`\\<>[]()!&#;~-+=.1 aé\u00a0";
        var random = new Random(7);
        foreach (var _ in Enumerable.Range(0, 3000))
        {
            var length = random.Next(1, 12);
            var text = string.Concat(Enumerable.Range(0, length).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            var read = new InlineText([new TextRun(text, TextStyle.Plain)]);
            if (read.IsEmpty) continue;

            var written = read.ToCommonMark();

            var html = Markdig.Markdown.ToHtml(written).TrimEnd('\n');
            var shown = string.Concat(read.ToXhtml().OfType<XText>().Select(part => part.Value));
            Assert.That(html, Does.Match("^<p>[^<>]*</p>$"), written);
            Assert.That(System.Net.WebUtility.HtmlDecode(html[3..^4]), Is.EqualTo(shown), written);
        }
    }

    /// <summary>Nothing is passed over because the reader does not look there.</summary>
    [TestCaseSource(nameof(Additions))]
    public void Read_SomethingAddedAnywhere_IsRefused(Action<XElement> add)
    {
        var places = XDocument.Parse(Foreign).Descendants().Count();

        for (var place = 0; place < places; place++)
        {
            var document = XDocument.Parse(Foreign, LoadOptions.PreserveWhitespace);
            add(document.Descendants().ElementAt(place));

            Assert.That(Read(document.ToString(SaveOptions.DisableFormatting)).Refused, Has.Count.EqualTo(1), document.ToString());
        }
    }

    private static IEnumerable<TestCaseData> Additions()
    {
        yield return Addition("element", at => at.AddFirst(new XElement(at.Name.Namespace + "qti-new")));
        yield return Addition("element behind", at => at.Add(new XElement(at.Name.Namespace + "qti-new")));
        yield return Addition("attribute", at => at.Add(new XAttribute("new", "1")));
        yield return Addition("instruction", at => at.Add(new XProcessingInstruction("new", "1")));

        static TestCaseData Addition(string name, Action<XElement> add) => new TestCaseData(add).SetArgDisplayNames(name);
    }

    [TestCase("a <em>b </em>c", "a *b* c")]
    [TestCase("a <strong><em>b</em> c</strong>", "a ***b* c**")]
    [TestCase("<em><strong>a</strong> b</em>", "***a** b*")]
    [TestCase("<code>a`b</code> and <code>``</code>", "``a`b`` and ``` `` ```")]
    [TestCase("<code>__init__</code>", "`__init__`")]
    [TestCase("a<br/>b <q>c</q> <span>d</span>", "a b \"c\" d")]
    [TestCase("snake_case and 2 * 3 &lt; 7 &amp; 8", "snake_case and 2 * 3 < 7 & 8")]
    [TestCase("<![CDATA[a < *b*]]><!-- c -->", @"a < \*b\*")]
    [TestCase("&#42;a&#x2a;", @"\*a\*")]
    [TestCase("# 1", @"\# 1")]
    [TestCase("1. one", @"1\. one")]
    public void Read_Markup_IsWrittenAsCommonMark(string xhtml, string expected)
    {
        var item = Read(Foreign.Replace("The lowest", xhtml, StringComparison.Ordinal)).Bank.Items.Single();

        Assert.That(item.Options[0].Text, Is.EqualTo(expected));
    }

    [Test]
    public async Task Read_ForeignItem_BecomesADraft()
    {
        Write("item.xml", Foreign);

        var (bank, notes, _) = QtiImport.Read(_folder.FullName, "python-fundamentals");

        var item = bank.Items.Single();
        Assert.That((item.Id, item.Status, item.Topic, item.Key), Is.EqualTo(("stack-order-1", ItemStatus.Draft, "imported", "b")));
        Assert.That(item.Stem, Is.EqualTo("A stack holds *three* plates. Which one does `pop()` take?"));
        Assert.That(
            item.Options.Select(option => (option.Id, option.Text)),
            Is.EqualTo(((string, string)[])[("a", "The lowest"), ("b", "The **top** one"), ("c", "Any")]));
        Assert.That((item.Code!.Language, item.Code.Text, item.Rationale), Is.EqualTo(("text", "top\nbottom", "Last in, first out.")));
        Assert.That(notes, Has.One.Contains("is a draft"));
        await ItemBankFile.WriteNewAsync(bank, Path.Combine(_folder.FullName, "items.json"), CancellationToken.None);
    }

    [Test]
    public void Read_ForeignItemScoredByItsMapping_HasScores()
    {
        const string Mapping = "<qti-mapping default-value=\"0\">"
            + "<qti-map-entry map-key=\"choiceB\" mapped-value=\"2\"/><qti-map-entry map-key=\"choiceC\" mapped-value=\"1.0\"/>"
            + "</qti-mapping>";
        var item = Read(Foreign
            .Replace(Key, Mapping, StringComparison.Ordinal)
            .Replace("match_correct", "map_response", StringComparison.Ordinal)).Bank.Items.Single();

        Assert.That(item.Key, Is.Null);
        Assert.That(item.Scores, Is.EqualTo(new Dictionary<string, int> { ["a"] = 0, ["b"] = 2, ["c"] = 1 }));
    }

    [TestCase("<qti-prompt>", "<qti-prompt", "item.xml: ", TestName = "malformed")]
    [TestCase("<qti-correct-response><qti-value> choiceB </qti-value></qti-correct-response>", "", "item.xml, line 3, <qti-response-declaration>: has no key", TestName = "no key")]
    [TestCase(" choiceB ", "choiceZ", "item.xml, line 4, <qti-value>: names 'choiceZ'", TestName = "key that is no choice")]
    [TestCase("<qti-value> choiceB </qti-value>", "<qti-value>choiceA</qti-value><qti-value>choiceB</qti-value>", "<qti-correct-response>: has 2 values", TestName = "two keys")]
    [TestCase("max-choices=\"1\"", "max-choices=\"2\"", "<qti-choice-interaction>: has the max-choices '2'", TestName = "several choices")]
    [TestCase("response-identifier=\"ANSWER\"", "response-identifier=\"OTHER\"", "<qti-response-declaration>: cannot be imported: it belongs to no interaction", TestName = "no declaration")]
    [TestCase("qti-choice-interaction", "qti-order-interaction", "<qti-order-interaction>: cannot be imported", TestName = "other interaction")]
    [TestCase("imsqtiasi_v3p0", "imsqti_v2p2", "<qti-assessment-item>: is not the root of a QTI 3.0 item", TestName = "other version")]
    [TestCase("The lowest", "<img src=\"x.png\" alt=\"\"/>", "<img>: cannot be imported", TestName = "picture")]
    [TestCase("identifier=\"choiceA\"", "", "<qti-simple-choice>: lacks the attribute 'identifier'", TestName = "choice without identifier")]
    [TestCase("The lowest", "The <sub>lowest</sub>", "<sub>: cannot be imported", TestName = "index")]
    [TestCase("The lowest", "<table><tr><td>1</td></tr></table>", "<table>: cannot be imported", TestName = "table")]
    [TestCase("The lowest", "<ul><li>1</li></ul>", "<ul>: cannot be imported", TestName = "list")]
    [TestCase("The lowest", "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"><mi>x</mi></math>", "<math>: cannot be imported", TestName = "formula")]
    [TestCase("The lowest", "<em xmlns=\"urn:x\">x</em>", "<em>: cannot be imported", TestName = "name of another vocabulary")]
    [TestCase("The lowest", "<object data=\"x.mp3\"/>", "<object>: cannot be imported", TestName = "media")]
    [TestCase("The lowest", "<qti-printed-variable identifier=\"X\"/>", "<qti-printed-variable>: cannot be imported", TestName = "printed variable")]
    [TestCase("The lowest", "The lowest<qti-feedback-inline outcome-identifier=\"F\" identifier=\"x\">No!</qti-feedback-inline>", "<qti-feedback-inline>: cannot be imported", TestName = "inline feedback")]
    [TestCase("The lowest", "<qti-hottext identifier=\"h\">x</qti-hottext>", "<qti-hottext>: cannot be imported", TestName = "hottext")]
    [TestCase("The lowest", "<a href=\"http://localhost/\">x</a>", "<a>: cannot be imported", TestName = "link")]
    [TestCase("The lowest", "<span class=\"qti-visually-hidden\">x</span>", "<span>: has the attribute class=\"qti-visually-hidden\"", TestName = "hidden text")]
    [TestCase("The lowest", "<span xml:lang=\"fr\">x</span>", "<span>: has the attribute xml:lang", TestName = "another language")]
    [TestCase("The lowest", "x<?php y?>", "<qti-simple-choice>: holds <?php y?>", TestName = "instruction")]
    [TestCase("The lowest", " ", "<qti-simple-choice>: has no text", TestName = "choice without text")]
    [TestCase("identifier=\"choiceA\"", "identifier=\"choiceA\" template-identifier=\"T\" show-hide=\"show\"", "<qti-simple-choice>: has the attribute template-identifier", TestName = "choice of a template")]
    [TestCase("identifier=\"choiceA\"", "identifier=\"choiceB\"", "<qti-simple-choice>: repeats the identifier 'choiceB'", TestName = "repeated choice")]
    [TestCase("shuffle=\"true\"", "data-catalog-idref=\"c1\"", "has the attribute data-catalog-idref", TestName = "catalog entry")]
    [TestCase("</div>", "<p>Think of plates.</p></div>", "<p>: cannot be imported", TestName = "text behind the choices")]
    [TestCase("<div>", "<div>Stray<table/>", "<table>: cannot be imported", TestName = "table in front")]
    [TestCase("view=\"author scorer\"", "view=\"candidate scorer\"", "<qti-rubric-block>: cannot be imported", TestName = "rubric for candidates")]
    [TestCase("view=\"author scorer\"", "view=\"proctor\"", "<qti-rubric-block>: cannot be imported", TestName = "rubric for others")]
    [TestCase("</qti-item-body>", "</qti-item-body><qti-modal-feedback outcome-identifier=\"F\" identifier=\"x\" show-hide=\"show\"/>", "<qti-modal-feedback>: cannot be imported", TestName = "modal feedback")]
    [TestCase("<qti-item-body>", "<qti-stylesheet href=\"x.css\" type=\"text/css\"/><qti-item-body>", "<qti-stylesheet>: cannot be imported", TestName = "stylesheet")]
    [TestCase("<qti-item-body>", "<qti-companion-materials-info/><qti-item-body>", "<qti-companion-materials-info>: cannot be imported", TestName = "companion materials")]
    [TestCase("<qti-item-body>", "<qti-catalog-info/><qti-item-body>", "<qti-catalog-info>: cannot be imported", TestName = "catalog information")]
    [TestCase("<qti-assessment-item", "<?xml-stylesheet href=\"x.css\"?><qti-assessment-item", "stands under <?xml-stylesheet", TestName = "stylesheet of the document")]
    [TestCase("adaptive=\"false\"", "adaptive=\"true\"", "<qti-assessment-item>: has the adaptive 'true'", TestName = "adaptive")]
    [TestCase("time-dependent=\"false\"", "time-dependent=\"true\"", "<qti-assessment-item>: has the time-dependent 'true'", TestName = "time-dependent")]
    [TestCase("cardinality=\"single\" identifier=\"ANSWER\"", "cardinality=\"multiple\" identifier=\"ANSWER\"", "<qti-response-declaration>: has the cardinality 'multiple'", TestName = "multiple responses")]
    [TestCase("<qti-correct-response>", "<qti-default-value><qti-value>choiceA</qti-value></qti-default-value><qti-correct-response>", "<qti-default-value>: cannot be imported", TestName = "choice made in advance")]
    [TestCase("<qti-correct-response>", "<qti-mapping default-value=\"1\"/><qti-correct-response>", "<qti-mapping>: cannot be imported", TestName = "mapping that is not used")]
    [TestCase("<qti-correct-response>", "<qti-area-mapping/><qti-correct-response>", "<qti-area-mapping>: cannot be imported", TestName = "area mapping")]
    [TestCase("rptemplates/match_correct.xml", "rptemplates/map_response_point.xml", "only match_correct and map_response are evaluated", TestName = "other template")]
    [TestCase("template=\"https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml\"", "template=\"mine/match_correct.xml\"", "only match_correct and map_response are evaluated", TestName = "template of the package")]
    [TestCase("<qti-response-processing template=\"https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml\"/>", "<qti-response-processing><qti-exit-response/></qti-response-processing>", "<qti-response-processing>: cannot be imported: it has rules of its own", TestName = "own rules")]
    [TestCase("match_correct.xml\"/>", "match_correct.xml\"><qti-exit-response/></qti-response-processing>", "<qti-exit-response>: cannot be imported", TestName = "rules beside the template")]
    [TestCase("identifier=\"SCORE\"", "identifier=\"PENALTY\"", "<qti-outcome-declaration>: declares 'PENALTY'", TestName = "other outcome")]
    [TestCase("identifier=\"SCORE\"", "identifier=\"SCORE\" normal-maximum=\"3\"", "<qti-outcome-declaration>: declares 3 where the scoring of the item gives 1", TestName = "other maximum")]
    [TestCase("identifier=\"SCORE\"", "identifier=\"SCORE\" external-scored=\"human\"", "<qti-outcome-declaration>: has the attribute external-scored", TestName = "scored by people")]
    [TestCase("identifier=\"SCORE\"/>", "identifier=\"SCORE\"><qti-default-value><qti-value>1</qti-value></qti-default-value></qti-outcome-declaration>", "<qti-value>: declares 1 where the scoring of the item gives 0", TestName = "initial score")]
    [TestCase("identifier=\"SCORE\"/>", "identifier=\"SCORE\"><qti-match-table/></qti-outcome-declaration>", "<qti-match-table>: cannot be imported", TestName = "lookup table")]
    [TestCase("The lowest", "a<em>(b)</em>c", "marked up in a way that CommonMark cannot say: a*(b)*c", TestName = "emphasis in a word")]
    public void Read_Fault_NamesFileAndElement(string good, string bad, string expected)
    {
        var planted = Foreign.Replace(good, bad, StringComparison.Ordinal);
        Assert.That(planted, Is.Not.EqualTo(Foreign));

        var import = Read(planted);

        Assert.That(import.Refused.Single(), Does.StartWith("item.xml").And.Contain(expected));
        Assert.That(import.Bank.Items, Is.Empty);
    }

    [TestCase("", "", "a 0, b 2, c 1")]
    [TestCase("default-value=\"1\"", "", "a 1, b 2, c 0")]
    [TestCase("default-value=\"-1\" lower-bound=\"0\"", "", "a 0, b 2, c 1")]
    [TestCase("upper-bound=\"1\"", "", "a 0, b 1, c 1")]
    [TestCase("", "<qti-correct-response><qti-value>choiceB</qti-value></qti-correct-response>", "a 0, b 2, c 1")]
    public void Read_Mapping_IsWorkedOut(string bounds, string correct, string expected)
    {
        var third = bounds.StartsWith("default-value=\"1\"", StringComparison.Ordinal) ? 0 : 1;

        var item = Mapped(bounds, third.ToString(System.Globalization.CultureInfo.InvariantCulture), correct).Bank.Items.Single();

        Assert.That(item.Key, Is.Null);
        Assert.That(string.Join(", ", item.Scores!.Select(score => $"{score.Key} {score.Value}")), Is.EqualTo(expected));
    }

    [TestCase("default-value=\"-1\"", "1", "", "<qti-mapping>: scores -1")]
    [TestCase("", "0.5", "", "<qti-mapping>: scores 0.5")]
    [TestCase("", "1e400", "", "<qti-map-entry>: has '1e400' where a number belongs")]
    [TestCase("", "NaN", "", "<qti-map-entry>: has 'NaN' where a number belongs")]
    [TestCase("", "10", "", "<qti-mapping>: scores 10")]
    [TestCase("", "3", "", "/scores must use every category")]
    [TestCase("scale=\"2\"", "1", "", "<qti-mapping>: has the attribute scale=\"2\"")]
    [TestCase(
        "", "1", "<qti-correct-response><qti-value>choiceA</qti-value></qti-correct-response>",
        "calls 'choiceA' correct, and its mapping scores another choice higher")]
    public void Read_MappingThatTheCatalogCannotHold_IsRefused(string bounds, string third, string correct, string expected)
    {
        Assert.That(Mapped(bounds, third, correct).Refused.Single(), Does.Contain(expected));
    }

    [TestCase("match_correct", null)]
    [TestCase("map_response", "<qti-response-declaration>: has no <qti-mapping>")]
    public void Read_KeyAlone_NeedsNoMoreThanTheKey(string template, string? refusal)
    {
        var import = Read(Foreign.Replace("match_correct", template, StringComparison.Ordinal));

        Assert.That(import.Refused, refusal is null ? Is.Empty : Has.One.Contains(refusal));
    }

    [Test]
    public void Read_ItemsOfOneLanguage_GiveTheBankItsLocale()
    {
        Write("a.xml", Foreign.Replace("xml:lang=\"en\"", "xml:lang=\"de\"", StringComparison.Ordinal));
        Write("b.xml", Foreign.Replace("Stack_Order.1", "second", StringComparison.Ordinal));

        var import = QtiImport.Read(_folder.FullName, "python-fundamentals");

        Assert.That(import.Bank.Locale, Is.EqualTo("de"));
        Assert.That(import.Refused, Is.EqualTo((string[])["b.xml: is in 'en', and the items before it are in 'de'."]));
    }

    [Test]
    public void Read_IdentifiersThatBecomeTheSame_NamesBothFiles()
    {
        Write("a.xml", Foreign);
        Write("b.xml", Foreign.Replace("Stack_Order.1", "stack-order-1", StringComparison.Ordinal));

        var import = QtiImport.Read(_folder.FullName, "python-fundamentals");

        Assert.That(import.Bank.Items, Has.Count.EqualTo(1));
        Assert.That(import.Refused, Is.EqualTo((string[])["b.xml: becomes 'stack-order-1', as a.xml does."]));
    }

    [TestCase("<!DOCTYPE x [<!ENTITY secret SYSTEM \"file:///etc/hostname\">]>", "&secret;")]
    [TestCase("<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>", "&b;")]
    [TestCase("<!DOCTYPE x SYSTEM \"http://localhost/x.dtd\">", "The lowest")]
    public void Read_DocumentType_IsRefused(string documentType, string text)
    {
        var import = Read(Foreign
            .Replace("<qti-assessment-item", documentType + "<qti-assessment-item", StringComparison.Ordinal)
            .Replace("The lowest", text, StringComparison.Ordinal));

        Assert.That(import.Refused.Single(), Does.Contain("DTD"));
    }

    [TestCase("NUL", "<?xml version='1.0'?><a>\0</a>")]
    [TestCase("unknown encoding", "<?xml version='1.0' encoding='x-none'?><a/>")]
    [TestCase("other encoding than declared", "<?xml version='1.0' encoding='utf-16'?><a/>")]
    [TestCase("no UTF-8", "<a>\u00ff</a>")]
    [TestCase("truncated", "<?xml version='1.0'?><a><b")]
    [TestCase("no character of XML", "<a>&#0;</a>")]
    [TestCase("blank", " ")]
    public void Read_BytesThatAreNoXml_AreRefused(string name, string text)
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, "item.xml"), System.Text.Encoding.Latin1.GetBytes(text));

        var import = QtiImport.Read(_folder.FullName, "python-fundamentals");

        Assert.That(import.Refused.Single(), Does.StartWith("item.xml: "), name);
    }

    [Test]
    public void Read_FileBeyondTheLimits_IsRefused()
    {
        Write("deep.xml", string.Concat(Enumerable.Repeat("<b>", 200_000)));
        Write("long.xml", Foreign.Replace("The lowest", new string('x', 20_000), StringComparison.Ordinal));
        Write("large.xml", Foreign.Replace("The lowest", new string('x', 2_100_000), StringComparison.Ordinal));
        Write("none.xml", "");

        var import = QtiImport.Read(_folder.FullName, "python-fundamentals");

        Assert.That(import.Refused, Is.EqualTo((string[])
        [
            "deep.xml, line 1: is nested deeper than 100 elements.",
            "large.xml has more than 2000000 bytes, or grows",
            "long.xml, line 15, <qti-simple-choice>: has a text of more than 10000 characters",
            "none.xml is empty, or no ordinary file",
        ]));
    }

    [TestCase("../outside.xml", "outside of the package")]
    [TestCase("/etc/hostname", "outside of the package")]
    [TestCase("missing.xml", "not in the package")]
    [TestCase("", "not in the package")]
    [TestCase("link.xml", "which a symbolic link leads to")]
    [TestCase("folder/item.xml", "which a symbolic link leads to")]
    public void Read_ManifestNamesAFileItMayNot_IsRefused(string href, string expected)
    {
        const string Package = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1";
        var resource = $"<resource identifier=\"x\" type=\"imsqti_item_xmlv3p0\" href=\"{href}\"/><resource identifier=\"y\"/>";
        var (package, beside) = (_folder.CreateSubdirectory("package").FullName, _folder.CreateSubdirectory("beside").FullName);
        File.WriteAllText(Path.Combine(beside, "item.xml"), Foreign);
        File.CreateSymbolicLink(Path.Combine(package, "link.xml"), Path.Combine(beside, "item.xml"));
        Directory.CreateSymbolicLink(Path.Combine(package, "folder"), beside);
        Write("package/imsmanifest.xml", $"<manifest xmlns=\"{Package}\"><resources>{resource}</resources></manifest>");

        var import = QtiImport.Read(package, "python-fundamentals");

        Assert.That(import.Refused.Single(), Does.StartWith("imsmanifest.xml, line 1, <resource>").And.Contain(expected));
    }

    [Test]
    public void Read_PackageThatIsAFile_SaysToUnpackIt()
    {
        Write("package.zip", "PK");

        Assert.That(
            () => QtiImport.Read(Path.Combine(_folder.FullName, "package.zip"), "python-fundamentals"),
            Throws.TypeOf<InputException>().With.Message.Contains("unpack it"));
    }

    private QtiImport Mapped(string bounds, string third, string correct)
    {
        var entries = "<qti-map-entry map-key=\"choiceB\" mapped-value=\"2\"/>"
            + $"<qti-map-entry map-key=\"choiceC\" mapped-value=\"{third}\"/>";
        return Read(Foreign
            .Replace(Key, $"{correct}<qti-mapping {bounds}>{entries}</qti-mapping>", StringComparison.Ordinal)
            .Replace("match_correct", "map_response", StringComparison.Ordinal));
    }

    private QtiImport Read(string item)
    {
        Write("item.xml", item);
        return QtiImport.Read(_folder.FullName, "python-fundamentals");
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
}
