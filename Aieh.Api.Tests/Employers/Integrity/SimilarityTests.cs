using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.Integrity;
using Aieh.Api.Tests.Support;
using Aieh.Scoring.Integrity;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Employers.Integrity;

/// <summary>Answers that are like somebody else's, among one employer's candidates.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class SimilarityTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private Employer _employer = null!;
    private Guid _loop;

    // The worker that moves with the clock would come between.
    protected override IEnumerable<(string Setting, string Value)> Settings => [("Maintenance:IntervalSeconds", "86400")];

    [SetUp]
    public async Task CreateLoop()
    {
        _employer = await Employer.CreateAsync(App);
        _loop = await _employer.CreateLoopAsync(new { assessments = new[] { Employer.Python } });
    }

    [TearDown]
    public void Leave() => _employer.Dispose();

    [Test]
    public async Task Answers_OfTwoWhoCopied_StandOutWithBothAndNotWithOthers()
    {
        var one = await TakeAsync(seed: 1);
        var other = await TakeAsync(seed: 2);
        var copy = await TakeAsync(seed: 1);
        await SweepAsync();

        var (first, second, third) = (await IntegrityOfAsync(one), await IntegrityOfAsync(other), await IntegrityOfAsync(copy));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(SignalsOf(first), Does.Contain(IntegritySignal.AnswerSimilarity));
            Assert.That(SignalsOf(third), Does.Contain(IntegritySignal.AnswerSimilarity));
            Assert.That(SignalsOf(second), Does.Not.Contain(IntegritySignal.AnswerSimilarity));
            Assert.That(first.Summary.Status, Is.EqualTo(IntegrityStatus.High));
            Assert.That(
                first.Items.Single().Reasons.Select(reason => reason.Text),
                Does.Contain("Among 2 others somebody has given answers more like these than chance makes likely."));
        }

        // Whoever reads it learns of one attempt and nobody else.
        using var read = await _employer.Client.SendAsync(HttpMethod.Get, $"/v1/invitations/{one.Invitation}/integrity");
        var text = await read.Content.ReadAsStringAsync();
        foreach (var id in new[] { copy.Invitation, copy.Passport, copy.Attempt, other.Invitation })
        {
            Assert.That(text, Does.Not.Contain($"{id}"));
        }

        // The candidate is told the same.
        using var candidate = App.Client(one.Token);
        var told = await candidate.GetAsync<AttemptIntegrityResponse>($"/v1/attempts/{one.Attempt}/integrity");
        Assert.That(told.Status, Is.EqualTo(first.Summary.Status));
    }

    [Test]
    public async Task Answers_OfCandidatesOfTwoEmployers_AreNotCompared()
    {
        var one = await TakeAsync(seed: 3);
        using var another = await Employer.CreateAsync(App);
        var loop = await another.CreateLoopAsync(new { assessments = new[] { Employer.Python } });
        await TakeAsync(another, loop, seed: 3);
        await SweepAsync();

        Assert.That(SignalsOf(await IntegrityOfAsync(one)), Does.Not.Contain(IntegritySignal.AnswerSimilarity));
        Assert.That(await ComparedAsync(one), Is.Zero);
    }

    [Test]
    public async Task Pair_IsComparedOnce_HoweverOftenTheSweepRunsAndInHoweverManyLoops()
    {
        var one = await TakeAsync(seed: 4);
        var other = await TakeAsync(seed: 5);
        await SweepAsync();
        await SweepAsync();
        var again = await _employer.CreateLoopAsync(new { assessments = new[] { Employer.Python } });
        await _employer.AcceptAsync(await _employer.InviteAsync(again), one.Token);
        await SweepAsync();

        Assert.That((await ComparedAsync(one), await ComparedAsync(other)), Is.EqualTo((1, 1)));
        Assert.That(await App.CountAsync("AttemptSimilarity", "AttemptId = @Id", one.Attempt), Is.EqualTo(2));
        Assert.That(await App.CountAsync("Invitation", "SimilarityDueAt IS NOT NULL AND LoopId = @Id", again), Is.Zero);
    }

    /// <summary>Who brings an attempt along is compared when the invitation is accepted.</summary>
    [Test]
    public async Task Attempt_ThatIsOlderThanTheInvitation_IsComparedToo()
    {
        var one = await TakeAsync(seed: 6);
        var (_, owner, token) = await App.CreatePassportAsync();
        using var candidate = owner;
        var attempt = await AnswerAsync(candidate, seed: 6);
        await SweepAsync();
        var before = SignalsOf(await IntegrityOfAsync(one));
        var accepted = await _employer.AcceptAsync(await _employer.InviteAsync(_loop), token);
        await SweepAsync();

        var taken = new Taken(accepted.Invitation.Id, accepted.Passport, attempt, token);
        Assert.That(before, Does.Not.Contain(IntegritySignal.AnswerSimilarity));
        Assert.That(SignalsOf(await IntegrityOfAsync(one)), Does.Contain(IntegritySignal.AnswerSimilarity));
        Assert.That(SignalsOf(await IntegrityOfAsync(taken)), Does.Contain(IntegritySignal.AnswerSimilarity));
    }

    [Test]
    public async Task Erasure_OfTheOther_LeavesNothingOfThem()
    {
        await TakeAsync(seed: 7);
        var copy = await TakeAsync(seed: 7);
        await SweepAsync();
        using var candidate = App.Client(copy.Token);
        using var erased = await candidate.SendAsync(HttpMethod.Delete, $"/v1/passports/{copy.Passport}");

        Assert.That((int)erased.StatusCode, Is.EqualTo(204));
        Assert.That(await App.CountAsync("AttemptSimilarity", "AttemptId = @Id", copy.Attempt), Is.Zero);
        Assert.That(await App.CountAsync("AttemptSimilarity", "InvitationId = @Id", copy.Invitation), Is.Zero);
    }

    private Task<Taken> TakeAsync(int seed) => TakeAsync(_employer, _loop, seed);

    private async Task<Taken> TakeAsync(Employer employer, Guid loop, int seed)
    {
        var accepted = await employer.AcceptAsync(await employer.InviteAsync(loop));
        using var candidate = App.Client(accepted.Token);
        return new Taken(accepted.Invitation.Id, accepted.Passport, await AnswerAsync(candidate, seed), accepted.Token!);
    }

    /// <summary>Options drawn by item and seed, in an hour's time: the same seed answers as another with it.</summary>
    private async Task<Guid> AnswerAsync(HttpClient candidate, int seed)
    {
        var attempt = await candidate.PostAsync<AttemptResponse>(
            "/v1/attempts", new CreateAttemptRequest { Assessment = Employer.Python, Form = FormKind.Full });
        App.Clock.Advance(TimeSpan.FromMinutes(50));
        var random = new Random(seed);
        ItemResponse[] answers =
        [
            .. attempt.Items.OrderBy(item => item.Item, StringComparer.Ordinal)
                .Select(item => new ItemResponse { Item = item.Item, Option = item.Options[random.Next(item.Options.Count)].Option }),
        ];
        await candidate.PostAsync<ScoreReportResponse>(
            $"/v1/attempts/{attempt.Id}/submission", new SubmitAttemptRequest { Responses = answers }, $"{attempt.Id}");
        return attempt.Id;
    }

    private async Task SweepAsync()
    {
        await App.Services.GetRequiredService<IntegritySweep>().RunAsync(CancellationToken.None);
        await App.Services.GetRequiredService<SimilaritySweep>().RunAsync(CancellationToken.None);
    }

    private Task<InvitationIntegrityResponse> IntegrityOfAsync(Taken taken) =>
        _employer.Client.GetAsync<InvitationIntegrityResponse>($"/v1/invitations/{taken.Invitation}/integrity");

    private Task<int> ComparedAsync(Taken taken) => App.Db.ReadAsync(
        session => session.FirstOrDefaultAsync<int>(
            "SELECT Compared FROM AttemptSimilarity WHERE InvitationId = @Id AND AttemptId = @Attempt",
            new { Id = taken.Invitation, taken.Attempt }),
        CancellationToken.None);

    private static IEnumerable<IntegritySignal> SignalsOf(InvitationIntegrityResponse integrity) =>
        integrity.Items.Single().Reasons.Select(reason => reason.Signal);

    private sealed record Taken(Guid Invitation, Guid Passport, Guid Attempt, string Token);
}
