using System.Text.RegularExpressions;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Employers.Integrity;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.Integrity;

/// <summary>How attempts were taken is in no score, no readiness and no order.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class SeparationTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const int Rounds = 12;

    private Employer _employer = null!;

    [OneTimeSetUp]
    public async Task CreateEmployer() => _employer = await Employer.CreateAsync(App);

    [OneTimeTearDown]
    public void Dispose() => _employer.Dispose();

    /// <summary>Whatever was noted, judged, said and decided: the bytes of every figure stay as they are.</summary>
    [Test]
    public async Task Figures_WhateverIsMadeOfHowAttemptsWereTaken_StayAsTheyAreToTheByte()
    {
        var loop = await _employer.CreateLoopAsync(new { assessments = new[] { Employer.Python }, minimumCoverage = 0.1 });
        var candidates = new List<(Guid Invitation, Guid Passport, Guid Attempt, HttpClient Client)>();
        foreach (var right in (int[])[40, 25, 25, 10])
        {
            var accepted = await _employer.AcceptAsync(await _employer.InviteAsync(loop));
            var attempt = await _employer.TakeAsync(accepted.Token!, Employer.Python, right);
            candidates.Add((accepted.Invitation.Id, accepted.Passport, attempt.Id, App.Client(accepted.Token)));
        }

        var random = new Random(15);
        var before = await FiguresAsync();
        var seen = new HashSet<string>();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var candidate in candidates) await ChangeAsync(candidate.Invitation, candidate.Attempt, candidate.Client);
            seen.Add(await StatusesAsync());
            Assert.That(await FiguresAsync(), Is.EqualTo(before));
        }

        Assert.That(seen, Has.Count.GreaterThan(Rounds / 2), "it did change");

        async Task ChangeAsync(Guid invitation, Guid attempt, HttpClient client)
        {
            await App.JudgeAsync(attempt, new TakenFigures
            {
                Timed = 50, Rapid = random.Next(50), RapidP = Math.Pow(10, -6 * random.NextDouble()),
                FitP = Math.Pow(10, -6 * random.NextDouble()), Hidden = random.Next(9), Pasted = random.Next(9),
                Reconnected = random.Next(9),
            });
            await client.PostAsync<StatementResponse>($"/v1/attempts/{attempt}/statement", new { text = $"Text {random.Next()}" });
            await App.Db.WriteAsync(
                session => session.ExecuteAsync(
                    "UPDATE Attempt SET Times = @Times WHERE Id = @Id",
                    new { Id = attempt, Times = new ItemTimes { SavedAt = random.Next(), Served = [random.Next()] }.ToJson() }),
                CancellationToken.None);
            var integrity = await _employer.Client.GetAsync<InvitationIntegrityResponse>($"/v1/invitations/{invitation}/integrity");
            var outcome = Enum.GetValues<ReviewOutcome>()[random.Next(3)];
            var review = $"/v1/invitations/{invitation}/integrity/{integrity.Items.Single().Evidence}/review";
            await _employer.Client.PutAsync(review, new ReviewRequest { Outcome = outcome });
        }

        async Task<string> FiguresAsync()
        {
            var figures = new List<string>();
            foreach (var (invitation, passport, attempt, client) in candidates)
            {
                figures.Add(await BytesAsync(client, $"/v1/attempts/{attempt}/score"));
                figures.Add(await BytesAsync(client, $"/v1/passports/{passport}"));
                figures.Add(await BytesAsync(client, $"/v1/passports/{passport}/readiness/backend-engineer"));
                figures.Add(await BytesAsync(_employer.Client, $"/v1/invitations/{invitation}/result"));
            }

            figures.Add(await BytesAsync(_employer.Client, $"/v1/hiring-loops/{loop}/candidates"));
            figures.Add(string.Join(' ', await App.Db.ReadAsync(
                session => session.ListAsync<double>(
                    "SELECT RankKey FROM Standing WHERE LoopId = @Loop ORDER BY InvitationId", new { Loop = loop }),
                CancellationToken.None)));
            return string.Join('\n', figures);
        }

        async Task<string> StatusesAsync()
        {
            var ranking = await _employer.Client.GetAsync<RankingResponse>($"/v1/hiring-loops/{loop}/candidates");
            return string.Join(' ', ranking.Items.Select(row => row.Integrity));
        }
    }

    /// <summary>The one member that stands beside the figures is taken out, and the links, which are others each time.</summary>
    private static async Task<string> BytesAsync(HttpClient client, string path)
    {
        using var response = await client.SendAsync(HttpMethod.Get, path);
        response.EnsureSuccessStatusCode();
        var text = await response.Content.ReadAsStringAsync();
        text = Regex.Replace(text, """,?"(?:reportUrl|rankingUrl)":"[^"]*"|,?"integrity":\{[^{}]*\}""", "");
        Assert.That(text, Does.Not.Contain("integrity"));
        return text;
    }

    /// <summary>A member of that name, or of a type of that room, is beside figures and in nothing that is made of them.</summary>
    [Test]
    public void Contracts_OfScoresReadinessAndOrder_KnowNothingOfIt()
    {
        Type[] figures =
        [
            typeof(ScoreReportResponse), typeof(ReadinessResponse), typeof(PassportResponse), typeof(EvidenceResponse),
            typeof(RankKey), typeof(RankingPlace), typeof(StandingRow), typeof(StandingCandidateRow), typeof(ReadinessFigures),
            typeof(Aieh.Api.Candidates.Evidence.EvidenceMeasureRow), typeof(RankingBasis),
        ];

        Assert.That(figures.SelectMany(type => MembersOf(type, [])).Where(IsOfIntegrity), Is.Empty);
        Assert.That(MembersOf(typeof(RankedCandidate), []).Where(IsOfIntegrity), Is.Not.Empty, "what is searched is found");
    }

    /// <summary>The room of the scoring library and those of figures do not name it; a ranking does where it is shown.</summary>
    [TestCase("Aieh.Scoring/Readiness")]
    [TestCase("Aieh.Scoring/Irt")]
    [TestCase("Aieh.Scoring/Evidence")]
    [TestCase("Aieh.Scoring/Scale")]
    [TestCase("Aieh.Api/Candidates/Readiness")]
    [TestCase("Aieh.Api/Candidates/Evidence")]
    [TestCase("Aieh.Api/Employers/HiringLoops")]
    public void Sources_OfFigures_DoNotNameIt(string folder)
    {
        var naming = Directory.EnumerateFiles(Path.Combine(Checkout.Root, folder), "*.cs")
            .Where(file => File.ReadAllText(file).Contains("Integrity", StringComparison.Ordinal));

        Assert.That(naming, Is.Empty);
    }

    private static bool IsOfIntegrity((string Path, Type Type) member) =>
        member.Path.Contains("integrity", StringComparison.OrdinalIgnoreCase)
        || member.Type.Namespace?.EndsWith(".Integrity", StringComparison.Ordinal) is true;

    private static IEnumerable<(string Path, Type Type)> MembersOf(Type type, HashSet<Type> seen)
    {
        if (type.Namespace?.StartsWith("Aieh.", StringComparison.Ordinal) is not true || !seen.Add(type)) yield break;

        foreach (var member in type.GetProperties())
        {
            var held = member.PropertyType.IsGenericType ? member.PropertyType.GetGenericArguments()[^1] : member.PropertyType;
            yield return ($"{type.Name}.{member.Name}", held);
            foreach (var below in MembersOf(held, seen)) yield return below;
        }
    }
}
