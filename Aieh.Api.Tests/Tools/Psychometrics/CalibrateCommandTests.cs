using System.Text.Json;
using Aieh.Api.Tests.Support;
using Aieh.Api.Tests.Tools.Files;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Calibration;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Tools.Psychometrics;

/// <summary>
/// The verb as it is called. The estimates themselves are tested in Scoring/; here it is that they arrive, and can be used again.
/// </summary>
public sealed class CalibrateCommandTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new ScratchFolder();

    [TearDown]
    public void Delete() => _folder.Dispose();

    [TestCase("C1-calib-1pl-2pl-lsat7", "patterns.csv", "2pl", "exact_2pl", 1000)]
    [TestCase("C3-calib-grm-gpcm-science", "patterns.csv", "grm", "exact_graded", 392)]
    [TestCase("C3-calib-grm-gpcm-science", "patterns.csv", "gpcm", "exact_gpcm", 392)]
    public async Task Calibrate_ReferenceCases_ArriveAtTheMaximum(string name, string responses, string model, string reference, int people)
    {
        var folder = SharedCases.Folder(name);

        var run = await VerbProcess.RunAsync(
            "calibrate", "--model", model, "--responses", Path.Combine(folder, responses), "--out", _folder.PathOf("cal.json"));

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((0, "")), run.Error);
        using var expected = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "expected.json")));
        var file = CalibrationFile.Read(_folder.PathOf("cal.json"));
        var logLikelihood = LogLikelihood(expected.RootElement.GetProperty(reference));
        Assert.That(file.Search!.LogLikelihood, Is.EqualTo(logLikelihood).Within(0.01), "the case's tolerance");
        Assert.That((file.Data!.People, file.Data.Source, file.Model), Is.EqualTo(((long)people, responses, model)));
        Assert.That(file.Items.Select(item => item.StandardErrors), Is.All.Not.Null);
    }

    [Test]
    public async Task Calibrate_WhatWasSimulated_CanBeScoredLinkedAndIsOnTheScaleAgain()
    {
        var form = _folder.Write(
            "F.csv", "item,model,a,b1,b2,c\np,2PL,1.5,-0.5,,\nq,2PL,1,0.5,,\nr,GRM,1.2,-1,1,\ns,2PL,2,0,,\nt,GRM,0.9,-0.5,0.8,\n");
        var (responses, calibration, onForm) = (_folder.PathOf("R.csv"), _folder.PathOf("cal.json"), _folder.PathOf("linked.json"));
        await RunAsync("simulate", "--form", form, "--people", "4000", "--seed", "3", "--mean", "0.5", "--sd", "1.25", "--out", responses);
        await RunAsync(
            "calibrate", "--model", "2pl", "--polytomous", "grm", "--responses", responses,
            "--calibration-id", "mixed", "--calibration-version", "2", "--out", calibration);
        var linked = await RunAsync("link", "--from", calibration, "--to", form, "--method", "stocking-lord", "--out", onForm);
        var scores = await RunAsync("score", "--form", onForm, "--responses", responses, "--method", "wle");

        // Abilities N(0.5, 1.25²) were called N(0, 1): so A is 1.25 and B 0.5, within several standard errors for 4,000 people and five
        // items.
        var link = CalibrationFile.Read(onForm).Link!;
        Assert.That((link.Slope, link.Intercept), Is.EqualTo((1.25, 0.5)).Using<(double A, double B)>(AreNear));
        Assert.That(linked.Error, Does.Contain("by 5 anchors"));
        ItemModel[] models =
        [
            ItemModel.TwoParameterLogistic, ItemModel.TwoParameterLogistic, ItemModel.GradedResponse,
            ItemModel.TwoParameterLogistic, ItemModel.GradedResponse,
        ];
        Assert.That(ItemFile.Read(onForm).Items.Select(item => item.Parameters.Model), Is.EqualTo(models));
        Assert.That(ScratchFolder.Rows(scores.Output), Has.Count.EqualTo(4000));

        static bool AreNear((double A, double B) x, (double A, double B) y) => Math.Abs(x.A - y.A) < 0.12 && Math.Abs(x.B - y.B) < 0.08;
    }

    [Test]
    public async Task Calibrate_ItemsThatCannotBeEstimated_AreNamedAndPassedOverLater()
    {
        var rows = Enumerable.Range(0, 64).Select(i => $"{i & 1},{i >> 1 & 1},1,{(i >> 2 & 3) switch { 0 => 0, 1 => 1, _ => 3 }}\n");
        var responses = _folder.Write("R.csv", "x,y,z,w\n" + string.Concat(rows));

        await RunAsync(
            "calibrate", "--model", "2pl", "--polytomous", "gpcm", "--responses", responses,
            "--prior", "a=lognormal:0,0.5", "b=normal:0,2", "--max-cycles", "500", "--ignore", "z",
            "--out", _folder.PathOf("without.json"));
        var file = CalibrationFile.Read(_folder.PathOf("without.json"));

        Assert.That(file.Items.Single(item => item.Item == "w").Categories, Is.EqualTo(new[] { 0, 1, 1, 2 }), "nobody was in category 2");
        Assert.That(file.Priors, Has.Count.EqualTo(4));

        await RunAsync(
            "calibrate", "--model", "gpcm", "--responses", responses, "--prior", "a=lognormal:0,0.5", "--out", _folder.PathOf("cal.json"));
        var score = await RunAsync("score", "--form", _folder.PathOf("cal.json"), "--responses", responses);

        Assert.That(CalibrationFile.Read(_folder.PathOf("cal.json")).NotEstimated!.Single().Item, Is.EqualTo("z"));
        Assert.That(score.Error, Does.Contain("z could not be calibrated"));
        Assert.That(ScratchFolder.Rows(score.Output)[0]["answered"], Is.EqualTo("3"));
    }

    // The case "bounds": an item keyed the wrong way round, seen as it is and told with its bound otherwise.
    [Test]
    public async Task Calibrate_ReversedItem_ShowsItsBoundOrItsNegativeDiscrimination()
    {
        var form = _folder.Write("F.csv", "item,model,a,b\nk,2PL,1.5,0\nl,2PL,1.2,0.5\nm,2PL,1,-0.5\nn,2PL,1.3,0.2\no,2PL,0.9,0\n");
        var simulated = await RunAsync("simulate", "--form", form, "--people", "300", "--seed", "3");
        var reversed = ScratchFolder.Rows(simulated.Output)
            .Select(row => $"{(row["k"] == "1" ? 0 : 1)},{row["l"]},{row["m"]},{row["n"]},{row["o"]}\n");
        var responses = _folder.Write("R.csv", "k,l,m,n,o\n" + string.Concat(reversed));

        await RunAsync("calibrate", "--model", "2pl", "--responses", responses, "--out", _folder.PathOf("bound.json"));
        await RunAsync(
            "calibrate", "--model", "2pl", "--responses", responses, "--allow-negative-a", "--out", _folder.PathOf("negative.json"));

        var (bound, negative) = (CalibrationFile.Read(_folder.PathOf("bound.json")), CalibrationFile.Read(_folder.PathOf("negative.json")));
        Assert.That(
            bound.Items.Single(item => item.Item == "k").Bounds,
            Is.EqualTo([new ReachedBound(ParametersAtBound.Discrimination, 0, CalibrationOptions.SmallestDiscrimination)]));
        var left = negative.NotEstimated!.Single();
        Assert.That((left.Item, left.Status), Is.EqualTo(("k", ItemStatus.NegativeDiscrimination)));
        Assert.That(left.A, Is.LessThan(-0.8));
        Assert.That(left.StandardErrorOfA, Is.InRange(0.05, 1));
        Assert.That(negative.Items[0].Intervals!.B![0], Is.LessThan(negative.Items[0].B!.Value));
    }

    [Test]
    public async Task Calibrate_FewCycles_SaysThatItHasNotConverged()
    {
        var rows = Enumerable.Range(0, 60).Select(i => $"{(i % 3 == 0 ? 1 : 0)},{(i % 4 < 2 ? 1 : 0)},{(i % 5 < 2 ? 1 : 0)}\n");
        var responses = _folder.Write("R.csv", "x,y,z\n" + string.Concat(rows));

        var run = await VerbProcess.RunAsync("calibrate", "--model", "2pl", "--responses", responses, "--max-cycles", "1");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain("not converged"));
        Assert.That(run.Output, Does.Contain("\"cycle-limit\""));
    }

    [TestCase("has 0 and 1", "--model", "2pl", "--responses", "poly.csv")]
    [TestCase("cannot be read", "--model", "2pl", "--responses", "bin.csv", "--prior", "a=normal:0,1")]
    [TestCase("cannot be read", "--model", "2pl", "--responses", "bin.csv", "--prior", "slope=normal:0,1")]
    [TestCase("given twice", "--model", "2pl", "--responses", "bin.csv", "--prior", "b=normal:0,1", "b=none")]
    [TestCase("outside its domain", "--model", "2pl", "--responses", "bin.csv", "--prior", "b=normal:0,-1")]
    [TestCase("belongs to --model 3pl", "--model", "2pl", "--responses", "bin.csv", "--prior", "c=beta:5,17")]
    [TestCase("go with --assessment", "--model", "2pl", "--responses", "bin.csv", "--prior", "catalog")]
    [TestCase("no item could be estimated", "--model", "2pl", "--responses", "same.csv")]
    [TestCase("no item is identified", "--model", "2pl", "--responses", "pair.csv")]
    [TestCase("no column nobody", "--model", "2pl", "--responses", "bin.csv", "--ignore", "nobody")]
    [TestCase("Either --responses or --assessment", "--model", "2pl")]
    [TestCase("4pl", "--model", "4pl", "--responses", "bin.csv")]
    public async Task Calibrate_BadInput_ExitsAndSaysWhy(string said, params string[] args)
    {
        _folder.Write("poly.csv", "x,y\n0,2\n1,1\n");
        _folder.Write("bin.csv", "x,y\n0,1\n1,1\n0,0\n");
        _folder.Write("same.csv", "x,y\n1,1\n1,1\n");
        _folder.Write("pair.csv", "x,y\n" + string.Concat(Enumerable.Repeat("1,1\n1,1\n0,0\n1,0\n", 25)));

        var told = args.Select(arg => arg.EndsWith(".csv", StringComparison.Ordinal) ? _folder.PathOf(arg) : arg);
        var run = await VerbProcess.RunAsync(["calibrate", .. told]);

        Assert.That((run.ExitCode, run.Output.Contains("\"items\"", StringComparison.Ordinal)), Is.EqualTo((1, false)));
        Assert.That(run.Error, Does.Contain(said).And.Not.Contain("   at "));
    }

    private static async Task<VerbProcess> RunAsync(params string[] args)
    {
        var run = await VerbProcess.RunAsync(args);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        return run;
    }

    private static double LogLikelihood(JsonElement reference) =>
        reference.EnumerateObject().First(member => member.Name.StartsWith("loglik", StringComparison.OrdinalIgnoreCase)).Value.GetDouble();
}
