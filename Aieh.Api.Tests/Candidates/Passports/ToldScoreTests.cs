using System.Text.RegularExpressions;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Candidates.Passports;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed partial class ToldScoreTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    // 662.3 and 651.1 are both told as 650, 41.7 and 41.3 as 40: nothing that is answered may tell the two people apart.
    [TestCase("passports/{0}")]
    [TestCase("passports/{0}/evidence")]
    [TestCase("passports/{0}/export")]
    [TestCase("passports/{0}/readiness/backend-engineer")]
    [TestCase("passports/{0}/readiness/backend-engineer?include=indicative&stack=python&seniority=junior")]
    public async Task Get_ScoresThatAreToldAlike_AnswersAlike(string route)
    {
        var one = await AnswerAsync(662.3, 41.7, route);
        var other = await AnswerAsync(651.1, 41.3, route);

        Assert.That(other, Is.EqualTo(one));
    }

    [Test]
    public async Task GetPassport_ScoreBeyondTheScale_IsWorkedOutFromItsEnd()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        await App.AddEvidenceAsync(passport, "python-fundamentals", 905, App.Clock.GetUtcNow(), 48);

        var seen = (await owner.GetAsync<PassportResponse>($"/v1/passports/{passport}")).Assessments.Single();
        var readiness = await owner.GetAsync<ReadinessResponse>($"/v1/passports/{passport}/readiness/backend-engineer");

        // 850 − 1.96·50 = 752.
        Assert.That((seen.Score, seen.Interval.Lower, seen.Interval.Upper), Is.EqualTo((850, 752, 850)));
        Assert.That(readiness.Contributions.Single().Points, Is.EqualTo(850));
    }

    [TestCase(0.0, "assessed", false, "strong")]
    [TestCase(0.3, "assessed", true, null)]
    [TestCase(null, "assessed", true, null)]
    [TestCase(0.0, "indicative", true, null)]
    public async Task Band_AsOneWord_IsGivenOnlyWhereNothingIsProvisional(double? share, string kind, bool provisional, string? band)
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        await App.AddEvidenceAsync(passport, "python-fundamentals", 700, App.Clock.GetUtcNow(), 40, kind, share);

        var seen = await owner.GetAsync<PassportResponse>($"/v1/passports/{passport}");
        var score = seen.Assessments.Concat(seen.Indicative).Single();
        var evidence = (await owner.GetAsync<EvidenceListResponse>($"/v1/passports/{passport}/evidence")).Items.Single();

        Assert.That((score.Provisional, score.Band, evidence.Provisional), Is.EqualTo((provisional, band, provisional)));
        Assert.That(seen.Composite?.Band, Is.EqualTo(band));
    }

    private async Task<string> AnswerAsync(double score, double standardError, string route)
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var now = App.Clock.GetUtcNow();
        await App.AddEvidenceAsync(passport, "python-fundamentals", score, now.AddDays(-40), standardError, parameterShare: 0.31);
        await App.AddEvidenceAsync(passport, "python-fundamentals", score - 100, now, standardError, parameterShare: 0.29);
        var answer = await owner.GetStringAsync(new Uri($"/v1/{string.Format(null, route, passport)}", UriKind.Relative));
        return Guids().Replace(answer, "id");
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Guids();
}
