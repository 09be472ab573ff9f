using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Employers.Ranking;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class RankingTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string AllScopes = $"{Scopes.LoopsRead} {Scopes.LoopsWrite} {Scopes.ResultsRead}";
    private const string Python = "python-fundamentals";
    private const string Communication = "communication";

    private Guid _tenant;
    private HttpClient _key = null!;
    private HiringLoopResponse _loop = null!;

    [SetUp]
    public async Task MakeLoop()
    {
        (_tenant, _key, _) = await App.CreateKeyAsync(AllScopes);
        _loop = await _key.PostAsync<HiringLoopResponse>("/v1/hiring-loops", new CreateHiringLoopRequest
        {
            Name = "Data",
            Role = "data-engineer",
            Weights = new Dictionary<string, double> { [Python] = 0.5, [Communication] = 0.5 },
            MinimumCoverage = 0.4,
        });
    }

    [TearDown]
    public void LeaveLoop() => _key.Dispose();

    [Test]
    public async Task Ranking_IsByReadinessWithTooLittleEvidenceBehindEnoughAndNoneLast()
    {
        var none = await CandidateAsync("none");
        var good = await CandidateAsync("good", (Python, 600), (Communication, 650));
        var little = await CandidateAsync("little", age: TimeSpan.FromDays(300), (Python, 845));
        var better = await CandidateAsync("better", (Python, 700));
        var less = await CandidateAsync("less", age: TimeSpan.FromDays(600), (Communication, 500));

        var ranking = await ReadAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                ranking.Items.Select(item => item.Invitation), Is.EqualTo(new[] { better.Id, good.Id, little.Id, less.Id, none.Id }));
            Assert.That(
                ranking.Items.Select(item => item.Status),
                Is.EqualTo(new[]
                {
                    ReadinessStatus.Sufficient, ReadinessStatus.Sufficient, ReadinessStatus.InsufficientEvidence,
                    ReadinessStatus.InsufficientEvidence, ReadinessStatus.NoEvidence,
                }));
            Assert.That(ranking.Items.Select(item => item.Tier), Is.EqualTo(new int?[] { 1, 2, null, null, null }));
            Assert.That((ranking.AsOf, ranking.HiringLoopVersion), Is.EqualTo((App.Clock.GetUtcNow(), 1)));
            Assert.That((ranking.HiringLoop, ranking.MinimumCoverage, ranking.Next), Is.EqualTo((_loop.Id, 0.4, (string?)null)));
        }

        var (first, last) = (ranking.Items[1], ranking.Items[4]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Reference, Is.EqualTo("good"));
            Assert.That(first.Candidate, Is.EqualTo(new InvitedCandidate { Name = "Candidate good", Email = "good@example.com" }));
            Assert.That((first.Readiness, first.Coverage), Is.EqualTo(((int?)625, 1.0)));
            Assert.That(first.StandardError, Is.EqualTo(25 / Math.Sqrt(2)).Within(0.05));
            Assert.That(
                first.Contributions.Select(part => (part.Assessment, part.Points)),
                Is.EqualTo(new[] { (Communication, 325.0), (Python, 300.0) }));
            Assert.That(first.Missing, Is.Empty);
            Assert.That((last.Readiness, last.StandardError, last.Coverage), Is.EqualTo(((int?)null, (double?)null, 0.0)));
            Assert.That(last.Missing.Select(missing => missing.Assessment), Is.EquivalentTo(new[] { Python, Communication }));
        }
    }

    [Test]
    public async Task Tiers_DownThePages_AreThoseOfTheWholeList()
    {
        var random = new Random(7);
        for (var i = 0; i < 14; i++) await CandidateAsync($"c{i}", (Python, 325 + (25 * random.Next(21))), (Communication, 600));
        await CandidateAsync("same", (Python, 600), (Communication, 600));
        await CandidateAsync("alike", (Python, 600), (Communication, 600));
        for (var i = 0; i < 4; i++) await CandidateAsync($"none{i}");

        var whole = await ReadAsync();
        var paged = await WalkAsync(limit: 7, "");

        // By brute force: all have the standard error 25/√2, so that the limit is at 49 points; readiness is in steps of 12.5.
        var expected = new List<int?>();
        var (best, tier) = (double.MaxValue, 0);
        foreach (var readiness in whole.Items.Take(16).Select(item => item.Contributions.Sum(part => part.Points)))
        {
            if (best - readiness > 49) (best, tier) = (readiness, tier + 1);
            expected.Add(tier);
        }

        expected.AddRange(Enumerable.Repeat<int?>(null, 4));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(whole.Items, Has.Count.EqualTo(20));
            Assert.That(whole.Items.Take(16).Select(item => -item.Readiness), Is.Ordered);
            Assert.That(whole.Items.Select(item => item.Tier), Is.EqualTo(expected).And.Some.GreaterThan(2));
            Assert.That(paged.Count, Is.EqualTo(3));
            Assert.That(Places(paged), Is.EqualTo(Places([whole])), "ties and those without evidence too");
            Assert.That(paged.Select(page => page.AsOf).Distinct().Count(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Pages_WhileTimePassesAndEvidenceComes_AreOfTheMomentOfTheFirst()
    {
        var best = await CandidateAsync("best", (Python, 700));
        var second = await CandidateAsync("second", (Python, 650));
        var third = await CandidateAsync("third", (Python, 600));

        var first = await ReadAsync("limit=2");
        App.Clock.Advance(TimeSpan.FromHours(1));
        await App.AddEvidenceAsync(third.Passport, Communication, 850, App.Clock.GetUtcNow());
        await ChangeAsync("""{"name":"Data, again"}""");
        var next = await ReadAsync($"limit=2&cursor={first.Next}");
        await ChangeAsync("""{"weights":{"python-fundamentals":0.1}}""");
        using var refused = await _key.SendAsync(HttpMethod.Get, Path($"limit=2&cursor={first.Next}"));

        Assert.That(first.Items.Select(item => item.Invitation), Is.EqualTo(new[] { best.Id, second.Id }));
        Assert.That(next.Items.Select(item => (item.Invitation, item.Readiness)), Is.EqualTo(new[] { (third.Id, (int?)600) }));
        Assert.That((next.AsOf, next.HiringLoopVersion), Is.EqualTo((first.AsOf, 1)));
        Assert.That((await refused.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(new[] { "cursor" }));
    }

    [Test]
    public async Task AsOf_InThePast_SaysWhatWasSaidThen()
    {
        for (var i = 0; i < 5; i++) await CandidateAsync($"c{i}", (Python, 500 + (40 * i)));
        var then = await ReadAsync();
        App.Clock.Advance(TimeSpan.FromDays(30));
        await CandidateAsync("late", (Python, 840));
        await App.AddEvidenceAsync(await PassportOfAsync(then.Items[^1].Invitation), Communication, 840, App.Clock.GetUtcNow());
        await ChangeAsync("""{"weights":{"communication":1},"minimumCoverage":0.9}""");
        var asOf = $"asOf={then.AsOf:yyyy-MM-ddTHH:mm:ss.fffZ}";

        var again = await ReadAsync(asOf);
        var paged = await WalkAsync(limit: 2, asOf);
        var now = await ReadAsync($"asOf={App.Clock.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.HiringLoopVersion, Is.EqualTo(1));
            Assert.That(Text(again), Is.EqualTo(Text(then)));
            Assert.That(paged.Count, Is.EqualTo(3));
            Assert.That(Places(paged), Is.EqualTo(Places([then])));
            Assert.That((now.HiringLoopVersion, now.Items.Count), Is.EqualTo((2, 6)));
            Assert.That(now.Items.Select(item => item.Reference).Take(2), Is.EqualTo(new[] { "c0", "late" }));
        }

        // But for the links, of which each answer has a new one, and how attempts were taken, which is told of the present alone.
        static string Text(RankingResponse ranking) => System.Text.Json.JsonSerializer.Serialize(
            ranking with { RankingUrl = null, Items = [.. ranking.Items.Select(item => item with { Integrity = null })] },
            RankingJson.Wire.RankingResponse);
    }

    [Test]
    public async Task AsOf_BeforeAnybodyHadAccepted_IsEmpty()
    {
        await CandidateAsync("one", (Python, 600));

        var ranking = await ReadAsync("asOf=2020-01-01T00:00:00Z");

        Assert.That((ranking.Items.Count, ranking.Next, ranking.HiringLoopVersion), Is.EqualTo((0, (string?)null, 1)));
    }

    [Test]
    public async Task Loop_ThatWeighsOtherwise_RanksAnewAfterTheNextRound()
    {
        var coder = await CandidateAsync("coder", (Python, 800), (Communication, 500));
        var speaker = await CandidateAsync("speaker", (Python, 500), (Communication, 780));
        Assert.That((await ReadAsync("limit=1")).Items[0].Invitation, Is.EqualTo(coder.Id));

        await ChangeAsync("""{"weights":{"python-fundamentals":0.1}}""");
        await SweepAsync();

        var page = await ReadAsync("limit=1");
        Assert.That((page.Items[0].Invitation, page.HiringLoopVersion), Is.EqualTo((speaker.Id, 2)));
    }

    [Test]
    public async Task Loop_ThatWeighsAsBefore_LeavesTheStandings()
    {
        await CandidateAsync("one", (Python, 800));
        var before = await StandingsAsync();

        App.Clock.Advance(TimeSpan.FromHours(1));
        await ChangeAsync("""{"name":"Data, again","validity":7}""");

        Assert.That(await StandingsAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task Standing_WhenItsCoverageFallsBelowTheMinimum_IsWorkedOutAnewThen()
    {
        // Half the relevance, of half-lives of 18 and 36 months: an hour before its coverage is a half.
        await ChangeAsync("""{"minimumCoverage":0.5}""");
        var fading = await CandidateAsync("fading", age: TimeSpan.FromDays(547.875) - TimeSpan.FromHours(1), (Python, 800));
        var older = App.Clock.GetUtcNow() - TimeSpan.FromDays(1095.75) + TimeSpan.FromHours(2);
        await App.AddEvidenceAsync(fading.Passport, Communication, 800, older);
        await WriteStandingAsync(fading);
        var steady = await CandidateAsync("steady", (Python, 400), (Communication, 400));
        var before = await ReadAsync("limit=1");
        var standing = (await StandingsAsync()).Single(each => each.InvitationId == fading.Id);

        Assert.That(before.Items[0].Invitation, Is.EqualTo(fading.Id));
        Assert.That(standing.StaleAt - App.Clock.GetUtcNow(), Is.LessThan(TimeSpan.FromHours(2)).And.GreaterThan(TimeSpan.FromHours(1)));
        App.Clock.Advance(standing.StaleAt - App.Clock.GetUtcNow());
        await SweepAsync();
        var after = await ReadAsync("limit=2");
        Assert.That(after.Items.Select(item => item.Invitation), Is.EqualTo(new[] { steady.Id, fading.Id }));
        Assert.That(after.Items[1].Status, Is.EqualTo(ReadinessStatus.InsufficientEvidence));
    }

    [Test]
    public async Task Sweep_OfAStandingThatWasWrittenMeanwhile_LeavesIt()
    {
        var one = await CandidateAsync("one", (Python, 800));
        var stale = await App.Db.ReadAsync(
            session => StandingStore.ListStaleAsync(session, App.Clock.GetUtcNow().AddDays(2), 1_000), CancellationToken.None);
        var former = stale.Single(each => each.InvitationId == one.Id);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await WriteStandingAsync(one);
        var written = (await StandingsAsync()).Single();

        var replaced = await App.Db.WriteAsync(
            session => StandingStore.ReplaceAsync(session, written with { RankKey = 1 }, former), CancellationToken.None);

        Assert.That(replaced, Is.Zero);
        Assert.That(await StandingsAsync(), Is.EqualTo(new[] { written }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Standing_OfAVersionThatIsNotTheCurrentAnyMore_IsWorkedOutAnewAtOnce(bool isNew)
    {
        var one = await CandidateAsync("one", (Python, 800));
        var former = (await StandingsAsync()).Single();
        await ChangeAsync("""{"weights":{"python-fundamentals":0.1}}""");
        await App.Db.WriteAsync(
            async session =>
            {
                if (isNew) await Standings.DeleteAsync(session, one.Id);
                await Standings.SaveAsync(session, former);
                return true;
            },
            CancellationToken.None);

        Assert.That(await StandingsAsync(), Is.EqualTo(new[] { former with { StaleAt = former.AsOf } }));
        await SweepAsync();
        Assert.That((await StandingsAsync()).Single().LoopVersion, Is.EqualTo(2));
    }

    [Test]
    public async Task AsOf_InThePast_KeepsItsOrderForItsPagesAndTakesLateEvidenceInAfterwards()
    {
        var first = await CandidateAsync("first", (Python, 700));
        var second = await CandidateAsync("second", (Python, 600));
        var then = App.Clock.GetUtcNow();
        var query = $"limit=1&asOf={then:yyyy-MM-ddTHH:mm:ss.fffZ}";
        App.Clock.Advance(TimeSpan.FromDays(1));

        var before = await ReadAsync(query);
        await App.AddEvidenceAsync(second.Passport, Communication, 850, then);
        var next = await ReadAsync($"limit=1&cursor={before.Next}");
        App.Clock.Advance(TimeSpan.FromMinutes(5));
        var after = await ReadAsync(query);

        Assert.That(before.Items.Single().Invitation, Is.EqualTo(first.Id));
        Assert.That(next.Items.Single().Invitation, Is.EqualTo(second.Id), "the pages agree");
        Assert.That(after.Items.Single().Invitation, Is.EqualTo(second.Id), "by what has come since");
    }

    [TestCase("", 60, true)]
    [TestCase("", 61, false)]
    [TestCase("asOf", 60, true)]
    public async Task Cursor_OfAReplicaWhoseClockIsAhead_IsTakenWithinTheTolerance(string moment, int seconds, bool isTaken)
    {
        var better = await CandidateAsync("better", (Python, 700));
        var good = await CandidateAsync("good", (Python, 600));
        var ahead = App.Clock.GetUtcNow().AddSeconds(seconds);
        var asOf = moment.Length > 0 ? $"&asOf={ahead:yyyy-MM-ddTHH:mm:ss.fffZ}" : "";
        var first = await ReadAsync($"limit=1{asOf}");
        var place = RankingPlace.Parse(_loop.Id, first.Next!)! with { AsOf = ahead };

        using var next = await _key.SendAsync(HttpMethod.Get, Path($"limit=1&cursor={place.ToText(_loop.Id)}{asOf}"));

        Assert.That(first.Items.Single().Invitation, Is.EqualTo(better.Id));
        Assert.That((int)next.StatusCode, Is.EqualTo(isTaken ? 200 : 400));
        Assert.That((await next.Content.ReadAsStringAsync()).Contains(good.Id.ToString(), StringComparison.Ordinal), Is.EqualTo(isTaken));
    }

    [Test]
    public async Task Candidate_WhoseConsentHasEnded_IsNotShownNowNorThen()
    {
        var stays = await CandidateAsync("stays", (Python, 600));
        var revokes = await CandidateAsync("revokes", (Python, 700));
        var (passport, _, _) = await App.CreatePassportAsync();
        await App.AddEvidenceAsync(passport, Python, 800, App.Clock.GetUtcNow());
        await App.AcceptAsync(_tenant, _loop.Id, passport, "ends", App.Clock.GetUtcNow().AddHours(1));
        var asOf = $"asOf={App.Clock.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ}";
        var before = await ReadAsync(asOf);

        App.Clock.Advance(TimeSpan.FromHours(1));
        await App.Db.WriteAsync(
            session => session.ExecuteAsync(
                "UPDATE PassportGrant SET RevokedAt = @Now WHERE Id = @Id", new { Now = App.Clock.GetUtcNow(), Id = revokes.GrantId }),
            CancellationToken.None);

        Assert.That(before.Items, Has.Count.EqualTo(3));
        Assert.That((await ReadAsync()).Items.Select(item => item.Invitation), Is.EqualTo(new[] { stays.Id }));
        Assert.That((await ReadAsync(asOf)).Items.Select(item => item.Invitation), Is.EqualTo(new[] { stays.Id }), "as it was kept");
        var earlier = $"asOf={App.Clock.GetUtcNow().AddMinutes(-1):yyyy-MM-ddTHH:mm:ss.fffZ}";
        Assert.That((await ReadAsync(earlier)).Items.Select(item => item.Invitation), Is.EqualTo(new[] { stays.Id }), "worked out anew");
    }

    [Test]
    public async Task State_IsThatOfTheMoment()
    {
        await CandidateAsync("one", (Python, 600));
        var start = App.Clock.GetUtcNow();
        App.Clock.Advance(TimeSpan.FromDays(20));

        var now = await ReadAsync();
        var then = await ReadAsync($"asOf={start:yyyy-MM-ddTHH:mm:ss.fffZ}");

        Assert.That(now.Items[0].State, Is.EqualTo(CandidateState.Expired), "before it is written");
        Assert.That(then.Items[0].State, Is.EqualTo(CandidateState.Accepted));
    }

    [Test]
    public async Task Reads_AreAuditedForEachCandidateOnceAnHour()
    {
        var one = await CandidateAsync("one", (Python, 600));
        var two = await CandidateAsync("two");

        await ReadAsync("limit=1");
        await ReadAsync();
        await ReadAsync($"asOf={App.Clock.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ}");

        var subjects = await App.Db.ReadAsync(
            session => session.ListAsync<string>(
                "SELECT Subject FROM AuditEntry WHERE TenantId = @TenantId AND Action = 'ranking.read' ORDER BY Seq",
                new { TenantId = _tenant }),
            CancellationToken.None);
        Assert.That(subjects, Is.EqualTo(new[] { $"invitation:{one.Id}", $"invitation:{two.Id}" }));
    }

    [Test]
    public async Task Loop_OfAnotherTenant_Is404AndAnotherScope403()
    {
        var (_, other, _) = await App.CreateKeyAsync(AllScopes);
        var (_, narrow, _) = await App.CreateKeyAsync(Scopes.LoopsRead, _tenant);

        using var foreign = await other.SendAsync(HttpMethod.Get, Path());
        using var refused = await narrow.SendAsync(HttpMethod.Get, Path());

        await foreign.ProblemAsync(404, "not-found");
        await refused.ProblemAsync(403, "insufficient-scope");
    }

    [TestCase("asOf=2999-01-01T00:00:00Z", "asOf")]
    [TestCase("limit=201", "limit")]
    [TestCase("cursor=abc", "cursor")]
    [TestCase("cursor=cmFua2luZy1hLmIuYw", "cursor")]
    public async Task Query_ThatIsNotOne_Is400(string query, string parameter)
    {
        using var refused = await _key.SendAsync(HttpMethod.Get, Path(query));

        Assert.That((await refused.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(new[] { parameter }));
    }

    [Test]
    public async Task Cursor_OfAnotherLoopOrMoment_Is400()
    {
        await CandidateAsync("one");
        await CandidateAsync("two");
        var next = (await ReadAsync("limit=1")).Next;
        var other = await _key.PostAsync<HiringLoopResponse>(
            "/v1/hiring-loops", new CreateHiringLoopRequest { Name = "Backend", Role = "backend-engineer" });

        using var elsewhere = await _key.SendAsync(HttpMethod.Get, $"/v1/hiring-loops/{other.Id}/candidates?cursor={next}");
        using var otherwise = await _key.SendAsync(HttpMethod.Get, Path($"cursor={next}&asOf=2026-01-01T00:00:00Z"));

        Assert.That((await elsewhere.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(new[] { "cursor" }));
        Assert.That((await otherwise.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(new[] { "asOf" }));
    }

    private string Path(string query = "") => $"/v1/hiring-loops/{_loop.Id}/candidates{(query.Length > 0 ? "?" : "")}{query}";

    private Task<RankingResponse> ReadAsync(string query = "") => _key.GetAsync<RankingResponse>(Path(query));

    private async Task<List<RankingResponse>> WalkAsync(int limit, string query)
    {
        var pages = new List<RankingResponse> { await ReadAsync($"limit={limit}&{query}".TrimEnd('&')) };
        while (pages[^1].Next is { } next) pages.Add(await ReadAsync($"limit={limit}&cursor={next}"));
        return pages;
    }

    private static IEnumerable<(Guid, int?, int?)> Places(IEnumerable<RankingResponse> pages) =>
        pages.SelectMany(page => page.Items).Select(item => (item.Invitation, item.Readiness, item.Tier));

    private Task<AcceptedInvitation> CandidateAsync(string reference, params (string Assessment, double Score)[] evidence) =>
        CandidateAsync(reference, TimeSpan.Zero, evidence);

    private async Task<AcceptedInvitation> CandidateAsync(
        string reference, TimeSpan age, params (string Assessment, double Score)[] evidence)
    {
        var (passport, _, _) = await App.CreatePassportAsync();
        foreach (var (assessment, score) in evidence) await App.AddEvidenceAsync(passport, assessment, score, App.Clock.GetUtcNow() - age);
        return await App.AcceptAsync(_tenant, _loop.Id, passport, reference);
    }

    private async Task ChangeAsync(string patch)
    {
        using var changed = await _key.SendAsync(
            HttpMethod.Patch, $"/v1/hiring-loops/{_loop.Id}", patch, headers: ("If-Match", "*"));
        Assert.That((int)changed.StatusCode, Is.EqualTo(200), await changed.Content.ReadAsStringAsync());
    }

    private Task SweepAsync() => App.Services.GetRequiredService<StandingSweep>().RunAsync(CancellationToken.None);

    private async Task WriteStandingAsync(AcceptedInvitation candidate)
    {
        await App.Db.WriteAsync(WriteAsync, CancellationToken.None);

        async Task<bool> WriteAsync(DbSession session)
        {
            var standings = App.Services.GetRequiredService<Standings>();
            await standings.WriteAsync(session, candidate.Id, _loop.Id, candidate.Passport, App.Clock.GetUtcNow());
            return true;
        }
    }

    private Task<IReadOnlyList<StandingRow>> StandingsAsync() => App.Db.ReadAsync(
        session => session.ListAsync<StandingRow>(
            "SELECT InvitationId, LoopId, LoopVersion, RankKey, AsOf, StaleAt FROM Standing WHERE LoopId = @LoopId ORDER BY InvitationId",
            new { LoopId = _loop.Id }),
        CancellationToken.None);

    private async Task<Guid> PassportOfAsync(Guid invitation) => (await App.Db.ReadAsync(
        session => RankingStore.FindAsync(session, invitation, App.Clock.GetUtcNow()), CancellationToken.None))!.PassportId;
}
