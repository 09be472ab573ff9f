using Aieh.Api.Tests.Support;
using Aieh.Api.Tests.Tools.Files;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Calibration;

namespace Aieh.Api.Tests.Tools.Psychometrics;

/// <summary>What later verbs make of a calibration some of whose items have no parameters.</summary>
public sealed class ItemsWithoutEstimateTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new ScratchFolder();

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public async Task Calibrate_EachStatusWithoutParameters_LeavesAFileThatIsReadLinkedAndCarriesThemOn()
    {
        var (calibration, linked) = (_folder.PathOf("cal.json"), _folder.PathOf("linked.json"));
        await RunAsync(
            "calibrate", "--model", "2pl", "--responses", await ResponsesAsync(), "--allow-negative-a",
            "--codes", "alike=0,1", "nobody=0,1", "--out", calibration);

        var file = CalibrationFile.Read(calibration);
        var left = file.NotEstimated!;
        Assert.That(
            left.Select(item => (item.Item, item.Status)),
            Is.EqualTo(new (string, ItemStatus?)[]
            {
                ("k", ItemStatus.NegativeDiscrimination), ("alike", ItemStatus.NoVariance), ("nobody", ItemStatus.NoAnswers),
                ("u", ItemStatus.NotIdentified), ("v", ItemStatus.NotIdentified),
            }));
        Assert.That(file.Covariance, Has.Count.EqualTo(2 * file.Items.Count), "a and b of each item that has them");
        var errors = file.Items.SelectMany(item => new[] { item.StandardErrors!.A!.Value, item.StandardErrors.B!.Value });
        Assert.That(file.Covariance!.Select(row => Math.Sqrt(row[^1])), Is.EqualTo(errors).Within(1e-4).Percent, "the rows are theirs");

        var score = await RunAsync("score", "--form", calibration, "--responses", _folder.PathOf("R.csv"));
        Assert.That(score.Error, Does.Contain("could not be calibrated"));
        var link = await RunAsync("link", "--from", calibration, "--to", calibration, "--out", linked);
        Assert.That(link.Error, Does.Contain("(SE "));
        var carried = CalibrationFile.Read(linked).NotEstimated!;
        Assert.That(carried.Select(item => (item.Item, item.Status)), Is.EqualTo(left.Select(item => (item.Item, item.Status))));
        Assert.That(carried[0].A, Is.EqualTo(left[0].A).Within(1e-6));
        Assert.That(carried[0].StandardErrorOfA, Is.EqualTo(left[0].StandardErrorOfA).Within(1e-6));
        Assert.That(carried[0].Intercepts, Is.EqualTo(left[0].Intercepts).Within(1e-6));
    }

    // By hand: θ_base = 2·θ + 1, so a = −0.8 becomes −0.4, and the intercept 0.5 − (−0.4)·1 = 0.9.
    [Test]
    public void Moved_NegativeDiscrimination_GivesTheSameCurveOnTheOtherScale()
    {
        var item = new ItemLeftOut("k", ItemStatus.NegativeDiscrimination) { A = -0.8, StandardErrorOfA = 0.2, Intercepts = [0.5] };

        var moved = item.Moved(2, 1);

        Assert.That((moved.Status, moved.A, moved.StandardErrorOfA), Is.EqualTo((item.Status, (double?)-0.4, (double?)0.1)));
        Assert.That(moved.Intercepts, Is.EqualTo(new[] { 0.9 }).Within(1e-15));
    }

    /// <summary>A reversed item k, one answered alike, one by nobody, and a pair that only other people answered.</summary>
    private async Task<string> ResponsesAsync()
    {
        var form = _folder.Write("F.csv", "item,model,a,b\nk,2PL,1.5,0\nl,2PL,1.2,0.5\nm,2PL,1,-0.5\nn,2PL,1.3,0.2\no,2PL,0.9,0\n");
        var simulated = await RunAsync("simulate", "--form", form, "--people", "300", "--seed", "3");
        var rows = ScratchFolder.Rows(simulated.Output)
            .Select(row => $"{(row["k"] == "1" ? 0 : 1)},{row["l"]},{row["m"]},{row["n"]},{row["o"]},1,,,\n");
        var others = Enumerable.Range(0, 100).Select(i => $",,,,,,,{i & 1},{(i % 3 == 0 ? 1 : 0)}\n");
        return _folder.Write("R.csv", "k,l,m,n,o,alike,nobody,u,v\n" + string.Concat(rows.Concat(others)));
    }

    private static async Task<VerbProcess> RunAsync(params string[] args)
    {
        var run = await VerbProcess.RunAsync(args);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        return run;
    }
}
