using Aieh.Api.Tests.Support;
using Aieh.Api.Tests.Tools.Files;
using Aieh.Api.Tools.Files;
using Aieh.Api.Tools.Psychometrics;
using Aieh.Scoring.Linking;

namespace Aieh.Api.Tests.Tools.Psychometrics;

/// <summary>Which items of two files `link` takes for the same, and what it says of how exactly they are known.</summary>
public sealed class LinkAnchorsTests
{
    private const string Errors = "\"standardErrors\":{\"a\":0.1,\"b\":0.1}";

    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new ScratchFolder();

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public async Task Link_NoNameInCommon_IsRefusedUnlessByPositionIsSaid()
    {
        var from = _folder.Write("A.csv", "item,a,b\np1,1,0\nq,1,1\n");
        var to = _folder.Write("B.csv", "item,a,b\np-01,1,0.5\ny,1,1.5\n");

        var refused = await VerbProcess.RunAsync("link", "--from", from, "--to", to);
        var both = await VerbProcess.RunAsync("link", "--from", from, "--to", to, "--by-position", "--anchors", "q");
        var paired = await VerbProcess.RunAsync(
            "link", "--from", from, "--to", to, "--by-position", "--out", _folder.PathOf("linked.json"));

        Assert.That((refused.ExitCode, refused.Output), Is.EqualTo((1, "")));
        Assert.That(refused.Error, Does.Contain("No item has the same name").And.Contain("--by-position").And.Contain("p1 and p-01"));
        Assert.That((both.ExitCode, both.Error.Contains("give one of them", StringComparison.Ordinal)), Is.EqualTo((1, true)));
        Assert.That(paired.ExitCode, Is.Zero, paired.Error);
        var link = CalibrationFile.Read(_folder.PathOf("linked.json")).Link!;
        Assert.That((link.Anchors, link.Intercept), Is.EqualTo((2, 0.5)).Using<(int, double)>(AreClose));
    }

    [TestCase("""{"items":[{"item":"p","model":"2pl","a":1,"b":0}]}""", "1, ")]
    [TestCase("""
        {"items":[{"item":"p","model":"2pl","a":1,"b":0},{"item":"q","model":"2pl","a":1,"b":1}],"notEstimated":[{"item":"r"}]}
        """, "where r stood")]
    public void PairByPosition_PlacesThatDoNotTell_AreRefused(string text, string said)
    {
        var from = ItemFile.Read(_folder.Write("A.json", text));
        var to = Items("B.csv", "p", "q");

        Assert.That(
            () => LinkAnchors.PairByPosition(from, to, new Remarks()), Throws.TypeOf<InputException>().With.Message.Contains(said));
    }

    [Test]
    public void PairByPosition_NameAtAnotherPlace_IsTold()
    {
        var remarks = new Remarks();

        LinkAnchors.PairByPosition(Items("A.csv", "p", "q", "r"), Items("B.csv", "q", "p", "r"), remarks);

        Assert.That(remarks.Lines.Single(), Does.StartWith("p, q: paired by position"));
    }

    [Test]
    public void Pair_NamesThatDifferByCaseAlone_AreOneItem()
    {
        var (from, to) = (Items("A.csv", "Q1", "q2", "Q3", "q3"), Items("B.csv", "q1", "Q2", "Q3"));

        var all = LinkAnchors.Pair(from, to, [], new Remarks());
        var chosen = LinkAnchors.Pair(from, to, ["q1", "Q2"], new Remarks());

        Assert.That(all.Names, Is.EqualTo(new[] { "Q1", "q2", "Q3" }));
        Assert.That(chosen.Names, Is.EqualTo(new[] { "Q1", "q2" }));
    }

    [Test]
    public void Pair_ItemNotEstimatedUnderAnotherCase_IsNoAnchorAndSaidSo()
    {
        var to = ItemFile.Read(_folder.Write("B.json", """
            {"items":[{"item":"q2","model":"2pl","a":1,"b":1}],"notEstimated":[{"item":"q1","status":"no-variance"}]}
            """));

        var pairs = LinkAnchors.Pair(Items("A.csv", "Q1", "Q2"), to, ["Q1", "Q2"], new Remarks());

        Assert.That(pairs.LeftOut.Select(item => item.Item), Is.EqualTo(new[] { "Q1" }));
    }

    [Test]
    public void Pair_SeveralNamesThatDifferByCaseAlone_AreRefused() => Assert.That(
        () => LinkAnchors.Pair(Items("A.csv", "Ab", "aB"), Items("B.csv", "ab"), [], new Remarks()),
        Throws.TypeOf<InputException>().With.Message.Contains("Ab and aB in").And.Message.Contains("differ by case alone"));

    [Test]
    public void Pair_ItemsWithoutAPartnerWhoseNamesLookAlike_AreTold()
    {
        var (alike, other) = (new Remarks(), new Remarks());

        LinkAnchors.Pair(Items("A.csv", "p", "Item.3", "x"), Items("B.csv", "p", "item 03"), [], alike);
        LinkAnchors.Pair(Items("C.csv", "p", "q10", "x"), Items("D.csv", "p", "q1"), [], other);

        Assert.That(alike.Lines.Single(), Does.StartWith("2 of 3 items of").And.Contain("and 1 of 2 items of"));
        Assert.That(alike.Lines.Single(), Does.Contain("(Item.3 and item 03)"));
        Assert.That(other.Lines, Is.Empty);
    }

    // Two calibrations of the same sound items under different models: a and b differ, and nothing drifted.
    [TestCase("\"model\":\"3pl\",\"c\":0.2", "")]
    [TestCase("\"model\":\"2pl\"", "\"search\":{\"status\":\"converged\",\"informationIsPositiveDefinite\":true,\"commonDiscrimination\":1.6},")]
    public async Task Link_FilesOfDifferentModels_JudgesNoDriftAndSaysSo(string model, string search)
    {
        var from = _folder.Write("new.json", $$"""
            {"items":[{"item":"p","model":"2pl","a":1,"b":-1,{{Errors}} },{"item":"q","model":"2pl","a":1.2,"b":1,{{Errors}} }]}
            """);
        var errors = Errors.Replace("}", ",\"c\":0.05}", StringComparison.Ordinal);
        var to = _folder.Write("base.json", $$"""
            { {{search}} "items":[{"item":"p",{{model}},"a":1.6,"b":-0.4,{{errors}} },{"item":"q",{{model}},"a":1.6,"b":1.2,{{errors}} }]}
            """);

        var run = await VerbProcess.RunAsync(
            "link", "--from", from, "--to", to, "--method", "mean-mean", "--out", _folder.PathOf("linked.json"));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Error, Does.Contain("drift not judged.").And.Contain("p, q: estimated under one model in"));
        var link = CalibrationFile.Read(_folder.PathOf("linked.json")).Link!;
        Assert.That((link.DriftStatus, link.FalseDiscoveryRate), Is.EqualTo(((DriftStatus?)DriftStatus.DifferentModels, (double?)null)));
        Assert.That(link.StandardErrors, Is.Null);
        Assert.That(link.Drift.Select(anchor => anchor.IsFlagged), Is.All.Null);
    }

    // An error that a file does not state is not 0.
    [TestCase("\"model\":\"2pl\"", "{\"b\":0.1}")]
    [TestCase("\"model\":\"3pl\",\"c\":0.2", "{\"a\":0.1,\"b\":0.1}")]
    public void Pair_ErrorOfAFreeParameterNotStated_LeavesNoErrors(string model, string errors)
    {
        ItemList[] lists =
        [
            .. new[] { "new.json", "base.json" }.Select(name => ItemFile.Read(_folder.Write(name, $$"""
                {"items":[{"item":"p",{{model}},"a":1,"b":-1,"standardErrors":{{errors}} }]}
                """))),
        ];

        var pairs = LinkAnchors.Pair(lists[0], lists[1], [], new Remarks());

        Assert.That((pairs.Errors, pairs.WithoutErrors.Count), Is.EqualTo(((AnchorErrors?)null, 2)));
    }

    private static bool AreClose((int, double) one, (int, double) other) =>
        one.Item1 == other.Item1 && Math.Abs(one.Item2 - other.Item2) < 1e-9;

    private ItemList Items(string file, params string[] names) =>
        ItemFile.Read(_folder.Write(file, "item,a,b\n" + string.Concat(names.Select((name, i) => $"{name},1,{i}\n"))));
}
