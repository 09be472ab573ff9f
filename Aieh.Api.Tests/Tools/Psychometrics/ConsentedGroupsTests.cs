using System.Text.Json;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.SelfIdentification;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Support;
using Aieh.Api.Tests.Tools.Files;
using Aieh.Api.Tools.Psychometrics;
using Aieh.Scoring.Checks;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Tools.Psychometrics;

/// <summary>Differential functioning by groups of those who have said of which they are.</summary>
public sealed class ConsentedGroupsTests : HttpFixture<SqliteDatabase>
{
    private const string Python = "python-fundamentals";

    [Test]
    public void Compare_LargeGroups_FindsTheItemThatWasMadeHarderForOne()
    {
        var (rows, said) = People(women: 300, men: 300, asian: 40);

        var comparisons = Compare(rows, said);

        var sex = comparisons.All.Single(each => each.Focal == "female");
        Assert.That((sex.Reference, sex.Dif!.FocalPeople, sex.Dif.ReferencePeople), Is.EqualTo(("male", 300, 300)));
        Assert.That(sex.Dif.Purified[0].Class, Is.EqualTo(DifClass.C));
        Assert.That(sex.Dif.Purified[0].MhDelta, Is.Negative, "against the compared group");
        Assert.That(sex.Dif.Purified.Count(item => item.Class == DifClass.C), Is.EqualTo(1));
        Assert.That(
            comparisons.All.Where(each => each.Focal != "female").Select(each => (each.Reference, each.Dif)),
            Is.All.EqualTo(("white", (DifResult?)null)), "forty people are too few");
    }

    // 200 of the compared group, 200 of the other, 500 together.
    [TestCase(199, 400, false)]
    [TestCase(200, 299, false)]
    [TestCase(200, 300, true)]
    [TestCase(400, 199, false)]
    public void Compare_BelowTheSmallestSizes_TellsNothing(int women, int men, bool isTold)
    {
        var (rows, said) = People(women, men, asian: 0);

        Assert.That(Compare(rows, said).All.Single(each => each.Focal == "female").Dif is not null, Is.EqualTo(isTold));
    }

    [Test]
    public async Task Verb_OnTheServicesDatabase_CountsThoseAloneWhoHaveConsented()
    {
        using var folder = new ScratchFolder();
        await SitAsync("""{"consent":"2026-12","sex":"female","raceEthnicity":"asian"}""");
        await SitAsync(null);

        var run = await VerbProcess.RunAsync(
            Database, "check", "--assessment", Python, "--out", folder.PathOf("dif.html"), "--json", folder.PathOf("dif.json"));
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        using var numbers = JsonDocument.Parse(await File.ReadAllTextAsync(folder.PathOf("dif.json")));
        var comparisons = numbers.RootElement.GetProperty("comparisons").EnumerateArray().ToList();
        Assert.That(comparisons, Has.Count.EqualTo(7));
        Assert.That(
            comparisons.Select(each => string.Join(' ', each.EnumerateObject().Select(member => member.Name))),
            Is.All.EqualTo("focal reference isSuppressed"), "no number of anybody");
        Assert.That(await File.ReadAllTextAsync(folder.PathOf("dif.html")), Does.Contain("Not told: too few people."));
    }

    [TestCase("Either --responses and --calibration are needed", "check", "--out", "x.html")]
    [TestCase("Either --responses and --calibration are needed", "check", "--responses", "r.csv", "--out", "x.html")]
    [TestCase("or --assessment alone", "check", "--assessment", Python, "--responses", "r.csv", "--out", "x.html")]
    [TestCase("is not an assessment", "check", "--assessment", "nothing", "--out", "x.html")]
    public async Task Verb_CalledOtherwise_SaysWhatIsNeeded(string said, params string[] args)
    {
        var run = await VerbProcess.RunAsync(Database, args);

        Assert.That((run.ExitCode, run.Error.Contains(said, StringComparison.Ordinal)), Is.EqualTo((1, true)), run.Error);
    }

    private async Task SitAsync(string? answers)
    {
        using var anonymous = App.Client();
        var passport = await anonymous.PostAsync<CreatedPassportResponse>("/v1/passports", "{}");
        using var owner = App.Client(passport.Token);
        var start = new CreateAttemptRequest { Assessment = Python, Form = FormKind.Full };
        var attempt = await owner.PostAsync<AttemptResponse>("/v1/attempts", start);
        var submission = new SubmitAttemptRequest { Responses = App.Answers(attempt, right: 20) };
        await owner.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", submission, "submission");
        if (answers is not null) await owner.PutAsync($"/v1/passports/{passport.Id}/self-identification", answers);
    }

    private Api.Tools.Report.GroupComparisons Compare(IReadOnlyList<StoredResponseRow> rows, IReadOnlyList<GroupAnswers> said)
    {
        var catalog = App.Services.GetRequiredService<CatalogCache>().Current;
        return ConsentedGroups.Compare(Python, rows, said, catalog.ItemBanks[Python], catalog.Calibrations[Python]);
    }

    /// <summary>Twelve items of like difficulty; the first is answered right by few of the women, whatever they know.</summary>
    private (IReadOnlyList<StoredResponseRow> Rows, IReadOnlyList<GroupAnswers> Said) People(int women, int men, int asian)
    {
        var random = new Random(11);
        var bank = App.Services.GetRequiredService<CatalogCache>().Current.ItemBanks[Python];
        var items = bank.Items.Where(item => item.Key is not null).Take(12).OrderBy(item => item.Id, StringComparer.Ordinal).ToList();
        var order = string.Join(' ', items.Select(item => item.Id));
        var (rows, said) = (new List<StoredResponseRow>(), new List<GroupAnswers>());
        for (var person = 0; person < women + men; person++)
        {
            var isWoman = person < women;
            var knows = 0.3 + (0.5 * random.NextDouble());
            var responses = items.Select(
                (item, place) => IsRight(place == 0 && isWoman ? knows / 4 : knows) ? RightOf(item) : WrongOf(item));
            rows.Add(new StoredResponseRow
            {
                PassportId = Guid.CreateVersion7(AiehApplication.Start), ItemOrder = order, Responses = string.Concat(responses),
            });
            said.Add(new GroupAnswers(isWoman ? Sex.Female : Sex.Male, person < asian ? RaceEthnicity.Asian : RaceEthnicity.White));
        }

        return (rows, said);

        bool IsRight(double chance) => random.NextDouble() < chance;
        static int RightOf(Item item) => item.Options.ToList().FindIndex(option => option.Id == item.Key);
        static int WrongOf(Item item) => item.Options.ToList().FindIndex(option => option.Id != item.Key);
    }
}
