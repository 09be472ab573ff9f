using System.Text.Json;
using Aieh.Api.Tests.Support;
using Aieh.Api.Tests.Tools.Files;
using Aieh.Api.Tools.Files;
using Aieh.Api.Tools.Psychometrics;

namespace Aieh.Api.Tests.Tools.Psychometrics;

public sealed class LinkCommandTests
{
    [TestCase("L1-link-kb2004-3pl", "mean-mean", "meanmean", 1e-6)]
    [TestCase("L1-link-kb2004-3pl", "haebara", "HB_uniform161_[-4,4]_D1", 1e-4)]
    [TestCase("L1-link-kb2004-3pl", "stocking-lord", "SL_uniform40_[-4,4]_D1", 1e-4, "--points", "40")]
    [TestCase("L1-link-kb2004-3pl", "haebara", "HB_uniform161_[-4,4]_D1.7", 1e-4, "--scaling-constant", "1.7")]
    [TestCase("L1-link-kb2004-3pl", "stocking-lord", "SL_uniform161_symmetric_D1", 1e-4, "--symmetric")]
    [TestCase("L2-link-mixed-3pl-gpcm-dgn", "mean-sigma", "meansigma", 1e-6)]
    [TestCase("L2-link-mixed-3pl-gpcm-dgn", "haebara", "HB_normal41_[-4,4]_D1", 1e-4, "--grid", "normal")]
    [TestCase("L3-link-2pl-equateIRT-est2pl", "mean-geometric-mean", "mean_geometric", 1e-6)]
    public async Task Link_ReferenceCases_ArriveAtTheConstants(
        string name, string method, string expected, double tolerance, params string[] options)
    {
        var folder = SharedCases.Folder(name);

        var (from, to) = (Path.Combine(folder, "common_new.csv"), Path.Combine(folder, "common_base.csv"));
        var run = await VerbProcess.RunAsync(["link", "--from", from, "--to", to, "--method", method, .. options]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        using var constants = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "expected.json")));
        using var result = JsonDocument.Parse(run.Output);
        var (reference, link) = (constants.RootElement.GetProperty(expected), result.RootElement.GetProperty("link"));
        var (slope, intercept) = (reference.GetProperty("A").GetDouble(), reference.GetProperty("B").GetDouble());
        Assert.That(link.GetProperty("slope").GetDouble(), Is.EqualTo(slope).Within(tolerance), "the case's tolerance");
        Assert.That(link.GetProperty("intercept").GetDouble(), Is.EqualTo(intercept).Within(tolerance), "the case's tolerance");
    }

    [Test]
    public async Task Link_FullFormsWithAnchorsNamed_MovesEveryItem()
    {
        var folder = SharedCases.Folder("L1-link-kb2004-3pl");
        using var scratch = new ScratchFolder();

        var run = await VerbProcess.RunAsync(
            "link", "--from", Path.Combine(folder, "form_x_all.csv"), "--to", Path.Combine(folder, "form_y_all.csv"),
            "--method", "mean-mean", "--anchors", "3,6,9,12,15,18,21,24,27,30,33,36", "--out", scratch.PathOf("linked.json"));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var linked = CalibrationFile.Read(scratch.PathOf("linked.json"));
        Assert.That((linked.Link!.Anchors, linked.Items.Count, linked.Link.Drift.Count), Is.EqualTo((12, 36, 12)));
        Assert.That(linked.Link.Slope, Is.EqualTo(1.2172657185).Within(1e-6));
        var before = ItemFile.Read(Path.Combine(folder, "form_x_all.csv")).Items[0].Parameters;
        Assert.That(linked.Items[0].B!.Value, Is.EqualTo(linked.Link.Slope * before.Thresholds[0] + linked.Link.Intercept).Within(1e-12));
        var expected = (before.Discrimination / linked.Link.Slope, (double?)before.Guessing);
        Assert.That((linked.Items[0].A, linked.Items[0].C), Is.EqualTo(expected));
    }

    [Test]
    public async Task Link_ScalingConstantStated_StaysWithTheDiscriminations()
    {
        using var scratch = new ScratchFolder();
        var form = scratch.Write("F.csv", "item,a,b\np,1,0\nq,0.8,1\n");

        var run = await VerbProcess.RunAsync(
            "link", "--from", form, "--to", form, "--scaling-constant", "1.7", "--out", scratch.PathOf("linked.json"));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var discriminations = ItemFile.Read(scratch.PathOf("linked.json")).Items.Select(item => item.Parameters.Discrimination);
        Assert.That(discriminations, Is.EqualTo(new[] { 1.7, 0.8 * 1.7 }).Within(1e-9));
    }

    [TestCase("item,a,b\np,1,0\nq,1,1\n", "item,a,b\nx,1,0\ny,1,1\nz,1,1\n", "anchors do not determine the scale: too few anchors")]
    [TestCase("item,model,a,b1,b2\np,GRM,1,0,1\nq,2PL,1,1,\n", "item,a,b\np,1,0\nq,1,1\n", "The anchor p is grm with 3 categories in")]
    [TestCase("item,a,b\np,1,0\nq,1,1\n", "item,a,b\np,1,0\nq,1,1\n", "there is no item r to be an anchor", "--anchors", "p", "r")]
    [TestCase("item,a,b\np,1,0\nq,1,1\n", "item,a,b\np,1,0\nq,1,1\n", "named twice", "--anchors", "p,p")]
    public async Task Link_BadAnchors_ExitsAndSaysWhy(string from, string to, string said, params string[] options)
    {
        using var folder = new ScratchFolder();

        var run = await VerbProcess.RunAsync(
            ["link", "--from", folder.Write("A.csv", from), "--to", folder.Write("B.csv", to), .. options]);

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((1, "")));
        Assert.That(run.Error, Does.Contain(said).And.Not.Contain("   at "));
    }

    [Test]
    public void Pair_NoNameInCommonAndAsManyItems_TakesTheOrderAndSaysSo()
    {
        using var folder = new ScratchFolder();
        using var notes = new StringWriter();

        var from = ItemFile.Read(folder.Write("A.csv", "item,a,b,c\np,1,0,0\nq,1,1,0.2\n"));
        var to = ItemFile.Read(folder.Write("B.csv", "item,a,b\nx,1,0\ny,1,1\n"));

        var pairs = LinkAnchors.Pair(from, to, [], notes);

        Assert.That(pairs.Names, Is.EqualTo(new[] { "p", "q" }));
        Assert.That(notes.ToString(), Does.Contain("in their order"));
    }
}
