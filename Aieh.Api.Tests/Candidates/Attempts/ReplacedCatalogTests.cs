using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Catalog.Assessments;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Candidates.Attempts;

/// <summary>A fixture of its own, because it replaces the catalog.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class ReplacedCatalogTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task Attempt_WhenTheCatalogIsReplacedMeanwhile_KeepsItsItemsAndIsScoredByThem()
    {
        var request = new CreateAttemptRequest { Assessment = PlantedContent.Assessment, Form = FormKind.Sample };
        using var anonymous = App.Client();
        var attempt = await anonymous.PostAsync<AttemptResponse>("/v1/attempts", request);
        var answers = App.Answers(attempt, right: 5);
        await App.Db.WriteAsync(
            session => CatalogStore.ImportAsync(session, PlantedContent.Documents(), App.Clock.GetUtcNow()),
            CancellationToken.None);
        await App.Services.GetRequiredService<CatalogCache>().RefreshAsync(CancellationToken.None);
        using var owner = App.Client(attempt.Token);

        var seen = await owner.GetAsync<AttemptResponse>($"/v1/attempts/{attempt.Id}");
        var submission = new SubmitAttemptRequest { Responses = answers };
        var report = await owner.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", submission, "key");
        var next = await anonymous.PostAsync<AttemptResponse>("/v1/attempts", request);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen.Items.Select(item => item.Stem), Is.EqualTo(attempt.Items.Select(item => item.Stem)));
            Assert.That(report.Counts.Answered, Is.EqualTo(5));
            Assert.That(report.Score, Is.GreaterThan(575), "the right answers were right by the items served");
            Assert.That(next.Items.Select(item => item.Stem), Has.All.Contains(PlantedContent.Marker));
        }
    }
}
