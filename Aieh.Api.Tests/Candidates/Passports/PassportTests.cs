using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tests.Support;
using Aieh.Scoring.Evidence;

namespace Aieh.Api.Tests.Candidates.Passports;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class PassportTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private static readonly TimeSpan DomainHalfLife = TimeSpan.FromDays(547.875);

    [Test]
    public async Task GetPassport_Empty_HasNoNumberAndMissesEveryPillar()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();

        var empty = await owner.GetAsync<PassportResponse>($"/v1/passports/{passport}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(empty.Composite, Is.Null);
            Assert.That(empty.Pillars, Is.Empty);
            Assert.That(empty.Assessments, Is.Empty);
            Assert.That(empty.MissingPillars, Is.EquivalentTo(new[] { "domain", "cognitive", "ai-fluency", "communication" }));
        }
    }

    [Test]
    public async Task GetPassport_WithEvidenceInTwoPillars_WeighsThemAndNamesTheMissing()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var now = App.Clock.GetUtcNow();
        await App.AddEvidenceAsync(passport, "python-fundamentals", 725, now);
        await App.AddEvidenceAsync(passport, "communication", 650, now);

        var seen = await owner.GetAsync<PassportResponse>($"/v1/passports/{passport}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen.Composite!.Score, Is.InRange(651, 724));
            var covered = seen.Pillars.Sum(pillar => pillar.Weight * pillar.Currency);
            Assert.That(seen.Composite.Coverage, Is.EqualTo(covered).Within(3e-6), "Six decimals each.");
            Assert.That(
                seen.Pillars.Select(pillar => (pillar.Pillar, pillar.Score)),
                Is.EquivalentTo(new[] { ("domain", 725), ("communication", 650) }));
            Assert.That(seen.MissingPillars, Is.EquivalentTo(new[] { "cognitive", "ai-fluency" }));
            Assert.That(seen.Composite.BandProbabilities.Sum(band => band.Probability), Is.EqualTo(1).Within(2e-6), "Six decimals each.");
            Assert.That(seen.Composite.Interval.Lower, Is.LessThan(seen.Composite.Score));
        }
    }

    [TestCase(0, "current")]
    [TestCase(1, "aging")]
    [TestCase(3, "stale")]
    public async Task GetPassport_EvidenceOfSoManyHalfLives_IsSoCurrent(int halfLives, string word)
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var observed = App.Clock.GetUtcNow() - (DomainHalfLife * halfLives);
        await App.AddEvidenceAsync(passport, "python-fundamentals", 725, observed);

        var seen = (await owner.GetAsync<PassportResponse>($"/v1/passports/{passport}")).Assessments.Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen.Currency, Is.EqualTo(Math.Pow(0.5, halfLives)).Within(1e-9));
            Assert.That(KebabCase.Of(seen.Freshness), Is.EqualTo(word));
            Assert.That(seen.RefreshDueAt, Is.GreaterThan(observed));
            Assert.That(seen.ObservedAt, Is.EqualTo(observed));
        }
    }

    [Test]
    public async Task GetPassport_AsOfAMomentInThePast_ReproducesWhatWasShownThen()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        await App.AddEvidenceAsync(passport, "python-fundamentals", 725, App.Clock.GetUtcNow().AddDays(-100));
        var then = App.Clock.GetUtcNow();
        var shown = await owner.GetAsync<PassportResponse>($"/v1/passports/{passport}");
        var ready = await owner.GetAsync<ReadinessResponse>($"/v1/passports/{passport}/readiness/backend-engineer");
        App.Clock.Advance(TimeSpan.FromDays(200));
        await App.AddEvidenceAsync(passport, "python-fundamentals", 500, App.Clock.GetUtcNow());

        var asOf = $"{then:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}";
        var reproduced = await owner.GetAsync<PassportResponse>($"/v1/passports/{passport}?asOf={asOf}");
        var readyThen = await owner.GetAsync<ReadinessResponse>($"/v1/passports/{passport}/readiness/backend-engineer?asOf={asOf}");
        var now = await owner.GetAsync<PassportResponse>($"/v1/passports/{passport}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Json(reproduced), Is.EqualTo(Json(shown)));
            Assert.That(readyThen.Readiness, Is.EqualTo(ready.Readiness));
            Assert.That(readyThen.Coverage, Is.EqualTo(ready.Coverage));
            Assert.That(now.Assessments.Single().Score, Is.LessThan(shown.Assessments.Single().Score));
        }
    }

    [Test]
    public async Task Sample_OfAPassport_IsShownAsIndicativeAndCountsOnlyWhenAskedFor()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var sample = new CreateAttemptRequest { Assessment = "python-fundamentals", Form = FormKind.Sample };
        var attempt = await owner.PostAsync<AttemptResponse>("/v1/attempts", sample);
        var submission = new SubmitAttemptRequest { Responses = App.Answers(attempt, right: 5) };
        var report = await owner.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", submission, "key");

        var seen = await owner.GetAsync<PassportResponse>($"/v1/passports/{passport}");
        var readiness = await owner.GetAsync<ReadinessResponse>($"/v1/passports/{passport}/readiness/backend-engineer");
        var including = await owner.GetAsync<ReadinessResponse>($"/v1/passports/{passport}/readiness/backend-engineer?include=indicative");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Kind, Is.EqualTo(EvidenceKind.Indicative));
            Assert.That(seen.Composite, Is.Null);
            Assert.That(seen.Assessments, Is.Empty);
            Assert.That(seen.Indicative.Single().Score, Is.EqualTo(report.Score));
            Assert.That(readiness.Status, Is.EqualTo(ReadinessStatus.NoEvidence));
            Assert.That(including.Readiness, Is.EqualTo(report.Score));
        }
    }

    [Test]
    public async Task GetReadiness_NoEvidence_HasNoNumberAndNamesAllSteps()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();

        var readiness = await owner.GetAsync<ReadinessResponse>($"/v1/passports/{passport}/readiness/backend-engineer");

        var steps = readiness.NextSteps.Select(step => step.Assessment);
        var availableNow = readiness.NextSteps.Where(step => step.AvailableNow).Select(step => step.Assessment);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(readiness.Status, Is.EqualTo(ReadinessStatus.NoEvidence));
            Assert.That(
                (readiness.Readiness, readiness.StandardError, readiness.Interval, readiness.Band),
                Is.EqualTo(((int?)null, (double?)null, (ScoreInterval?)null, (string?)null)));
            Assert.That(readiness.BandProbabilities, Is.Empty);
            Assert.That(readiness.Coverage, Is.Zero);
            Assert.That(readiness.Missing, Has.Count.EqualTo(5));
            Assert.That(readiness.NextSteps.Select(step => step.Reason), Is.EqualTo(Enumerable.Repeat(NextStepReason.Missing, 5)));
            Assert.That(availableNow, Is.EqualTo(steps.Except(["javascript-fundamentals"]).ToArray()), "all but the planned one");
        }
    }

    [Test]
    public async Task GetReadiness_LittleEvidence_IsInsufficientAndStillShowsTheNumber()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        await App.AddEvidenceAsync(passport, "python-fundamentals", 725, App.Clock.GetUtcNow());

        var readiness = await owner.GetAsync<ReadinessResponse>($"/v1/passports/{passport}/readiness/backend-engineer");

        Assert.That(readiness.Status, Is.EqualTo(ReadinessStatus.InsufficientEvidence));
        Assert.That(readiness.Readiness, Is.EqualTo(725));
        Assert.That(readiness.Coverage, Is.EqualTo(0.90 / 3.50).Within(5e-7), "Six decimals.");
    }

    [Test]
    public async Task GetReadiness_ForNode_MovesJavaScriptUpTheNextSteps()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();

        var plain = await owner.GetAsync<ReadinessResponse>($"/v1/passports/{passport}/readiness/backend-engineer");
        var node = await owner.GetAsync<ReadinessResponse>($"/v1/passports/{passport}/readiness/backend-engineer?stack=node");

        Assert.That(PlaceOfJavaScript(plain), Is.EqualTo(4));
        Assert.That(PlaceOfJavaScript(node), Is.EqualTo(2));
        Assert.That(node.NextSteps[2].Relevance, Is.EqualTo(0.80).Within(1e-12));

        static int PlaceOfJavaScript(ReadinessResponse readiness) =>
            readiness.NextSteps.Select(step => step.Assessment).ToList().IndexOf("javascript-fundamentals");
    }

    [Test]
    public async Task ListEvidence_WhileMoreArrives_ShowsEachPieceOnce()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        for (var i = 0; i < 5; i++) await AddNowAsync(passport);
        await AddNowAsync(passport, twiceAtOnce: true);

        var seen = new List<Guid>();
        string? next = null;
        var more = 3;
        do
        {
            var cursor = next is null ? "" : "&cursor=" + next;
            var page = await owner.GetAsync<EvidenceListResponse>($"/v1/passports/{passport}/evidence?limit=2{cursor}");
            seen.AddRange(page.Items.Select(piece => piece.Id));
            next = page.Next;
            if (more-- > 0) await AddNowAsync(passport);
        }
        while (next is not null);

        Assert.That(seen, Is.Unique);
        Assert.That(seen, Has.Count.EqualTo(await App.CountAsync("Evidence", "PassportId = @Id", passport)));
    }

    private async Task AddNowAsync(Guid passport, bool twiceAtOnce = false)
    {
        App.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await App.AddEvidenceAsync(passport, "python-fundamentals", 700, App.Clock.GetUtcNow());
        if (twiceAtOnce) await App.AddEvidenceAsync(passport, "communication", 700, App.Clock.GetUtcNow());
    }

    private static string Json(PassportResponse passport) =>
        System.Text.Json.JsonSerializer.Serialize(passport, PassportJson.Wire.PassportResponse);
}
