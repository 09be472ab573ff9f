using System.Net;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;
using Aieh.Api.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Aieh.Api.Tests.Platform.Operations;

internal sealed class ShutdownTests
{
    private const int Requests = 40;
    private static async Task<SqliteDatabase> NewDatabaseAsync()
    {
        var database = new SqliteDatabase();
        await database.StartAsync();
        await using var services = database.BuildServices();
        await services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
        return database;
    }

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// A real server, real connections, and a writer that needs 20 ms for each write, so most are still queued when the host stops.
    /// </summary>
    [Test]
    public async Task Stop_WhileWritesAreQueued_AnswersAndKeepsEveryAcceptedOne()
    {
        await using var database = await NewDatabaseAsync();
        var accepted = 0;
        var answered = new List<HttpStatusCode>();
        var app = Build(database, TimeProvider.System, ("Shutdown:TimeoutSeconds", "600"));
        await using (app)
        {
            app.MapPost("/write", async (Db db) =>
            {
                Interlocked.Increment(ref accepted);
                await db.WriteAsync(InsertSlowlyAsync, CancellationToken.None);
                return Results.Ok();
            });
            await app.StartAsync();
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = HangGuard.Limit };
            var sending = Enumerable.Range(0, Requests).Select(_ => client.PostAsync("/write", null)).ToArray();
            Assert.That(() => Volatile.Read(ref accepted), Is.EqualTo(Requests).After(HangGuard.Milliseconds, 1));

            await app.StopAsync();
            foreach (var response in await Task.WhenAll(sending)) answered.Add(response.StatusCode);
        }

        Assert.That(answered, Has.Count.EqualTo(Requests).And.All.EqualTo(HttpStatusCode.OK));
        await using var reopened = database.BuildServices();
        var rows = await reopened.GetRequiredService<Db>().ReadAsync(
            session => session.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM Tenant"), CancellationToken.None);
        Assert.That(rows, Is.EqualTo(Requests));
    }

    [Test]
    public async Task Drain_KeepsAnsweringWhileTheReplicaIsNotReady()
    {
        await using var database = await NewDatabaseAsync();
        var time = new FakeTimeProvider();
        var app = Build(database, time, ("Shutdown:DrainSeconds", "20"), ("Shutdown:TimeoutSeconds", "600"));
        await using (app)
        {
            app.MapGet("/work", () => Results.Ok());
            await app.StartAsync();
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = HangGuard.Limit };

            app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
            var stopping = app.StopAsync();
            time.Advance(TimeSpan.FromSeconds(19));
            Assert.That((await client.GetAsync("/work")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(stopping.IsCompleted, Is.False);
            time.Advance(TimeSpan.FromSeconds(1));
            await stopping;
            Assert.That(() => client.GetAsync("/work"), Throws.InstanceOf<HttpRequestException>());
        }
    }

    [TestCase(null, 30)]
    [TestCase("45", 45)]
    public async Task Timeout_OfTheHost_IsTheSetting(string? setting, int expected)
    {
        await using var database = await NewDatabaseAsync();
        await using var app = Build(database, TimeProvider.System, ("Shutdown:TimeoutSeconds", setting ?? "30"));
        var host = app.Services.GetRequiredService<IOptions<HostOptions>>().Value;
        Assert.That(host.ShutdownTimeout, Is.EqualTo(TimeSpan.FromSeconds(expected)));
    }

    [Test]
    public void Drain_AsLongAsTheTimeout_IsRefusedByName()
    {
        var result = new ShutdownOptionsValidator().Validate(null, new ShutdownOptions { DrainSeconds = 30 });
        Assert.That(result.FailureMessage, Does.Contain("Shutdown:DrainSeconds is 30"));
    }

    private static WebApplication Build(SqliteDatabase database, TimeProvider time, params (string Setting, string Value)[] settings)
    {
        var arguments = settings
            .Append(("Database:ConnectionString", database.ConnectionString))
            .Append(("urls", "http://127.0.0.1:0"))
            .Select(pair => $"--{pair.Item1}={pair.Item2}");
        var builder = WebApplication.CreateSlimBuilder([.. arguments]);
        builder.Services.AddSingleton(time);
        builder.Services.AddDatabase(builder.Configuration);
        builder.Services.AddGracefulShutdown();
        return builder.Build();
    }

    private static async Task<bool> InsertSlowlyAsync(DbSession session)
    {
        await Task.Delay(20, session.CancellationToken);
        var id = Guid.CreateVersion7(Now);
        return await CredentialStore.InsertTenantAsync(session, new TenantRow { Id = id, Name = id.ToString(), CreatedAt = Now }) == 1;
    }
}
