using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Catalog.Assessments;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Employers.HiringLoops;

/// <summary>A fixture of its own, because it replaces the catalog.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class RepublishedBundleTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task Loop_WhenOtherWeightsArePublished_KeepsItsOwnUntilTheyAreNamed()
    {
        var (_, key, _) = await App.CreateKeyAsync($"{Scopes.LoopsRead} {Scopes.LoopsWrite}");
        var loop = await key.PostAsync<HiringLoopResponse>(
            "/v1/hiring-loops", new CreateHiringLoopRequest { Name = "Backend", Role = "backend-engineer" });
        await RepublishAsync(pythonRelevance: 0.1);

        var after = await key.GetAsync<HiringLoopResponse>($"/v1/hiring-loops/{loop.Id}");
        var renamed = await ChangeAsync("""{"name":"Backend, again"}""");
        var weighed = await ChangeAsync("""{"weights":{}}""");
        var first = await key.GetAsync<HiringLoopResponse>($"/v1/hiring-loops/{loop.Id}/versions/1");

        Assert.That(PythonOf(after), Is.EqualTo((1, 0.9, (double?)0.9)));
        Assert.That(PythonOf(renamed), Is.EqualTo((2, 0.9, (double?)0.9)), "a name weighs nothing");
        Assert.That(PythonOf(weighed), Is.EqualTo((3, 0.1, (double?)0.1)));
        Assert.That(PythonOf(first), Is.EqualTo((1, 0.9, (double?)0.9)));

        async Task<HiringLoopResponse> ChangeAsync(string patch)
        {
            using var changed = await key.SendAsync(HttpMethod.Patch, $"/v1/hiring-loops/{loop.Id}", patch, headers: ("If-Match", "*"));
            Assert.That((int)changed.StatusCode, Is.EqualTo(200), await changed.Content.ReadAsStringAsync());
            return await key.GetAsync<HiringLoopResponse>($"/v1/hiring-loops/{loop.Id}");
        }
    }

    private static (int Version, double Relevance, double? Published) PythonOf(HiringLoopResponse loop) =>
        (loop.Version, loop.Bundle[0].Relevance, loop.Bundle[0].Published);

    private async Task RepublishAsync(double pythonRelevance)
    {
        var cache = App.Services.GetRequiredService<CatalogCache>();
        CatalogDocument[] changed = [.. cache.Current.Documents.Select(Changed)];
        await App.Db.WriteAsync(
            session => CatalogStore.ImportAsync(session, changed, App.Clock.GetUtcNow()), CancellationToken.None);
        await cache.RefreshAsync(CancellationToken.None);

        CatalogDocument Changed(CatalogDocument document) => document is { Kind: CatalogKinds.Role, Slug: "backend-engineer" }
            ? PlantedContent.Changed(document, role => role["bundle"]!["entries"]![0]!["relevance"]!["value"] = pythonRelevance)
            : document;
    }
}
