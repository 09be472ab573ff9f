using Aieh.Api.Tests.Scoring.Reference;
using Aieh.Api.Tests.Support;
using Aieh.Api.Tests.Tools.Files;
using Aieh.Api.Tools.Files;
using Aieh.Api.Tools.Psychometrics;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Tools.Psychometrics;

public sealed class SimulateCommandTests
{
    private static readonly NamedItem[] Items =
    [
        new("p", ItemParameters.ThreeParameter(1.5, 0.5, 0.2)),
        new("q", ItemParameters.PartialCredit(1, -1, 0.2, 1)),
        new("r", ItemParameters.TwoParameter(1, -0.5)),
    ];

    [Test]
    public async Task Simulate_Twice_WritesTheSameFilesAndTheyCanBeScored()
    {
        using var folder = new ScratchFolder();
        var form = folder.Write("F.csv", "item,model,a,b1,b2\nq,GRM,1.2,-1,1\nr,2PL,1,0,\n");
        string[] simulate = ["simulate", "--form", form, "--people", "500", "--seed", "42", "--mean", "0.3", "--sd", "1.2"];

        var first = await VerbProcess.RunAsync([.. simulate, "--out", folder.PathOf("R.csv"), "--theta", folder.PathOf("T.csv")]);
        var second = await VerbProcess.RunAsync(simulate);
        var score = await VerbProcess.RunAsync("score", "--form", form, "--responses", folder.PathOf("R.csv"));

        Assert.That((first.ExitCode, second.ExitCode, score.ExitCode), Is.EqualTo((0, 0, 0)), first.Error + second.Error + score.Error);
        Assert.That(second.Output, Is.EqualTo(await File.ReadAllTextAsync(folder.PathOf("R.csv"))));
        Assert.That(ScratchFolder.Rows(score.Output), Has.Count.EqualTo(500));
        Assert.That(ScratchFolder.Rows(await File.ReadAllTextAsync(folder.PathOf("T.csv"))), Has.Count.EqualTo(500));
    }

    /// <summary>What the seed gave when this was written, on x64: other machines must give the same.</summary>
    [Test]
    public void Simulate_KnownSeed_GivesTheKnownPeople()
    {
        var (text, abilities) = Simulate(3, 7);

        Assert.That(text, Is.EqualTo(KnownResponses));
        Assert.That(abilities, Is.EqualTo(KnownAbilities));
    }

    /// <summary>Items so steep that everybody's category is known.</summary>
    [Test]
    public void Simulate_ItemsWithCodesOrJoinedCategories_WritesWhatIsReadAsTheCategoryDrawn()
    {
        NamedItem[] items =
        [
            new NamedItem("turned", ItemParameters.TwoParameter(20, -6)) { Codes = [1, 0] },
            new NamedItem("joined", ItemParameters.Graded(20, -7, -6)) { CategoryMap = [0, 1, 1, 2] },
            new NamedItem("both", ItemParameters.Graded(20, -6, 6)) { CategoryMap = [0, 0, 1, 2], Codes = [2, 4, 6, 8] },
        ];
        using var writer = new StringWriter();

        SimulateCommand.WriteResponses(writer, items, new SeededRandom(1), new NormalPrior(0, 0.1), new double[1]);

        Assert.That(writer.ToString(), Is.EqualTo("person,turned,joined,both\n1,0,3,6\n"));
    }

    [Test]
    public void Simulate_ManyPeople_AgreesWithTheModel()
    {
        const int n = 40_000;
        var (text, abilities) = Simulate(n, 5);
        var rows = ScratchFolder.Rows(text);

        // Five standard errors of a mean; the seed is fixed.
        Assert.That(abilities.Average(), Is.EqualTo(0).Within(5 / Math.Sqrt(n)));
        Assert.That(abilities.Select(x => x * x).Average(), Is.EqualTo(1).Within(5 * Math.Sqrt(2.0 / n)));
        Assert.Multiple(() =>
        {
            foreach (var item in Items)
            {
                var observed = rows.Average(row => ScoringCase.Number(row[item.Name]));
                var expected = abilities.Average(theta => ItemResponseFunction.ExpectedScore(item.Parameters, theta));
                Assert.That(observed, Is.EqualTo(expected).Within(5 * item.Parameters.Categories / 2.0 / Math.Sqrt(n)), item.Name);
            }
        });
    }

    [Test]
    public async Task SimulateAdaptive_Bank_EndsAtTheLimitsAndCountsExposure()
    {
        using var folder = new ScratchFolder();
        var items = Enumerable.Range(0, 40).Select(i => FormattableString.Invariant($"i{i},1.8,{(i - 20) / 8.0}\n"));
        var bank = folder.Write("B.csv", "item,a,b\n" + string.Concat(items));

        var run = await VerbProcess.RunAsync(
            "simulate-adaptive", "--form", bank, "--people", "100", "--seed", "1", "--min-items", "3", "--max-items", "12",
            "--target-se", "0.4", "--exposure", folder.PathOf("E.csv"));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var tests = ScratchFolder.Rows(run.Output);
        Assert.That(tests.Select(test => ScoringCase.Number(test["items"])), Is.All.InRange(3, 12).And.Exactly(100).Items);
        var given = ScratchFolder.Rows(await File.ReadAllTextAsync(folder.PathOf("E.csv")));
        var exposure = given.Sum(item => ScoringCase.Number(item["exposure"]));
        Assert.That(exposure, Is.EqualTo(tests.Average(test => ScoringCase.Number(test["items"]))).Within(1e-9));
        Assert.That(run.Error, Does.Contain("mean length"));
    }

    [TestCase("--people", "0")]
    [TestCase("--sd", "-1")]
    [TestCase("--seed", "-1")]
    public async Task Simulate_BadOption_Exits(string option, string value)
    {
        using var folder = new ScratchFolder();
        string[] others = [.. new[] { "--people", "10", "--seed", "1" }.Chunk(2).Where(pair => pair[0] != option).SelectMany(pair => pair)];

        var run = await VerbProcess.RunAsync(["simulate", "--form", folder.Write("F.csv", "item,a,b\nq,1,0\n"), .. others, option, value]);

        Assert.That((run.ExitCode, run.Output.Contains("person", StringComparison.Ordinal)), Is.EqualTo((1, false)));
    }

    private const string KnownResponses = "person,p,q,r\n1,0,0,0\n2,1,1,0\n3,1,2,1\n";
    private static readonly double[] KnownAbilities = [-1.2676305878099845, -0.18445816229486089, 0.19038198021265396];

    private static (string Text, double[] Abilities) Simulate(int people, ulong seed)
    {
        using var writer = new StringWriter();
        var abilities = new double[people];
        SimulateCommand.WriteResponses(writer, Items, new SeededRandom(seed), NormalPrior.Standard, abilities);
        return (writer.ToString(), abilities);
    }
}
