using System.Text.Json;
using Aieh.Api.Tests.Support;
using Aieh.Api.Tests.Tools.Files;

namespace Aieh.Api.Tests.Tools.Psychometrics;

/// <summary>The verb as it is called. The rates and tests themselves are tested in Scoring/; here it is that they arrive.</summary>
public sealed class AdverseImpactCommandTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new ScratchFolder();

    [TearDown]
    public void Delete() => _folder.Dispose();

    // 60 of 120 and 24 of 80: the ratio is 0.6; the shortfall 80·84/200 − 24 = 9.6; z = −0.2/√(0.42·0.58·(1/80 + 1/120)) = −2.8074.
    [TestCase("group,selected,freq\nold,1,60\nold,0,60\nnew,1,24\nnew,False,56\ntiny,1.0,2\nNA,1,3\nnew,,4\n", 3, 4)]
    [TestCase("Group,Applicants,Selected\ntiny,2,2\nnew,80,24\nold,120,60\n", 0, 0)]
    [TestCase("group,reported,frequency\nold,600,60\nold,599,60\nnew,650.5,24\nnew,300,56\nnew,,1\ntiny,800,2\n", 0, 1, "--cut", "600")]
    public async Task AdverseImpact_DecisionsCountsOrScores_ArriveAtTheSameNumbers(
        string decisions, int withoutGroup, int withoutDecision, params string[] options)
    {
        var run = await VerbProcess.RunAsync(
            ["adverse-impact", "--decisions", _folder.Write("D.csv", decisions), "--json", _folder.PathOf("D.json"), .. options]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output, Does.Contain("30.0 %   0.60        yes     0.006  −2.81        9.6  beyond two standard deviations"));
        Assert.That(run.Output, Does.Contain("Compared with old").And.Not.Contain("100.0 %"));
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(_folder.PathOf("D.json")));
        var root = document.RootElement;
        Assert.That(
            (root.GetProperty("peopleWithoutGroup").GetInt64(), root.GetProperty("peopleWithoutDecision").GetInt64()),
            Is.EqualTo(((long)withoutGroup, (long)withoutDecision)));
        var groups = root.GetProperty("groups").EnumerateArray().ToDictionary(group => group.GetProperty("group").GetString()!);
        Assert.That(groups["new"].GetProperty("impactRatio").GetDouble(), Is.EqualTo(0.6).Within(1e-12));
        Assert.That(groups["new"].GetProperty("z").GetDouble(), Is.EqualTo(-2.8074).Within(5e-5));
        Assert.That(groups["tiny"].EnumerateObject().Select(member => member.Name), Is.EqualTo(new[] { "group", "status" }));
    }

    [TestCase("group,applicants,selected\na,10,0\nb,20,0\n")]
    [TestCase("group,selected\na,1\na,0\na,1\na,1\na,1\n")]
    public async Task AdverseImpact_NothingToCompare_SaysSo(string decisions)
    {
        var run = await VerbProcess.RunAsync("adverse-impact", "--decisions", _folder.Write("D.csv", decisions));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output, Does.Contain("Nothing is compared").And.Not.Contain("yes").And.Not.Contain("highest rate"));
    }

    [TestCase("selected\n1\n", "has no column group")]
    [TestCase("group\na\n", "has no column selected")]
    [TestCase("group,score\na,1\n", "has no column reported", "--cut", "1")]
    [TestCase("group,score\na,x\n", "row 2, column score: 'x' is not a number", "--cut", "1", "--score", "score")]
    [TestCase("group,selected\na,2\n", "row 2, column selected: '2' is neither 0 nor 1")]
    [TestCase("group,selected\nNA,1\na,\n", "nobody has both a group and a decision")]
    [TestCase("group,applicants,selected\na,5,6\n", "6 are more than the 5 applicants")]
    [TestCase("group,applicants,selected\na,5,1\na,5,2\n", "row 3, column group: a has a row already")]
    [TestCase("group,selected\na,1\n", "--smallest-cell must be at least 1", "--smallest-cell", "0")]
    public async Task AdverseImpact_BadInput_SaysWhy(string decisions, string said, params string[] options)
    {
        var run = await VerbProcess.RunAsync(["adverse-impact", "--decisions", _folder.Write("D.csv", decisions), .. options]);

        Assert.That((run.ExitCode, run.Output.Contains("group  applicants", StringComparison.Ordinal)), Is.EqualTo((1, false)));
        Assert.That(run.Error, Does.Contain(said).And.Not.Contain("   at "));
    }
}
