using System.Text.Json;
using System.Text.Json.Nodes;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.SelfIdentification;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Impact;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Employers.Impact;

/// <summary>What selection does to groups: the figures, and what they do not tell.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class ImpactTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string AllScopes =
        $"{Scopes.LoopsRead} {Scopes.LoopsWrite} {Scopes.ResultsRead} {Scopes.ImpactRead} {Scopes.AuditRead}";
    private const double High = 700;
    private const double Low = 560;

    private HttpClient _key = null!;
    private HiringLoopResponse _loop = null!;
    private Crowd _crowd = null!;

    [SetUp]
    public async Task MakeLoop()
    {
        (var tenant, _key, _) = await App.CreateKeyAsync(AllScopes);
        _loop = await _key.PostAsync<HiringLoopResponse>("/v1/hiring-loops", new CreateHiringLoopRequest
        {
            Name = "=Data, \"Berlin\"",
            Role = "data-engineer",
            Weights = new Dictionary<string, double> { [Employer.Python] = 0.5, ["communication"] = 0.5 },
            MinimumCoverage = 0.4,
        });
        _crowd = new Crowd(App, tenant, _loop.Id);
    }

    [TearDown]
    public void LeaveLoop() => _key.Dispose();

    /// <summary>The guidelines' own example (44 FR 11996, 1979, question 12); the numbers are those of Scoring/Impact/impact.py.</summary>
    [Test]
    public async Task Selection_OfThePublishedExample_IsTheIndependentNumbers()
    {
        await _crowd.AddAsync(48, High, raceEthnicity: RaceEthnicity.White);
        await _crowd.AddAsync(32, Low, raceEthnicity: RaceEthnicity.White);
        await _crowd.AddAsync(12, High, raceEthnicity: RaceEthnicity.BlackOrAfricanAmerican);
        await _crowd.AddAsync(28, Low, raceEthnicity: RaceEthnicity.BlackOrAfricanAmerican);

        var impact = await ReadAsync("cut=650");

        var selection = impact.Selection!;
        var (white, black) = (Group(selection, RaceEthnicity.White), Group(selection, RaceEthnicity.BlackOrAfricanAmerican));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((impact.People, impact.HiringLoopVersion, impact.TakenAt), Is.EqualTo((120, 1, App.Clock.GetUtcNow())));
            Assert.That((selection.Threshold, selection.Selected, selection.Rate), Is.EqualTo((650.0, 60, 0.5)));
            Assert.That(white, Is.EqualTo(new ImpactGroup
            {
                RaceEthnicity = RaceEthnicity.White,
                Status = ImpactGroupStatus.Comparison,
                People = 80,
                Selected = 48,
                Rate = 0.6,
                RateInterval = white.RateInterval,
                UnderTwoPercent = false,
            }));
            Assert.That(white.RateInterval!.Lower, Is.EqualTo(0.49045465005160405).Within(1e-9));
            Assert.That(
                (black.Status, black.People, black.Selected, black.BelowFourFifths, black.BeyondTwoStandardDeviations),
                Is.EqualTo((ImpactGroupStatus.Compared, (int?)40, (int?)12, (bool?)true, (bool?)true)));
            Assert.That(black.Rate, Is.EqualTo(0.3).Within(1e-9));
            Assert.That(black.RateInterval!.Upper, Is.EqualTo(0.45430018818144935).Within(1e-9));
            Assert.That(black.ImpactRatio, Is.EqualTo(0.5).Within(1e-9));
            Assert.That(black.FisherPValue, Is.EqualTo(0.003409221767849182).Within(1e-9));
            Assert.That(black.Z, Is.EqualTo(-3.098386676965933).Within(1e-9));
            Assert.That(black.Shortfall, Is.EqualTo(8).Within(1e-9));
            Assert.That(Group(selection, RaceEthnicity.Asian).Status, Is.EqualTo(ImpactGroupStatus.Empty));
            Assert.That(selection.RaceEthnicity[^1], Is.EqualTo(new ImpactGroup
            {
                Status = ImpactGroupStatus.Unknown, People = 0, Selected = 0,
            }));
            var unknown = selection.Sex[^1];
            Assert.That((unknown.People, unknown.Selected, unknown.Rate), Is.EqualTo(((int?)120, (int?)60, (double?)0.5)));
            Assert.That(selection.Intersections.Select(each => each.People), Has.Exactly(14).Items.And.All.EqualTo(0));
        }
    }

    /// <summary>Connecticut v. Teal, 457 U.S. 440 (1982), note 4: two groups of four and three people, and fifteen unidentified.</summary>
    [Test]
    public async Task Selection_OfConnecticutVTeal_HidesTheSmallGroupsAmongTheUnknown()
    {
        foreach (var (race, passed, failed) in new (RaceEthnicity?, int, int)[]
        {
            (RaceEthnicity.BlackOrAfricanAmerican, 26, 22), (RaceEthnicity.HispanicOrLatino, 3, 1),
            (RaceEthnicity.NativeAmericanOrAlaskaNative, 2, 1), (RaceEthnicity.White, 206, 53), (null, 9, 6),
        })
        {
            await _crowd.AddAsync(passed, High, raceEthnicity: race);
            await _crowd.AddAsync(failed, Low, raceEthnicity: race);
        }

        var selection = (await ReadAsync("cut=650")).Selection!;
        var (black, rest) = (Group(selection, RaceEthnicity.BlackOrAfricanAmerican), selection.RaceEthnicity[^1]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(black.ImpactRatio, Is.EqualTo(0.6810275080906149).Within(1e-9));
            Assert.That(black.FisherPValue, Is.EqualTo(0.00040415880857684383).Within(1e-9));
            Assert.That(black.Z, Is.EqualTo(-3.7573854722682936).Within(1e-9));
            Assert.That(black.Shortfall, Is.EqualTo(10.273615635179153).Within(1e-9));
            Assert.That(
                Group(selection, RaceEthnicity.HispanicOrLatino),
                Is.EqualTo(new ImpactGroup { RaceEthnicity = RaceEthnicity.HispanicOrLatino, Status = ImpactGroupStatus.Suppressed }));
            Assert.That((rest.Status, rest.People, rest.Selected), Is.EqualTo((ImpactGroupStatus.UnknownOrSuppressed, (int?)22, (int?)14)));
        }
    }

    [Test]
    public async Task ScoringRates_AreAboveTheMedian()
    {
        await _crowd.AddAsync(10, 625, Sex.Female);
        await _crowd.AddAsync(20, 525, Sex.Female);
        await _crowd.AddAsync(15, 625, Sex.Male);
        await _crowd.AddAsync(10, 525, Sex.Male);

        var scoring = (await ReadAsync()).Scoring!;

        Assert.That((scoring.Threshold, scoring.Selected), Is.EqualTo((525.0, 25)), "whoever scores the median is not above it");
        Assert.That(scoring.Sex[0].Selected, Is.EqualTo(10));
        Assert.That(scoring.Sex[0].ImpactRatio, Is.EqualTo(10 / 30.0 / 0.6).Within(1e-9));
        Assert.That((scoring.Sex[1].Status, scoring.Sex[1].Selected), Is.EqualTo((ImpactGroupStatus.Comparison, (int?)15)));
    }

    [Test]
    public async Task Intersections_SmallOnes_CannotBeWorkedOutOfTheOthers()
    {
        foreach (var (sex, race, people) in new[]
        {
            (Sex.Female, RaceEthnicity.Asian, 5), (Sex.Male, RaceEthnicity.Asian, 20),
            (Sex.Female, RaceEthnicity.White, 30), (Sex.Male, RaceEthnicity.White, 30),
        })
        {
            await _crowd.AddAsync(people, High, sex, race);
            await _crowd.AddAsync(sex == Sex.Female && race == RaceEthnicity.Asian ? 0 : people, Low, sex, race);
        }

        var selection = (await ReadAsync("cut=650")).Selection!;

        Assert.That(
            selection.Intersections.Where(each => each.RaceEthnicity is RaceEthnicity.Asian or RaceEthnicity.White),
            Has.Exactly(4).Items.And.All.Matches<ImpactGroup>(
                each => each is { Status: ImpactGroupStatus.Suppressed, People: null, Rate: null }));
        Assert.That(Group(selection, RaceEthnicity.Asian).People, Is.EqualTo(45), "their totals are told");
    }

    [Test]
    public async Task Figures_BeforeTwentyHaveAScore_AreNotTold()
    {
        await _crowd.AddAsync(10, High, Sex.Female);
        await _crowd.AddAsync(9, Low, Sex.Male);

        var before = await ReadAsync("cut=650");
        await _crowd.AddAsync(1, Low, Sex.Male);
        var after = await ReadAsync("cut=650");

        Assert.That(
            (before.People, before.TakenAt, before.Selection, before.SelectionLack, before.Scoring, before.ScoringLack),
            Is.EqualTo((
                (int?)null, (DateTimeOffset?)null, (ImpactFigures?)null, (ImpactLack?)ImpactLack.TooFewPeople, (ImpactFigures?)null,
                (ImpactLack?)ImpactLack.TooFewPeople)));
        Assert.That((after.People, after.Selection!.Sex[0].People), Is.EqualTo(((int?)20, (int?)10)));
    }

    /// <summary>Who knows that one candidate has come, or has moved over the cut, is told nothing by asking again.</summary>
    [TestCase("comes")]
    [TestCase("goes")]
    [TestCase("is erased")]
    [TestCase("improves")]
    [TestCase("is weighed otherwise")]
    [TestCase("changes the answers")]
    public async Task Figures_WhenOneCandidate_AreThoseOfBefore(string what)
    {
        var women = await _crowd.AddAsync(15, High, Sex.Female);
        await _crowd.AddAsync(15, Low, Sex.Male);
        var one = (await _crowd.AddAsync(1, Low, Sex.Female))[0];
        var before = await TextAsync("cut=650");
        App.Clock.Advance(TimeSpan.FromHours(1));

        switch (what)
        {
            case "comes": await _crowd.AddAsync(1, High, Sex.Male); break;
            case "goes": await RevokeAsync(one); break;
            case "is erased":
                await App.Db.WriteAsync(
                    session => PassportErasure.RunAsync(
                        session, one.Passport, App.Services.GetRequiredService<IPassportObserver>(), App.Clock.GetUtcNow(), _ => false),
                    CancellationToken.None);
                Assert.That(await App.CountAsync("ImpactMember", "PassportId = @Id", one.Passport), Is.Zero);
                Assert.That(await App.CountAsync("SelfIdentification", "PassportId = @Id", one.Passport), Is.Zero);
                break;
            case "improves": await App.AddEvidenceAsync(one.Passport, "communication", 845, App.Clock.GetUtcNow()); break;
            case "is weighed otherwise":
                await App.AddEvidenceAsync(women[0].Passport, "communication", 300, App.Clock.GetUtcNow());
                await ChangeAsync("""{"weights":{"python-fundamentals":0.1,"communication":1}}""");
                break;
            default: await _crowd.SayAsync(one.Passport, Sex.Male, null); break;
        }

        Assert.That(await TextAsync("cut=650"), Is.EqualTo(before));
        Assert.That(await TextAsync("cut=650"), Is.EqualTo(before));
    }

    [Test]
    public async Task Figures_WhenTenHaveComeOnOneSide_AreNew()
    {
        await _crowd.AddAsync(15, High, Sex.Female);
        await _crowd.AddAsync(15, Low, Sex.Male);
        var first = await ReadAsync("cut=650");
        App.Clock.Advance(TimeSpan.FromHours(1));
        await _crowd.AddAsync(9, High, Sex.Female);
        var same = await ReadAsync("cut=650");
        await _crowd.AddAsync(1, High, Sex.Female);
        var next = await ReadAsync("cut=650");
        await _crowd.AddAsync(1, Low, Sex.Male);
        await _crowd.AddAsync(9, High, Sex.Female);
        var uneven = await ReadAsync("cut=650");

        Assert.That((first.People, same.People, next.People, uneven.People), Is.EqualTo((30, 30, 40, 40)));
        Assert.That((next.TakenAt, next.Selection!.Sex[0].People), Is.EqualTo((App.Clock.GetUtcNow(), (int?)25)));
        Assert.That(await App.CountAsync("ImpactRelease", "LoopId = @Id", _loop.Id), Is.EqualTo(2));
    }

    /// <summary>Back to where it was but for one: the release before the last is heeded too.</summary>
    [Test]
    public async Task Figures_ThatReturnToAFormerSampleButForOne_AreNotTold()
    {
        await _crowd.AddAsync(15, High, Sex.Female);
        await _crowd.AddAsync(15, Low, Sex.Male);
        Assert.That((await ReadAsync("cut=650")).People, Is.EqualTo(30));
        var helpers = await _crowd.AddAsync(10, High, Sex.Male);
        Assert.That((await ReadAsync("cut=650")).People, Is.EqualTo(40));

        foreach (var helper in helpers) await RevokeAsync(helper);
        await _crowd.AddAsync(1, High, Sex.Female);
        Assert.That((await ReadAsync("cut=650")).People, Is.EqualTo(40));
    }

    [Test]
    public async Task Cut_TooNearToWhatWasTold_IsNotTold()
    {
        await AddThreeBetweenMedianAndCutAsync();

        var rates = await ReadAsync();
        var cut = await ReadAsync("cut=650");

        Assert.That(rates.Scoring!.Selected, Is.EqualTo(20));
        Assert.That(
            (cut.Selection, cut.SelectionLack, cut.ScoringLack),
            Is.EqualTo(((ImpactFigures?)null, (ImpactLack?)ImpactLack.TooFewBetween, (ImpactLack?)null)));
    }

    [Test]
    public async Task Cut_AskedForFirst_GoesBeforeTheScoringRates()
    {
        await AddThreeBetweenMedianAndCutAsync();

        var cut = await ReadAsync("cut=650");

        Assert.That((cut.Selection!.Selected, cut.ScoringLack), Is.EqualTo((17, (ImpactLack?)ImpactLack.TooFewBetween)));
    }

    /// <summary>Twenty of forty above the median, seventeen of them above 650. Scores lie on the steps that readiness is told in.</summary>
    private async Task AddThreeBetweenMedianAndCutAsync()
    {
        for (var i = 0; i < 40; i++)
        {
            await _crowd.AddAsync(1, i < 20 ? 575 : i < 23 ? 625 : 700, i % 2 == 0 ? Sex.Female : Sex.Male);
        }
    }

    [TestCase("cut=651", "cut")]
    [TestCase("cut=300", "cut")]
    [TestCase("cut=x", "cut")]
    [TestCase("format=xml", "format")]
    [TestCase("asOf=2026-01-01T00:00:00Z", "asOf")]
    public async Task Query_OfAnotherKind_IsRefused(string query, string name)
    {
        using var refused = await _key.SendAsync(HttpMethod.Get, $"{Path}?{query}");

        Assert.That((await refused.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(new[] { name }));
    }

    [Test]
    public async Task Caller_OfAnotherTenantOrScope_IsRefused()
    {
        using var stranger = (await App.CreateKeyAsync(Scopes.ImpactRead)).Client;
        using var recruiter = (await App.CreateKeyAsync(Scopes.ResultsRead)).Client;
        using var hidden = await stranger.SendAsync(HttpMethod.Get, Path);
        using var forbidden = await recruiter.SendAsync(HttpMethod.Get, Path);

        await hidden.ProblemAsync(404, "not-found");
        await forbidden.ProblemAsync(403, "insufficient-scope");
    }

    [TestCase("?cut=650&format=csv", null)]
    [TestCase("?cut=650", "text/csv")]
    [TestCase("?cut=650", "text/csv, application/json;q=0.5")]
    public async Task Csv_IsTheSameFiguresAndNoFormula(string query, string? accept)
    {
        await _crowd.AddAsync(48, High, Sex.Male);
        await _crowd.AddAsync(32, Low, Sex.Male);
        await _crowd.AddAsync(12, High, Sex.Female);
        await _crowd.AddAsync(28, Low, Sex.Female);
        using var request = new HttpRequestMessage(HttpMethod.Get, Path + query);
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await _key.SendAsync(request);
        var lines = (await response.Content.ReadAsStringAsync()).Split("\r\n");

        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/csv"));
        Assert.That(response.Content.Headers.ContentDisposition!.DispositionType, Is.EqualTo("attachment"));
        Assert.That(lines[0], Does.StartWith("hiring_loop,hiring_loop_name,").And.EndsWith(",shortfall,under_two_percent"));
        Assert.That(lines, Has.Length.EqualTo(1 + (2 * (3 + 8 + 14)) + 1), "two figures by three tables, and the last line end");
        Assert.That(
            lines[1],
            Is.EqualTo($"{_loop.Id},\"'=Data, \"\"Berlin\"\"\",1,{App.Clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ},120,selection-rate,650,sex,"
                + "female,,compared,40,12,0.3,0.180748452297,0.454300188181,0.5,yes,0.003409221768,-3.098386676966,yes,8,no"));
    }

    [Test]
    public async Task Answer_WhateverIsAccepted_IsJsonUnlessCsvIsNamed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.TryAddWithoutValidation("Accept", "text/html, */*;q=0.8");
        using var response = await _key.SendAsync(request);

        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/json"));
        Assert.That(response.Headers.Vary, Does.Contain("Accept"));
    }

    [Test]
    public async Task Release_IsInTheAuditLogWithoutGroups()
    {
        await _crowd.AddAsync(15, High, Sex.Female);
        await _crowd.AddAsync(15, Low, Sex.Male);
        await ReadAsync("cut=650");
        await ReadAsync("cut=650");

        var log = await _key.GetAsync<JsonObject>("/v1/audit-log");
        var entry = log["items"]!.AsArray().Single(each => (string?)each!["action"] == "impact.released")!;
        Assert.That((string?)entry["subject"], Is.EqualTo($"hiring-loop:{_loop.Id}"));
        Assert.That(entry["after"]!.ToJsonString(), Is.EqualTo("""{"people":30}"""));
    }

    [Test]
    public async Task Ranking_BeforeAndAfterImpactWasReadAndAnswersChanged_IsTheSame()
    {
        var people = await _crowd.AddAsync(15, High, Sex.Female);
        await _crowd.AddAsync(15, Low, Sex.Male, RaceEthnicity.White);
        var before = await RankingAsync();

        await ReadAsync("cut=650");
        foreach (var person in people) await _crowd.SayAsync(person.Passport, Sex.Male, RaceEthnicity.Asian);
        await ReadAsync("cut=650");

        Assert.That(await RankingAsync(), Is.EqualTo(before));
    }

    private async Task<string> RankingAsync() => JsonSerializer.Serialize(
        await _key.GetAsync<RankingResponse>($"/v1/hiring-loops/{_loop.Id}/candidates") with { RankingUrl = null },
        RankingJson.Wire.RankingResponse);

    private string Path => $"/v1/hiring-loops/{_loop.Id}/impact";

    private Task<ImpactResponse> ReadAsync(string query = "") => _key.GetAsync<ImpactResponse>($"{Path}?{query}");

    /// <summary>But for the link, of which each answer has a new one.</summary>
    private async Task<string> TextAsync(string query) =>
        JsonSerializer.Serialize(await ReadAsync(query) with { ImpactUrl = null }, ImpactJson.Wire.ImpactResponse);

    private async Task ChangeAsync(string patch)
    {
        using var changed = await _key.SendAsync(
            HttpMethod.Patch, $"/v1/hiring-loops/{_loop.Id}", patch, headers: ("If-Match", "*"));
        Assert.That((int)changed.StatusCode, Is.EqualTo(200), await changed.Content.ReadAsStringAsync());
    }

    private Task<int> RevokeAsync(AcceptedInvitation candidate) => App.Db.WriteAsync(
        session => session.ExecuteAsync(
            "UPDATE PassportGrant SET RevokedAt = @Now WHERE Id = @Id", new { Now = App.Clock.GetUtcNow(), Id = candidate.GrantId }),
        CancellationToken.None);

    private static ImpactGroup Group(ImpactFigures figures, RaceEthnicity race) =>
        figures.RaceEthnicity.Single(each => each.RaceEthnicity == race);
}
