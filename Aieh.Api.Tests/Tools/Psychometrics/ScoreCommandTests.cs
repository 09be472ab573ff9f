using Aieh.Api.Tests.Scoring.Reference;
using Aieh.Api.Tests.Support;
using Aieh.Api.Tests.Tools.Files;

namespace Aieh.Api.Tests.Tools.Psychometrics;

/// <summary>The verb as it is called. The estimates themselves are tested in Scoring/; here it is that they arrive.</summary>
public sealed class ScoreCommandTests
{
    [Test]
    public async Task Score_ReferenceCases_ArriveAtTheNumbers(
        [Values("S1-score-2pl-lsat7", "S2-score-3pl-kb36x", "S3-score-grm-science", "S4-score-gpcm-science")] string name,
        [Values("eap", "map", "mle", "wle")] string method)
    {
        var folder = SharedCases.Folder(name);

        var (form, responses) = (Path.Combine(folder, "items.csv"), Path.Combine(folder, "patterns.csv"));
        var run = await VerbProcess.RunAsync("score", "--form", form, "--responses", responses, "--method", method);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var scores = ScratchFolder.Rows(run.Output);
        var expected = new ScoringCase(name).Table("expected.csv");
        var error = method switch { "eap" => "eap_sd", "wle" => "wle_se", _ => $"{method}_se_exp" };
        Assert.That(scores, Has.Count.EqualTo(expected.Count));
        Assert.Multiple(() =>
        {
            foreach (var (score, row) in scores.Zip(expected))
            {
                var (found, known) = ((score["pattern"], score["answered"], score["raw"]), (row["pattern"], row["n_answered"], row["raw"]));
                Assert.That(found, Is.EqualTo(known));
                var status = row[method] switch
                {
                    "Inf" => "plus-infinity",
                    "-Inf" => "minus-infinity",
                    _ when row["n_answered"] == "0" => "no-responses",
                    _ => "finite",
                };
                Assert.That(score["status"], Is.EqualTo(status));
                if (status != "finite")
                {
                    Assert.That((score["theta"], score["se"], score["score"], score["band"]), Is.EqualTo(("", "", "", "")));
                    continue;
                }

                // EAP: the nodes end at ±6, the reference integrates over ±10. The others are exact roots.
                var tolerance = method == "eap" ? 2e-5 : 1e-8;
                Assert.That(ScoringCase.Number(score["theta"]), Is.EqualTo(ScoringCase.Number(row[method])).Within(tolerance));
                Assert.That(ScoringCase.Number(score["se"]), Is.EqualTo(ScoringCase.Number(row[error])).Within(tolerance));
            }
        });
    }

    [Test]
    public async Task Score_ToAFile_WritesItAndNothingToStandardOutput()
    {
        using var folder = new ScratchFolder();
        var (form, responses) = (folder.Write("F.csv", "item,a,b\nq,1,0\nr,2,1\n"), folder.Write("R.csv", "person,q,r,freq\nann,1,,2\n"));

        var run = await VerbProcess.RunAsync(
            "score", "--form", form, "--responses", responses, "--method", "eap", "--missing", "incorrect",
            "--out", folder.PathOf("S.csv"));

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((0, "")), run.Error);
        var score = ScratchFolder.Rows(await File.ReadAllTextAsync(folder.PathOf("S.csv"))).Single();
        Assert.That((score["person"], score["frequency"], score["answered"], score["raw"]), Is.EqualTo(("ann", "2", "2", "1")));
    }

    [Test]
    public async Task Score_BadResponses_ExitsWithTheFaultsAndWritesNothing()
    {
        using var folder = new ScratchFolder();
        var (form, responses) = (folder.Write("F.csv", "item,a,b\nq,1,0\n"), folder.Write("R.csv", "q\n0\nx\n"));

        var run = await VerbProcess.RunAsync("score", "--form", form, "--responses", responses, "--out", folder.PathOf("S.csv"));

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((1, "")));
        Assert.That(run.Error, Does.Contain("R.csv, row 3, column q: 'x' is not a category 0..1.").And.Not.Contain("   at "));
        Assert.That(File.Exists(folder.PathOf("S.csv")), Is.False);
    }

    [Test]
    public async Task Score_OutputIsTheInput_RefusesAndLeavesIt()
    {
        using var folder = new ScratchFolder();
        var (form, responses) = (folder.Write("F.csv", "item,a,b\nq,1,0\n"), folder.Write("R.csv", "q\n0\n"));

        var run = await VerbProcess.RunAsync("score", "--form", form, "--responses", responses, "--out", responses);

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain("will not be overwritten"));
        Assert.That(await File.ReadAllTextAsync(responses), Is.EqualTo("q\n0\n"));
    }

    [TestCase("--method", "elo")]
    [TestCase("--prior-sd", "0")]
    [TestCase("--frobnicate", "1")]
    public async Task Score_BadOption_Exits(string option, string value)
    {
        using var folder = new ScratchFolder();

        var (form, responses) = (folder.Write("F.csv", "item,a,b\nq,1,0\n"), folder.Write("R.csv", "q\n0\n"));
        var run = await VerbProcess.RunAsync("score", "--form", form, "--responses", responses, option, value);

        Assert.That((run.ExitCode, run.Output.Contains("theta", StringComparison.Ordinal)), Is.EqualTo((1, false)));
        Assert.That(run.Error, Is.Not.Empty.And.Not.Contain("   at "));
    }
}
