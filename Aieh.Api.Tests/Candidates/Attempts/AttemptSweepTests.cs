using System.Net;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Candidates.Attempts;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class AttemptSweepTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private static readonly CreateAttemptRequest Sample = new() { Assessment = "python-fundamentals", Form = FormKind.Sample };

    [Test]
    public async Task Sweep_TokenOver_DeletesTheAttemptWithItAndNoOther()
    {
        using var anonymous = App.Client();
        var (_, owner, _) = await App.CreatePassportAsync();
        var open = await anonymous.PostAsync<AttemptResponse>("/v1/attempts", Sample);
        var scored = await anonymous.PostAsync<AttemptResponse>("/v1/attempts", Sample);
        using var holder = App.Client(scored.Token);
        await holder.PostAsync<ScoreReportResponse>($"/v1/attempts/{scored.Id}/submission", "{}", "submission");
        var own = await owner.PostAsync<AttemptResponse>("/v1/attempts", Sample);
        App.Clock.Advance(open.ExpiresAt.AddDays(30) - App.Clock.GetUtcNow() - TimeSpan.FromMilliseconds(1));
        await SweepAsync();
        using var inTime = await holder.SendAsync(HttpMethod.Get, $"/v1/attempts/{scored.Id}/score");

        App.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var later = await anonymous.PostAsync<AttemptResponse>("/v1/attempts", Sample);
        await SweepAsync();

        using var over = await holder.SendAsync(HttpMethod.Get, $"/v1/attempts/{scored.Id}/score");
        await over.ProblemAsync(401, "invalid-token");
        Assert.That(inTime.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        using (Assert.EnterMultipleScope())
        {
            foreach (var gone in (Guid[])[open.Id, scored.Id])
            {
                Assert.That(await App.CountAsync("Attempt", "Id = @Id", gone), Is.Zero);
                Assert.That(await App.CountAsync("Credential", "AttemptId = @Id", gone), Is.Zero);
            }

            Assert.That(await App.CountAsync("Attempt", "Id = @Id", own.Id), Is.EqualTo(1));
            Assert.That(await App.CountAsync("Attempt", "Id = @Id", later.Id), Is.EqualTo(1));
            Assert.That(await App.CountAsync("Credential", "AttemptId = @Id", later.Id), Is.EqualTo(1));
        }
    }

    private Task SweepAsync() => App.Services.GetRequiredService<AttemptSweep>().RunAsync(CancellationToken.None);
}
