using System.Text.Json.Nodes;
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

    // Neighbours in topic and difficulty are enemies: chosen by information alone, they would meet.
    [Test]
    public async Task AdaptiveAttempt_OnABankWithEnemies_NeverShowsTwoOfASet()
    {
        var cache = App.Services.GetRequiredService<CatalogCache>();
        string[][] sets = [.. Neighbours(cache.Current).Chunk(2).Where(set => set.Length == 2)];
        CatalogDocument[] changed = [.. cache.Current.Documents.Select(WithEnemies)];
        await App.Db.WriteAsync(
            session => CatalogStore.ImportAsync(session, changed, App.Clock.GetUtcNow()), CancellationToken.None);
        await cache.RefreshAsync(CancellationToken.None);
        var (_, owner, _) = await App.CreatePassportAsync();
        var attempt = await owner.PostAsync<AttemptResponse>(
            "/v1/attempts", new CreateAttemptRequest { Assessment = PlantedContent.Assessment, Form = FormKind.Adaptive });
        var given = new List<string>();
        while ((await owner.GetAsync<NextItemResponse>($"/v1/attempts/{attempt.Id}/next")).Item is { } item)
        {
            given.Add(item.Item);
            var answers = App.Answers(attempt with { Items = [item] }, right: given.Count % 2);
            var saved = new SaveResponsesRequest { Responses = answers };
            using var response = await owner.SendAsync(HttpMethod.Put, $"/v1/attempts/{attempt.Id}/responses", saved);
            Assert.That((int)response.StatusCode, Is.EqualTo(200));
        }

        Assert.That(given, Has.Count.GreaterThanOrEqualTo(12));
        Assert.That(sets.Select(set => set.Intersect(given).Count()), Is.All.LessThan(2).And.Some.EqualTo(1));

        CatalogDocument WithEnemies(CatalogDocument document) =>
            document is not { Kind: CatalogKinds.Items, Slug: PlantedContent.Assessment } ? document
                : PlantedContent.Changed(document, items => items["enemies"] = new JsonArray([.. sets.Select(Enemies)]));

        static JsonNode Enemies(string[] set) =>
            new JsonObject { ["items"] = new JsonArray([.. set.Select(id => JsonValue.Create(id))]), ["reason"] = "Planted." };
    }

    private static IEnumerable<string> Neighbours(CatalogSnapshot catalog)
    {
        var form = catalog.Assessments[PlantedContent.Assessment].Forms.Single(form => form.Kind == FormKind.Adaptive);
        var topics = catalog.ItemBanks[PlantedContent.Assessment].Items.ToDictionary(item => item.Id, item => item.Topic);
        var difficulties = catalog.Calibrations[PlantedContent.Assessment].Items.ToDictionary(item => item.Item, item => item.B);
        return form.Items!.OrderBy(id => topics[id], StringComparer.Ordinal).ThenBy(id => difficulties[id]).Take(88);
    }

    [Test]
    public async Task Passport_WhenTheCatalogIsReplaced_IsShownAnewUnderAnotherTagAndErasedByTheFormer()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var path = $"/v1/passports/{passport}";
        await App.AddEvidenceAsync(passport, PlantedContent.Assessment, 720, App.Clock.GetUtcNow().AddDays(-100));
        using var before = await owner.SendAsync(HttpMethod.Get, path);
        var held = ("If-None-Match", before.Headers.ETag!.Tag);
        using var same = await owner.SendAsync(HttpMethod.Get, path, null, null, held);
        var cache = App.Services.GetRequiredService<CatalogCache>();
        CatalogDocument[] changed = [.. cache.Current.Documents.Select(WithShorterHalfLives)];
        await App.Db.WriteAsync(
            session => CatalogStore.ImportAsync(session, changed, App.Clock.GetUtcNow()), CancellationToken.None);
        await cache.RefreshAsync(CancellationToken.None);

        using var after = await owner.SendAsync(HttpMethod.Get, path, null, null, held);
        using var erased = await owner.SendAsync(HttpMethod.Delete, path, null, null, ("If-Match", before.Headers.ETag.Tag));

        Assert.That((int)same.StatusCode, Is.EqualTo(304));
        Assert.That((int)after.StatusCode, Is.EqualTo(200));
        Assert.That(await after.Content.ReadAsStringAsync(), Is.Not.EqualTo(await before.Content.ReadAsStringAsync()));
        Assert.That(after.Headers.ETag, Is.Not.EqualTo(before.Headers.ETag));
        Assert.That((int)erased.StatusCode, Is.EqualTo(204), "the evidence is the same");

        static CatalogDocument WithShorterHalfLives(CatalogDocument document) => document.Kind == CatalogKinds.Methodology
            ? PlantedContent.Changed(document, Shorten)
            : document;

        static void Shorten(JsonNode methodology)
        {
            foreach (var pillar in methodology["pillars"]!.AsArray()) pillar!["halfLifeMonths"]!["value"] = 6;
        }
    }
}
