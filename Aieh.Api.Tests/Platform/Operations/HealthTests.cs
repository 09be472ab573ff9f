using System.Net;
using System.Text.Json;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;
using Aieh.Api.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aieh.Api.Tests.Platform.Operations;

internal sealed class HealthTests
{
    [Test]
    public async Task Live_WithoutADatabase_IsStillOk()
    {
        await using var database = await NewDatabaseAsync();
        await using var host = await StartAsync(database);
        using var response = await host.GetAsync(HealthEndpoints.LivePath);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Ready_WithoutADatabase_NamesEachFailureAndNoFile()
    {
        await using var database = await NewDatabaseAsync();
        await using var host = await StartAsync(database);

        using var response = await host.GetAsync(HealthEndpoints.ReadyPath);
        var body = await response.Content.ReadAsStringAsync();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(response.Headers.CacheControl?.NoStore, Is.True);
        Assert.That(Checks(body), Is.SupersetOf(new[] { "database fail", "schema fail", "lifetime pass" }));
        Assert.That(body, Does.Not.Contain("aieh.db").And.Not.Contain("Exception"));
    }

    [Test]
    public async Task Ready_AfterMigration_PassesDatabaseAndSchemaInTheSameProcess()
    {
        await using var database = await NewDatabaseAsync();
        await using var host = await StartAsync(database);
        await StatusOfAsync(host);
        await host.Services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);

        // A check may take three seconds, which a busy machine may need at first.
        Assert.That(
            async () => Checks(await StatusOfAsync(host)),
            Is.SupersetOf(new[] { "database pass", "schema pass" }).After(HangGuard.Milliseconds, 10));
    }

    [Test]
    public async Task Ready_OnceTheHostIsStopping_Fails()
    {
        await using var database = await NewDatabaseAsync();
        await using var host = await StartAsync(database);
        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.That(Checks(await StatusOfAsync(host)), Does.Contain("lifetime fail"));
    }

    [TestCase(200, 0)]
    [TestCase(503, 1)]
    public async Task Probe_ReportsReadinessAsExitCode(int status, int expected)
    {
        await using var app = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]).Build();
        app.MapGet(HealthEndpoints.ReadyPath, () => Microsoft.AspNetCore.Http.Results.StatusCode(status));
        await app.StartAsync();

        // The probe waits for four seconds at most, and a busy machine may need more at first.
        Assert.That(
            () => HealthProbe.RunAsync(app.Urls.First() + HealthEndpoints.ReadyPath),
            Is.EqualTo(expected).After(HangGuard.Milliseconds, 10));
    }

    [Test]
    public async Task Probe_WhenNobodyListens_Fails() =>
        Assert.That(await HealthProbe.RunAsync("http://127.0.0.1:9/health/ready"), Is.EqualTo(1));

    private static async Task<SqliteDatabase> NewDatabaseAsync()
    {
        var database = new SqliteDatabase();
        await database.StartAsync();
        return database;
    }

    private static Task<SmallHost> StartAsync(SqliteDatabase database) => SmallHost.StartAsync(
        builder =>
        {
            builder.Services.AddDatabase(builder.Configuration);
            builder.Services.AddSingleton<CatalogCache>();
            builder.Services.AddHealth();
        },
        app => app.UseRouting().UseEndpoints(endpoints => endpoints.MapHealth()),
        ("Database:ConnectionString", database.ConnectionString));

    private static async Task<string> StatusOfAsync(SmallHost host)
    {
        using var response = await host.GetAsync(HealthEndpoints.ReadyPath);
        return await response.Content.ReadAsStringAsync();
    }

    private static IEnumerable<string> Checks(string body)
    {
        using var document = JsonDocument.Parse(body);
        var checks = document.RootElement.GetProperty("checks").EnumerateObject();
        return [.. checks.Select(check => $"{check.Name} {check.Value.GetProperty("status")}")];
    }
}
