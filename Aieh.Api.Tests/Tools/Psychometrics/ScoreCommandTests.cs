using Aieh.Api.Tests.Scoring.Reference;
using Aieh.Api.Tests.Support;
using Aieh.Api.Tests.Tools.Files;
using Aieh.Api.Tools.Files;

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
        var run = await VerbProcess.RunAsync("score", "--form", form, "--responses", responses, "--method", method, "--by-position");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var scores = ScratchFolder.Rows(run.Output);
        var expected = new ScoringCase(name).Table("expected.csv");
        var error = method switch { "eap" => "eap_sd", "wle" => "wle_se", _ => $"{method}_se_exp" };
        Assert.That(scores, Has.Count.EqualTo(expected.Count));
        Assert.Multiple(() =>
        {
            foreach (var (score, row) in scores.Zip(expected))
            {
                var hasAnswers = row["n_answered"] != "0";
                var (found, known) = ((score["pattern"], score["answered"]), (row["pattern"], row["n_answered"]));
                Assert.That(found, Is.EqualTo(known));
                Assert.That(score["raw"], Is.EqualTo(hasAnswers ? row["raw"] : ""));
                // The reference gives EAP and MAP of nothing, which are the prior's.
                var status = row[method] switch
                {
                    _ when !hasAnswers => "no-responses",
                    "Inf" => "plus-infinity",
                    "-Inf" => "minus-infinity",
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
    public async Task Score_Fault_A06_NoAnswersHaveNoScore([Values("eap", "map", "mle", "wle")] string method)
    {
        var folder = SharedCases.Fault("a06-score-no-answers");

        var run = await VerbProcess.RunAsync(
            "score", "--form", Path.Combine(folder, "items.csv"), "--responses", Path.Combine(folder, "responses.csv"), "--method", method);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Error, Does.Contain("1 of 2 rows have no answer, and so no score."));
        var nobody = ScratchFolder.Rows(run.Output)[0];
        Assert.That((nobody["person"], nobody["answered"], nobody["status"]), Is.EqualTo(("p1", "0", "no-responses")));
        string[] empty = ["raw", "theta", "se", "score", "score_se", "reported", "band"];
        Assert.That(empty.Select(column => nobody[column]), Is.All.Empty);
        Assert.That(ScratchFolder.Rows(run.Output)[1]["status"], Is.EqualTo("finite"));
    }

    /// <summary>What calibrate says is no estimate is none to any verb; what only looks like it, as in a bank by hand, counts.</summary>
    [Test]
    public async Task Score_ItemsWithoutAnEstimate_ArePassedOverUnlessNothingSaysSo()
    {
        using var folder = new ScratchFolder();
        var form = folder.Write("cal.json", """
            {"items": [{"item": "x", "model": "2pl", "a": 20, "b": 0, "status": "estimated", "atBound": "discrimination"},
                       {"item": "y", "model": "2pl", "a": 1, "b": 0, "status": "estimated", "atBound": "none"},
                       {"item": "z", "model": "2pl", "a": 1.2, "b": 1, "status": "estimated", "atBound": "none"}]}
            """);
        var sound = folder.Write("sound.csv", "item,a,b\ny,1,0\nz,1.2,1\n");
        var bank = folder.Write("bank.csv", "item,a,b\nx,20,0\ny,1,0\n");
        var responses = folder.Write("R.csv", "person,x,y,z\nann,1,1,0\n");

        var passed = await VerbProcess.RunAsync("score", "--form", form, "--responses", responses, "--strict");
        var without = await VerbProcess.RunAsync("score", "--form", sound, "--responses", responses, "--ignore", "x", "--strict");
        var byHand = await VerbProcess.RunAsync("score", "--form", bank, "--responses", responses, "--ignore", "z", "--strict");

        Assert.That((passed.ExitCode, without.ExitCode), Is.EqualTo((Remarks.ExitCode, 0)), passed.Error);
        Assert.That(passed.Error, Does.Contain("- x (it is at a bound (discrimination)): no estimate, and passed over"));
        Assert.That(passed.Output, Is.EqualTo(without.Output));
        Assert.That(byHand.ExitCode, Is.EqualTo(Remarks.ExitCode));
        Assert.That(byHand.Error, Does.Contain("- x (its parameters are at the bounds of a search): hardly an estimate, but"));
        Assert.That(ScratchFolder.Rows(byHand.Output)[0]["answered"], Is.EqualTo("2"));
    }

    [TestCase("curves")]
    [TestCase("simulate", "--people", "2", "--seed", "1")]
    [TestCase("simulate-adaptive", "--people", "2", "--seed", "1")]
    [TestCase("replay-adaptive", "--responses", "R.csv")]
    public async Task OtherVerbs_ItemsWithoutAnEstimate_ArePassedOverToo(string verb, params string[] options)
    {
        using var folder = new ScratchFolder();
        var form = folder.Write("cal.json", """
            {"items": [{"item": "steep", "model": "2pl", "a": 20, "b": 0, "status": "estimated", "atBound": "discrimination"},
                       {"item": "y", "model": "2pl", "a": 1, "b": 0, "status": "estimated", "atBound": "none"}]}
            """);
        var sound = folder.Write("sound.csv", "item,a,b\ny,1,0\n");
        folder.Write("R.csv", "person,steep,y\nann,1,0\n");
        string[] more = [.. options.Select(option => option == "R.csv" ? folder.PathOf(option) : option)];

        var passed = await VerbProcess.RunAsync([verb, "--form", form, .. more]);
        string[] ignored = verb == "replay-adaptive" ? ["--ignore", "steep"] : [];
        var without = await VerbProcess.RunAsync([verb, "--form", sound, .. more, .. ignored]);

        Assert.That((passed.ExitCode, without.ExitCode), Is.EqualTo((0, 0)), passed.Error + without.Error);
        Assert.That(passed.Output, Is.EqualTo(without.Output));
        Assert.That(passed.Error, Does.Contain("Worth a look").And.Contain("- steep (it is at a bound (discrimination)): no estimate"));
    }

    [TestCase("\"\",person,q1,q2\n1,ann,1,0\n", "person", "ann", TestName = "Score_RowNumbersBesideNames_AreLeftOut")]
    [TestCase("\"\",q1,q2\n1,1,0\n", "person", "1", TestName = "Score_RowNumbersAlone_AreThePeople")]
    public async Task Score_RowNumbers_AreShownWhereNothingElseSaysWhoItIs(string responses, string column, string name)
    {
        using var folder = new ScratchFolder();
        var form = folder.Write("F.csv", "item,a,b\nq1,1,0\nq2,1,0.5\n");

        var run = await VerbProcess.RunAsync("score", "--form", form, "--responses", folder.Write("R.csv", responses));

        Assert.That(run.Output.Split('\n')[0], Does.StartWith($"{column},answered,"));
        Assert.That(ScratchFolder.Rows(run.Output)[0][column], Is.EqualTo(name));
    }

    /// <summary>The case columns of the faults: a form q1, q2, q3 and columns in another case and order.</summary>
    [TestCase("person,q1,q2,q3\nann,1,0,2\n")]
    [TestCase("person,q1,q2,q3\nann,0,1,2\n", "--by-position")]
    public async Task Score_Fault_Columns_AreMatchedByNameUnlessSaidOtherwise(string same, params string[] options)
    {
        using var folder = new ScratchFolder();
        var form = folder.Write("F.csv", "item,model,a,b1,b2\nq1,2PL,1,-0.5,\nq2,2PL,1.5,0,\nq3,GRM,1.2,-1,1\n");
        var responses = folder.Write("R.csv", "person,Q2,Q1,Q3\nann,0,1,2\n");

        var run = await VerbProcess.RunAsync(["score", "--form", form, "--responses", responses, .. options]);
        var plain = await VerbProcess.RunAsync("score", "--form", form, "--responses", folder.Write("S.csv", same));

        Assert.That((run.ExitCode, plain.ExitCode), Is.EqualTo((0, 0)), run.Error);
        Assert.That(run.Output, Is.EqualTo(plain.Output));
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
