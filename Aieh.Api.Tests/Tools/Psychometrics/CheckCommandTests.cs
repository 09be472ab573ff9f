using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Aieh.Api.Tests.Support;
using Aieh.Api.Tests.Tools.Files;
using Aieh.Api.Tools.Files;

namespace Aieh.Api.Tests.Tools.Psychometrics;

public sealed class CheckCommandTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new ScratchFolder();

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public async Task Check_Page_IsWellFormedFetchesNothingAndDescribesEachPicture()
    {
        var page = await ReportAsync();

        var pictures = page.Descendants("svg").ToList();
        Assert.That(pictures, Has.Count.GreaterThan(8));
        Assert.That(pictures.Where(svg => !IsDescribed(svg)), Is.Empty);
        Assert.That(page.Descendants("figure").Where(figure => string.IsNullOrWhiteSpace(figure.Element("figcaption")?.Value)), Is.Empty);
        Assert.That(page.Descendants("table").Where(table => !IsLabelled(table)), Is.Empty);
        Assert.That(page.Descendants().Where(element => element.Name.LocalName is "script" or "link" or "img" or "iframe"), Is.Empty);
        var addresses = page.Descendants().Attributes()
            .Where(attribute => attribute.Name.LocalName is "href" or "src" or "action")
            .Select(attribute => attribute.Value);
        Assert.That(addresses, Is.All.StartsWith("#"));
        Assert.That(page.ToString(), Does.Not.Contain("http").And.Not.Contain("@import").And.Not.Contain("url("));
        Assert.That(page.ToString(), Does.Not.Contain("NaN"));
    }

    [Test]
    public async Task Check_Sections_AreLinkedAndEachTableRowIsWhole()
    {
        var page = await ReportAsync();

        var ids = page.Descendants("section").Select(section => section.Attribute("id")!.Value).ToArray();
        Assert.That(ids.Except(["look"]), Is.EqualTo(new[] { "test", "map", "curves", "items", "people", "dif", "reliability", "bands" }));
        Assert.That(page.Descendants("nav").Descendants("a").Select(a => a.Attribute("href")!.Value[1..]), Is.EqualTo(ids));
        Assert.That(page.Descendants("table").Where(table => !IsWhole(table)), Is.Empty);
    }

    [Test]
    public async Task Check_DifCase_ShowsTheClassesOfTheCaseBeforePurification()
    {
        var folder = SharedCases.Folder("D1-dif-mh-verbal");
        var responses = Path.Combine(folder, "responses.csv");
        await RunAsync("calibrate", "--model", "1pl", "--responses", responses, "--out", _folder.PathOf("cal.json"));
        await RunAsync(
            "check", "--responses", responses, "--calibration", _folder.PathOf("cal.json"), "--out", _folder.PathOf("report.html"));

        var section = Parse().Descendants("section").Single(section => (string?)section.Attribute("id") == "dif");
        var rows = section.Descendants("tbody").Elements("tr");
        var expected = ScratchFolder.Rows(await File.ReadAllTextAsync(Path.Combine(folder, "expected.csv"))).Select(row => row["ets"]);
        Assert.That(rows.Select(row => row.Elements().ElementAt(3).Value), Is.EqualTo(expected));
    }

    // Fault a03: nobody of the focal group got q4 right, so that it has no odds ratio and no D; it once stayed in the matching score, where
    // it made sound items look like B and C. The focal group is the one that the file's own column suggests.
    [Test]
    public async Task Check_Fault_A03_IsClassCIsNamedAndLeavesTheMatchingScore()
    {
        var folder = SharedCases.Fault("a03-dif-no-finite-odds");

        var run = await VerbProcess.RunAsync(
            "check", "--responses", Path.Combine(folder, "responses.csv"), "--calibration", Path.Combine(folder, "items.csv"),
            "--out", _folder.PathOf("report.html"), "--json", _folder.PathOf("numbers.json"));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var told = run.Error.Split('\n').Where(line => line.Contains("differential functioning", StringComparison.Ordinal));
        Assert.That(told, Has.Some.Contains("q4"));

        using var numbers = JsonDocument.Parse(await File.ReadAllTextAsync(_folder.PathOf("numbers.json")));
        var dif = numbers.RootElement.GetProperty("dif");
        var groups = (dif.GetProperty("focal").GetString(), dif.GetProperty("focalPeople").GetInt32());
        Assert.That((groups, dif.GetProperty("referencePeople").GetInt32()), Is.EqualTo((("F", 120), 120)));
        var classes = dif.GetProperty("purified").EnumerateArray()
            .ToDictionary(item => item.GetProperty("item").GetString()!, item => item.GetProperty("class").GetString());
        Assert.That(dif.GetProperty("flagged").EnumerateArray().Select(item => item.GetString()), Is.EqualTo(new[] { "q4" }));
        Assert.That(classes["q4"], Is.EqualTo("C"));
        Assert.That(classes.Where(item => item.Key != "q4").Select(item => item.Value), Is.All.EqualTo("A"));
        var q4 = dif.GetProperty("purified")[3];
        Assert.That(q4.GetProperty("status").GetString(), Is.EqualTo("no-finite-odds-ratio"));
        Assert.That(q4.TryGetProperty("mhDelta", out _), Is.False, "JSON has no infinity");
        var row = Parse().Descendants("section").Single(section => (string?)section.Attribute("id") == "dif")
            .Descendants("tbody").Elements("tr").ElementAt(3).Elements().Select(cell => cell.Value).ToList();
        Assert.That((row[2], row[6]), Is.EqualTo(("C, against focal", "−∞")));
    }

    [Test]
    public async Task Check_GroupThatNobodyCompleted_IsNotEvaluatedRatherThanFreeOfDif()
    {
        var form = _folder.Write("F.csv", "item,a,b\nx,1,0\ny,1.2,0.5\n");
        var responses = _folder.Write("R.csv", "group,x,y\nF,1,NA\nF,NA,0\nR,1,0\nR,0,1\nR,1,1\n");

        await RunAsync("check", "--responses", responses, "--calibration", form, "--focal", "F", "--out", _folder.PathOf("report.html"));

        var tile = Parse().Descendants("div").Single(div => (string?)div.Element("dt") == "Items with DIF");
        Assert.That(tile.Descendants("b").Single().Value, Is.EqualTo("–"));
        var section = Parse().Descendants("section").Single(section => (string?)section.Attribute("id") == "dif");
        Assert.That(section.Value, Does.Contain("No item can be compared"));
    }

    [Test]
    public async Task Check_HostileNames_AreShownAsText()
    {
        var form = _folder.Write("F.csv", "item,a,b\n\"<script>alert(1)</script>\",1,0\n\"a&b\"\"c\",1.2,0.5\n");
        var responses = _folder.Write("R.csv", "person,\"<script>alert(1)</script>\",\"a&b\"\"c\"\n\"</td><b>x\",1,0\ny,0,1\nz,1,1\n");

        await RunAsync("check", "--responses", responses, "--calibration", form, "--out", _folder.PathOf("report.html"));

        Assert.That(Parse().Descendants("script"), Is.Empty);
        Assert.That(Parse().ToString(), Does.Contain("&lt;script&gt;"));
    }

    [TestCase("x\n1\n0\n", "item,a,b\nx,1,0\n", TestName = "Check_OneItem_StillReports")]
    [TestCase("x,y\n1,1\n1,1\n", "item,a,b\nx,1,0\ny,1,0\n", TestName = "Check_EverybodyAlike_StillReports")]
    [TestCase("x,y\n1,NA\nNA,0\n", "item,a,b\nx,1,0\ny,1,0\n", TestName = "Check_NobodyComplete_StillReports")]
    [TestCase("x,y,freq\n1,0,1\n", "item,a,b\nx,1,0\ny,1,0\n", TestName = "Check_OnePerson_StillReports")]
    [TestCase("x,y\n1,0\n0,1\n", "item,a,b\nx,1,30\ny,1,-30\n", TestName = "Check_NoInformation_StillReports")]
    public async Task Check_ThinData_StillReports(string responses, string form)
    {
        await RunAsync(
            "check", "--responses", _folder.Write("R.csv", responses), "--calibration", _folder.Write("F.csv", form),
            "--out", _folder.PathOf("report.html"));

        Assert.That(Parse().ToString(), Does.Not.Contain("NaN"));
    }

    [Test]
    public async Task Check_FrequenciesBeyondMemory_AreRefused()
    {
        var responses = _folder.Write("R.csv", "x,y,freq\n1,0,2000000000\n0,1,5\n");
        var form = _folder.Write("F.csv", "item,a,b\nx,1,0\ny,1,0\n");

        var run = await VerbProcess.RunAsync(
            "check", "--responses", responses, "--calibration", form, "--json", _folder.PathOf("numbers.json"));

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain("counts 2000000005 people"));
    }

    [Test]
    public async Task Check_Timed_ShowsHowFarPeopleGot()
    {
        var rows = Enumerable.Range(0, 20).Select(i => i < 12 ? $"{i % 2},{i % 3 % 2},1,{i / 6 % 2}\n" : $"{i % 2},,0,\n");
        var responses = _folder.Write("R.csv", "p,q,r,s\n" + string.Concat(rows) + ",,,\n");
        var form = _folder.Write("F.csv", "item,a,b\np,1,-1\nq,1,0\nr,1,1\ns,1,2\n");

        var run = await VerbProcess.RunAsync(
            "check", "--responses", responses, "--calibration", form, "--missing", "incorrect", "--timed", "--strict",
            "--out", _folder.PathOf("report.html"), "--json", _folder.PathOf("numbers.json"));

        Assert.That(run.ExitCode, Is.EqualTo(Remarks.ExitCode));
        Assert.That(run.Error, Does.Contain("is speeded: 60.0 % of the people reached the last item, 100.0 % three quarters of it."));
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(_folder.PathOf("numbers.json")));
        var speed = document.RootElement.GetProperty("speededness");
        string[] members = ["people", "notStarted", "omitted", "notReached", "shareReachingLast"];
        Assert.That(members.Select(name => speed.GetProperty(name).GetDouble()), Is.EqualTo(new[] { 20, 1, 0.4, 0.4, 0.6 }).Within(1e-12));
        Assert.That(speed.GetProperty("isUnspeeded").GetBoolean(), Is.False);
        var looks = document.RootElement.GetProperty("remarks").EnumerateArray().Select(line => line.GetString()!).ToArray();
        var page = Parse().Descendants("section").Single(section => (string?)section.Attribute("id") == "look");
        Assert.That(looks, Has.Some.StartsWith("The form is speeded"));
        Assert.That(page.Descendants("li").Select(line => line.Value), Is.EqualTo(looks));
        Assert.That(looks, Is.All.Matches<string>(line => run.Error.Contains($"- {line}", StringComparison.Ordinal)));
        var section = Parse().Descendants("section").Single(section => (string?)section.Attribute("id") == "speed");
        Assert.That(section.Descendants("circle").Count(), Is.EqualTo(4));
        var words = section.Descendants("text").Select(text => text.Value);
        Assert.That(words, Is.SupersetOf(new[] { "asked: 99 %", "asked: 80 %" }));
        Assert.That(section.Descendants("table").Where(table => !IsWhole(table) || !IsLabelled(table)), Is.Empty);
    }

    [Test]
    public async Task Check_NobodyWithEveryItem_JudgesNoItem()
    {
        var responses = _folder.Write("R.csv", "group,x,y\n0,1,NA\n1,NA,0\n1,1,NA\n");
        var form = _folder.Write("F.csv", "item,a,b\nx,1,0\ny,1,0\n");

        var run = await VerbProcess.RunAsync(
            "check", "--responses", responses, "--calibration", form, "--out", _folder.PathOf("report.html"));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Error, Does.Contain("There is no α: too few people").And.Contain("- x, y: everybody answered alike"));
        var tiles = Parse().Descendants("div").Where(div => (string?)div.Attribute("class") == "tile")
            .ToDictionary(tile => tile.Element("dt")!.Value, tile => tile.Descendants("b").Single().Value);
        string[] judgements = ["Coefficient α", "Items that misfit", "People to review", "Items with DIF"];
        Assert.That(judgements.Select(name => tiles[name]), Is.All.EqualTo("–"));
    }

    [Test]
    public async Task Check_ItemAtABound_IsSaidOnThePageAndForStrict()
    {
        var calibration = _folder.Write("cal.json", """
            {"items": [{"item": "x", "model": "2pl", "a": 20, "b": 0, "status": "estimated", "atBound": "discrimination"},
                       {"item": "y", "model": "2pl", "a": 1, "b": 0, "status": "estimated", "atBound": "none"}]}
            """);
        var responses = _folder.Write("R.csv", "\"\",person,x,y\n1,ann,1,0\n2,bob,0,1\n3,cy,TRUE,NULL\n");

        var run = await VerbProcess.RunAsync(
            "check", "--responses", responses, "--calibration", calibration, "--strict", "--json", _folder.PathOf("numbers.json"));

        Assert.That(run.ExitCode, Is.EqualTo(Remarks.ExitCode), run.Error);
        using var numbers = JsonDocument.Parse(await File.ReadAllTextAsync(_folder.PathOf("numbers.json")));
        var looks = numbers.RootElement.GetProperty("remarks").EnumerateArray().Select(line => line.GetString());
        Assert.That(looks, Has.Some.StartsWith("x (it is at a bound (discrimination)): no estimate"));
        var people = numbers.RootElement.GetProperty("personFit").EnumerateArray().Select(fit => fit.GetProperty("person").GetString());
        Assert.That(people, Is.EqualTo(new[] { "ann", "bob", "cy" }));
    }

    [Test]
    public void FocalGroup_ColumnOfItsOwnBeforeTheSharedOne_IsMatchedByTheSharedOne()
    {
        var table = ResponseTable.Read(_folder.Write("R.csv", "group,id,x\nold,a,1\nold,b,0\n"), ColumnRoles.None, 2);

        var group = FocalGroup.Of(table, _folder.Write("G.csv", "ID,Group\nb,f\na,m\n"), "f", new Remarks())!;

        Assert.That(group.IsFocal, Is.EqualTo(new bool?[] { false, true }));
    }

    [Test]
    public void FocalGroup_RowNamesOfRInBoth_AreAskedAfterNames()
    {
        var table = ResponseTable.Read(_folder.Write("R.csv", "\"\",id,x\n1,a,1\n2,b,0\n"), ColumnRoles.None, 2);

        var group = FocalGroup.Of(table, _folder.Write("G.csv", "\"\",id,group\n1,b,f\n2,a,m\n"), "f", new Remarks())!;

        Assert.That(group.IsFocal, Is.EqualTo(new bool?[] { false, true }));
    }

    [TestCase("id,group\na,m\nb,f\nc,f\n", new[] { "f", "m", "m" }, "f")]
    [TestCase("group\nm\nf\nm\n", new[] { "m", "f", "m" }, "f")]
    public void FocalGroup_FromAFile_IsMatchedByIdOrByRow(string groups, string[] expected, string focal)
    {
        var responses = groups.StartsWith("id", StringComparison.Ordinal) ? "id,x\nb,1\na,0\na2,1\n" : "x\n1\n0\n1\n";
        var table = ResponseTable.Read(_folder.Write("R.csv", responses), ColumnRoles.None, 2);

        var group = FocalGroup.Of(table, _folder.Write("G.csv", groups), focal, new Remarks())!;

        var known = groups.StartsWith("id", StringComparison.Ordinal)
            ? new bool?[] { true, false, null }
            : [.. expected.Select(name => (bool?)(name == focal))];
        Assert.That(group.IsFocal, Is.EqualTo(known));
    }

    /// <summary>pandas writes 0.0 and 1.0 where somebody has no group.</summary>
    [TestCase("group\n1\n0\n1\n", "1")]
    [TestCase("group\n1.0\n0.0\n1.0\n", "1.0")]
    [TestCase("group\nold\nnew\nold\n", "new")]
    public void FocalGroup_NobodyNamesIt_IsOneOfZeroAndOneOrTheSmallerAndIsSaid(string groups, string expected)
    {
        var table = ResponseTable.Read(_folder.Write("R.csv", "x\n1\n0\n1\n"), ColumnRoles.None, 2);
        var remarks = new Remarks();
        using var told = new StringWriter();

        var group = FocalGroup.Of(table, _folder.Write("G.csv", groups), null, remarks)!;

        Assert.That((group.Focal, remarks.Tell(told, isStrict: true)), Is.EqualTo((expected, 0)));
        Assert.That(told.ToString(), Does.Contain($"{expected} is the focal group, compared with {group.Reference}"));
    }

    [TestCase("id,group\nx,1\ny,0\n", "are they the same people")]
    [TestCase("group\n1\n", "has 1 rows and shares no identifying column")]
    [TestCase("sex\n1\n0\n", "has no column group")]
    [TestCase("group\n1\n1\n", "names 1 group")]
    [TestCase("group\na\nb\n", "has no group z", "z")]
    public void FocalGroup_Unusable_SaysWhy(string groups, string said, string? focal = null)
    {
        var isById = groups.StartsWith("id", StringComparison.Ordinal);
        var table = ResponseTable.Read(_folder.Write("R.csv", isById ? "id,x\na,1\nb,0\n" : "x\n1\n0\n"), ColumnRoles.None, 2);

        var refused = _folder.Refusal(() => FocalGroup.Of(table, _folder.Write("G.csv", groups), focal, new Remarks()));
        Assert.That(refused.Single(), Does.Contain(said));
    }

    private async Task<XDocument> ReportAsync()
    {
        var items = Enumerable.Range(1, 10)
            .Select(i => i % 3 == 0 ? $"i{i},GPCM,1.1,{i - 7}.5,{i - 5}.2,\n" : $"i{i},3PL,1.4,{(i - 5) / 2.0},,0.2\n");
        var form = _folder.Write("F.csv", "item,model,a,b1,b2,c\n" + string.Concat(items));
        await RunAsync("simulate", "--form", form, "--people", "600", "--seed", "9", "--out", _folder.PathOf("R.csv"));
        var people = Enumerable.Range(1, 600).Select(i => $"{i},{(i % 3 == 0 ? "new" : "old")}\n");
        var groups = _folder.Write("G.csv", "person,group\n" + string.Concat(people));
        await RunAsync(
            "check", "--responses", _folder.PathOf("R.csv"), "--calibration", form, "--group", groups, "--other-sample",
            "--out", _folder.PathOf("report.html"));
        return Parse();
    }

    private XDocument Parse()
    {
        using var reader = XmlReader.Create(_folder.PathOf("report.html"), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }

    private static async Task RunAsync(params string[] args)
    {
        var run = await VerbProcess.RunAsync(args);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
    }

    private static bool IsDescribed(XElement svg) =>
        !string.IsNullOrWhiteSpace(svg.Element("title")?.Value)
        && !string.IsNullOrWhiteSpace(svg.Element("desc")?.Value)
        && (string?)svg.Attribute("role") == "img";

    private static bool IsWhole(XElement table) =>
        table.Descendants("tr").Select(tr => tr.Elements().Count()).Distinct().Count() == 1;

    private static bool IsLabelled(XElement table) =>
        table.Element("caption") is not null
        && table.Descendants("th").All(th => (string?)th.Attribute("scope") is "row" or "col");
}
