using System.Globalization;
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
            "--prior", "a=lognormal:0,0.5", "b=normal:0,2", "--max-cycles", "500", "--ignore", "z", "--codes", "w=0-3",
            "--out", _folder.PathOf("without.json"));
        var file = CalibrationFile.Read(_folder.PathOf("without.json"));

        Assert.That(file.Items.Single(item => item.Item == "w").Categories, Is.EqualTo(new[] { 0, 1, 1, 2 }), "nobody was in category 2");
        Assert.That(file.Priors, Has.Count.EqualTo(4));

        var calibrated = await RunAsync(
            "calibrate", "--model", "gpcm", "--responses", responses, "--prior", "a=lognormal:0,0.5", "--codes", "w=0-3",
            "--out", _folder.PathOf("cal.json"));
        Assert.That(calibrated.Error, Does.Contain("z: not estimated, since everybody answered alike"));
        Assert.That(calibrated.Error, Does.Contain("w: nobody gave 2;"));
        var score = await RunAsync("score", "--form", _folder.PathOf("cal.json"), "--responses", responses);

        Assert.That(CalibrationFile.Read(_folder.PathOf("cal.json")).NotEstimated!.Single().Item, Is.EqualTo("z"));
        Assert.That(score.Error, Does.Contain("z: could not be calibrated"));
        Assert.That(ScratchFolder.Rows(score.Output)[0]["answered"], Is.EqualTo("3"));
    }

    /// <summary>The case bounds of the faults: a reverse-keyed item and 300 people.</summary>
    [Test]
    public async Task Calibrate_Fault_Bounds_NamesTheReversedItemAndShowsItsDiscrimination()
    {
        var responses = await SimulatedAsync(300, (item, category) => item == "q4" ? 1 - category : category);
        var (asIs, turned) = (_folder.PathOf("cal.json"), _folder.PathOf("turned.json"));

        var silent = await RunAsync("calibrate", "--model", "2pl", "--responses", responses, "--out", asIs);
        var strict = await VerbProcess.RunAsync("calibrate", "--model", "2pl", "--responses", responses, "--strict", "--out", turned);

        Assert.That(silent.Error, Does.Contain("- q4: people who do well on the other items do worse on it (item–rest r = −0."));
        Assert.That(silent.Error, Does.Contain("N = 300").And.Contain("--codes q4=1,0 turns it"));
        Assert.That(silent.Error, Does.Contain("- q4 (a = 0.01, b = ").And.Contain("ended at the bound"));
        Assert.That((strict.ExitCode, Look(strict)), Is.EqualTo((Remarks.ExitCode, Look(silent))));
        Assert.That(await File.ReadAllTextAsync(turned), Is.EqualTo(await File.ReadAllTextAsync(asIs)), "written all the same");
        var reversed = CalibrationFile.Read(asIs).Items[3];
        Assert.That(reversed.ItemRestCorrelation, Is.LessThan(-0.2));
        Assert.That(
            reversed.Bounds,
            Is.EqualTo([new ReachedBound(ParametersAtBound.Discrimination, 0, CalibrationOptions.SmallestDiscrimination)]));

        var right = await RunAsync("calibrate", "--model", "2pl", "--responses", responses, "--codes", "q4=1,0", "--out", turned);

        Assert.That(right.Error, Does.Not.Contain("q4: people").And.Not.Contain("bound"));
        var item = CalibrationFile.Read(turned).Items[3];
        // Simulated with a = 1.2; with 300 people its standard error is about 0.25.
        Assert.That(item.A, Is.EqualTo(1.2).Within(0.75));
        Assert.That(item.Codes, Is.EqualTo(new[] { 1, 0 }));
        Assert.That(ItemFile.Read(turned).Items[3].Codes, Is.EqualTo(new[] { 1, 0 }));
    }

    [Test]
    public async Task Calibrate_CodesWithAGap_NeedADeclarationWhichLaterVerbsFollow()
    {
        var rows = Enumerable.Range(0, 64).Select(i => $"{i & 1},{i >> 1 & 1},{(i >> 2 & 3) switch { 0 => 1, 1 => 2, _ => 5 }}\n");
        var responses = _folder.Write("R.csv", "x,y,w\n" + string.Concat(rows));
        string[] calibrate =
            ["calibrate", "--model", "2pl", "--polytomous", "gpcm", "--prior", "a=lognormal:0,0.5", "--responses", responses];

        var undeclared = await VerbProcess.RunAsync(calibrate);
        var all = await RunAsync([.. calibrate, "--codes", "w=1,2,5", "--out", _folder.PathOf("all.json")]);
        var some = await RunAsync([.. calibrate, "--codes", "w=1-5", "--out", _folder.PathOf("some.json")]);

        Assert.That((undeclared.ExitCode, undeclared.Output), Is.EqualTo((1, "")));
        Assert.That(undeclared.Error, Does.Contain("column w: the codes 1,2,5 occur").And.Contain("--codes w=0-5"));
        Assert.That(all.Error, Does.Not.Contain("w: nobody gave"));
        Assert.That(some.Error, Does.Contain("w: nobody gave 3, 4;"));
        var first = CalibrationFile.Read(_folder.PathOf("all.json")).Items[2];
        var second = CalibrationFile.Read(_folder.PathOf("some.json")).Items[2];
        Assert.That((first.Codes, first.Categories), Is.EqualTo((new[] { 1, 2, 5 }, (int[]?)null)));
        Assert.That((second.Codes, second.Categories), Is.EqualTo((new[] { 1, 2, 3, 4, 5 }, new[] { 0, 1, 1, 1, 2 })));
        Assert.That(first.Thresholds, Is.EqualTo(second.Thresholds));

        var later = _folder.Write("L.csv", "person,x,y,w\nann,1,1,5\nbob,1,1,3\n");
        var mapped = await RunAsync("score", "--form", _folder.PathOf("some.json"), "--responses", later);
        var refused = await VerbProcess.RunAsync("score", "--form", _folder.PathOf("all.json"), "--responses", later);

        var raw = ScratchFolder.Rows(mapped.Output).Select(row => row["raw"]);
        Assert.That(raw, Is.EqualTo(new[] { "6", "4" }), "categories 4 and 2, not 2 and 1");
        Assert.That(refused.Error, Does.Contain("row 3, column w: '3' is not one of the item's codes 1,2,5."));
    }

    [Test]
    public async Task Calibrate_ColumnsThatAreNoItems_AreNamed()
    {
        var responses = await SimulatedAsync(2000, (_, category) => category, ",female,age", i => $",{i * 7 % 13 % 2},{i % 4}");

        var run = await RunAsync(
            "calibrate", "--model", "2pl", "--polytomous", "grm", "--responses", responses, "--out", _folder.PathOf("c.json"));

        Assert.That(run.Error, Does.Contain("hardly related to the other items").And.Contain("female (r = "));
        Assert.That(run.Error, Does.Contain("- female, age: called like something about the people"));
        Assert.That(run.Error, Does.Not.Contain("q1").And.Not.Contain("few answers"));
    }

    [Test]
    public async Task Calibrate_TwoFormsWithoutACommonItem_AreToldToBeOnTwoScales()
    {
        var responses = await SimulatedAsync(600, (_, category) => category);
        var lines = await File.ReadAllLinesAsync(responses);
        for (var i = 1; i < lines.Length; i++)
        {
            var cells = lines[i].Split(',');
            for (var item = 1; item < cells.Length; item++)
            {
                if (item <= 4 == (i % 2 == 0)) cells[item] = "NA";
            }

            lines[i] = string.Join(',', cells);
        }

        await File.WriteAllLinesAsync(responses, lines);
        var run = await RunAsync("calibrate", "--model", "1pl", "--responses", responses, "--out", _folder.PathOf("c.json"));

        Assert.That(run.Error, Does.Contain("fall into 2 groups, as (q1, q2, q3, q4) and (q5, q6, q7, q8)"));
        Assert.That(run.Error, Does.Contain("16 of 28 pairs of items have fewer than 30 people").And.Contain("(q1 and q5: 0)"));
    }

    [Test]
    public async Task Calibrate_SoundResponses_SaysNothing()
    {
        var responses = await SimulatedAsync(2000, (_, category) => category);

        var run = await RunAsync("calibrate", "--model", "2pl", "--responses", responses, "--strict", "--out", _folder.PathOf("c.json"));

        Assert.That(Look(run), Is.Empty);
    }

    [Test]
    public async Task Calibrate_OneItemTwice_IsNamedSinceTheOthersRestOnIt()
    {
        // One in two hundred answers of the copy differs.
        var copied = await SimulatedAsync(600, (_, category) => category);
        var lines = await File.ReadAllLinesAsync(copied);
        var rows = lines.Skip(1).Select((line, row) => $"{line},{(row % 200 == 0 ? '0' + '1' - line[^1] : line[^1]) - '0'}");
        var responses = _folder.Write("twice.csv", string.Join('\n', rows.Prepend(lines[0] + ",copy")) + "\n");

        var run = await VerbProcess.RunAsync("calibrate", "--model", "2pl", "--responses", responses, "--out", _folder.PathOf("c.json"));

        Assert.That(run.Error, Does.Contain("- q8 and copy (99.5 % of 600 people): answered alike: one item twice?"));
        Assert.That(run.Error, Does.Contain("- q8, copy: as steep as the search allows"));
        Assert.That(run.Error.Split("answered alike: one item twice"), Has.Length.EqualTo(2), "of no other pair");
    }

    [Test]
    public async Task Calibrate_ReversedItemWithNegativeDiscriminationsAllowed_IsLeftOutWithItsDiscrimination()
    {
        var responses = await SimulatedAsync(300, (item, category) => item == "q4" ? 1 - category : category);

        await RunAsync("calibrate", "--model", "2pl", "--responses", responses, "--allow-negative-a", "--out", _folder.PathOf("cal.json"));

        var calibration = CalibrationFile.Read(_folder.PathOf("cal.json"));
        var left = calibration.NotEstimated!.Single();
        Assert.That((left.Item, left.Status), Is.EqualTo(("q4", ItemStatus.NegativeDiscrimination)));
        // Simulated with a = 1.2; with 300 people its standard error is about 0.25.
        Assert.That(left.A, Is.EqualTo(-1.2).Within(0.75));
        Assert.That(left.StandardErrorOfA, Is.InRange(0.05, 1));
        Assert.That(calibration.Items[0].Intervals!.B![0], Is.LessThan(calibration.Items[0].B!.Value));
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
    [TestCase("'70' is not a category 0..63; --ignore leaves a column out", "--model", "2pl", "--responses", "age.csv")]
    [TestCase("column l1: it has 3 categories, and 2pl has two", "--model", "2pl", "--responses", "likert.csv", "--codes", "l1=1,3,5")]
    [TestCase("--codes 1,3,5 if these are all there are", "--model", "grm", "--responses", "likert.csv", "--ignore", "q")]
    [TestCase("--codes l1,l2=1,3,5 if these are all there are", "--model", "grm", "--responses", "likert.csv")]
    [TestCase("--codes y=1,2 if these are all there are", "--model", "2pl", "--responses", "one-two.csv")]
    [TestCase("--codes 1-5-3 cannot be read", "--model", "2pl", "--responses", "bin.csv", "--codes", "1-5-3")]
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
        _folder.Write("poly.csv", "x,y\n0,2\n1,1\n0,0\n");
        _folder.Write("age.csv", "x,age\n0,23\n1,70\n");
        _folder.Write("one-two.csv", "x,y\n0,2\n1,1\n");
        _folder.Write("likert.csv", "l1,l2,q\n1,5,1\n3,3,0\n5,1,1\n");
        _folder.Write("bin.csv", "x,y\n0,1\n1,1\n0,0\n");
        _folder.Write("same.csv", "x,y\n1,1\n1,1\n");
        _folder.Write("pair.csv", "x,y\n" + string.Concat(Enumerable.Repeat("1,1\n1,1\n0,0\n1,0\n", 25)));

        var told = args.Select(arg => arg.EndsWith(".csv", StringComparison.Ordinal) ? _folder.PathOf(arg) : arg);
        var run = await VerbProcess.RunAsync(["calibrate", .. told]);

        Assert.That((run.ExitCode, run.Output.Contains("\"items\"", StringComparison.Ordinal)), Is.EqualTo((1, false)));
        Assert.That(run.Error, Does.Contain(said).And.Not.Contain("   at "));
    }

    /// <summary>What is worth a look; notes of progress stand above it on a slow machine.</summary>
    private static string Look(VerbProcess run) =>
        run.Error.IndexOf("Worth a look:", StringComparison.Ordinal) is >= 0 and var at ? run.Error[at..] : "";

    /// <summary>Answers of people to eight items, with each answer changed and columns added as a test wants them.</summary>
    private async Task<string> SimulatedAsync(
        int people, Func<string, int, int> change, string moreColumns = "", Func<int, string>? moreCells = null)
    {
        string[] items = ["q1,1.2,-1", "q2,1.2,-0.6", "q3,1.2,-0.3", "q4,1.2,0", "q5,1.2,0.3", "q6,1.2,0.8", "q7,1,0.2", "q8,1.4,-0.2"];
        var form = _folder.Write("F.csv", "item,a,b\n" + string.Join('\n', items) + "\n");
        await RunAsync(
            "simulate", "--form", form, "--people", people.ToString(CultureInfo.InvariantCulture), "--seed", "5",
            "--out", _folder.PathOf("R.csv"));
        var lines = await File.ReadAllLinesAsync(_folder.PathOf("R.csv"));
        var names = lines[0].Split(',');
        var rows = lines.Skip(1).Select((line, row) => string.Join(',', line.Split(',').Select(Cell)) + moreCells?.Invoke(row));
        await File.WriteAllLinesAsync(_folder.PathOf("R.csv"), rows.Prepend(lines[0] + moreColumns));
        return _folder.PathOf("R.csv");

        string Cell(string cell, int column) =>
            column == 0 ? cell : change(names[column], cell[0] - '0').ToString(CultureInfo.InvariantCulture);
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
