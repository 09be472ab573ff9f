using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using System.Net;

namespace Aieh.Api.Tests.Candidates.Passports;

/// <summary>Requests that were decided before an erasure and would write after it.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class ErasureRaceTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task Refusal_DecidedBeforeTheErasure_IsAnsweredAndNotKept()
    {
        var (passport, _, _) = await App.CreatePassportAsync();

        var answer = await RunErasedMeanwhileAsync(passport, Plan.Refuse(Problems.AttemptAlreadySubmitted()));

        Assert.That(answer.Outcome.Status, Is.EqualTo(409));
        Assert.That(await KeysAsync(passport), Is.Zero);
    }

    [Test]
    public async Task Write_DecidedBeforeTheErasure_IsDecidedAgainAndNotDone()
    {
        var (passport, _, _) = await App.CreatePassportAsync();
        var grant = new GrantRow
        {
            Id = Guid.CreateVersion7(AiehApplication.Start),
            PassportId = passport,
            Kind = "link",
            Scope = "passport",
            CreatedAt = AiehApplication.Start,
        };
        var created = Outcome.Created("/", new CreatePassportRequest(), PassportJson.Wire.CreatePassportRequest);

        var answer = await RunErasedMeanwhileAsync(
            passport, new Plan(created, async session => await GrantStore.InsertAsync(session, grant) == 1));

        Assert.That(answer.Outcome.Status, Is.EqualTo(410));
        Assert.That(await App.CountAsync("PassportGrant", "PassportId = @Id", passport), Is.Zero);
        Assert.That(await KeysAsync(passport), Is.Zero);
    }

    [Test]
    public async Task LastUse_NotedBeforeTheErasure_IsNotWrittenAfterIt()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        await owner.GetAsync<PassportResponse>($"/v1/passports/{passport}");
        await EraseAsync(passport);

        await App.Services.GetRequiredService<CredentialUse>().FlushAsync(CancellationToken.None);

        Assert.That(await App.CountAsync("Credential", "PassportId = @Id AND LastUsedAt IS NOT NULL", passport), Is.Zero);
    }

    [Test]
    public async Task ErasePassport_25TimesBesideSubmissions_LeavesNoKeyNoAttemptAndNoEvidence()
    {
        for (var round = 0; round < 25; round++)
        {
            var (passport, owner, _) = await App.CreatePassportAsync();
            var start = new CreateAttemptRequest { Assessment = "python-fundamentals", Form = FormKind.Sample };
            var attempt = await owner.PostAsync<AttemptResponse>("/v1/attempts", start);
            var submissions = Enumerable.Range(0, 8).Select(number =>
                owner.SendAsync(HttpMethod.Post, $"/v1/attempts/{attempt.Id}/submission", "{}", $"key-{number % 3}"));
            var erasures = Enumerable.Range(0, 2).Select(_ => owner.SendAsync(HttpMethod.Delete, $"/v1/passports/{passport}"));

            var responses = await Task.WhenAll([.. submissions, .. erasures]);

            Assert.That(responses.Select(response => (int)response.StatusCode), Has.All.LessThan(500));
            Assert.That(responses.Count(response => response.StatusCode == HttpStatusCode.NoContent), Is.EqualTo(1));
            Assert.That(await KeysAsync(passport), Is.Zero, $"keys after round {round}");
            Assert.That(await App.CountAsync("Attempt", "PassportId = @Id", passport), Is.Zero);
            Assert.That(await App.CountAsync("Evidence", "PassportId = @Id", passport), Is.Zero);
        }
    }

    /// <summary>The answer to a request of the owner, whose passport is erased while it is being planned.</summary>
    private async Task<StoredResult> RunErasedMeanwhileAsync(Guid passport, Plan planned)
    {
        var context = new DefaultHttpContext { RequestServices = App.Services };
        context.Request.Method = HttpMethods.Post;
        context.Request.Headers[IdempotencyKey.Header] = "a-key";
        context.Features.Set(new Principal { Kind = PrincipalKinds.Candidate, Id = "passport:" + passport, PassportId = passport });
        var idempotency = App.Services.GetRequiredService<Idempotency>();

        return (StoredResult)await idempotency.RunAsync(
            context, new CreatePassportRequest(), PassportJson.Wire.CreatePassportRequest,
            session => PassportStore.FindAsync(session, passport),
            PlanAndEraseAsync);

        async ValueTask<Plan> PlanAndEraseAsync(PassportRow? found)
        {
            if (found!.ErasedAt is not null) return Plan.Refuse(Problems.PassportErased());

            await EraseAsync(passport);
            return planned;
        }
    }

    private Task<bool> EraseAsync(Guid passport)
    {
        var observer = App.Services.GetRequiredService<IPassportObserver>();
        return App.Db.WriteAsync(
            session => PassportErasure.RunAsync(session, passport, observer, App.Clock.GetUtcNow(), fails: _ => false),
            CancellationToken.None);
    }

    private Task<int> KeysAsync(Guid passport) => App.CountAsync("IdempotencyRecord", $"Principal = 'passport:{passport}'");
}
