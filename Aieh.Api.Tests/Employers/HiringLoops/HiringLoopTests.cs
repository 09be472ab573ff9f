using System.Text;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.HiringLoops;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class HiringLoopTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Loops = "/v1/hiring-loops";
    private const string Python = "python-fundamentals";
    private const string Sql = "ai-augmented-sql";
    private const string JavaScript = "javascript-fundamentals";

    private static readonly CreateHiringLoopRequest Plain = new() { Name = "Backend", Role = "backend-engineer" };

    private Guid _tenant;
    private HttpClient _key = null!;

    [SetUp]
    public async Task MakeTenant() => (_tenant, _key, _) = await App.CreateKeyAsync($"{Scopes.LoopsRead} {Scopes.LoopsWrite}");

    [TearDown]
    public void LeaveTenant() => _key.Dispose();

    [Test]
    public async Task Create_WithNothingOfItsOwn_WeighsAndAsksWhatIsPublished()
    {
        var loop = await _key.PostAsync<HiringLoopResponse>(Loops, Plain);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(loop.Bundle.Select(entry => entry.Relevance), Is.EqualTo(new[] { 0.9, 0.85, 0.65, 0.6, 0.5 }));
            // JavaScript is planned. Written with six decimals.
            Assert.That(loop.AskedCoverage, Is.EqualTo((0.9 + 0.85 + 0.65 + 0.6) / 3.5).Within(5e-7));
            Assert.That(loop.Bundle.Select(entry => entry.Published), Is.EqualTo(new double?[] { 0.9, 0.85, 0.65, 0.6, 0.5 }));
            Assert.That(loop.Bundle.Select(entry => entry.Reason), Is.All.EqualTo(LoopBundleReason.None));
            Assert.That(loop.Assessments, Is.EqualTo(new[] { Python, Sql, "communication", "cognitive-reasoning" }), "JavaScript waits");
            Assert.That(
                loop.Bundle.Select(entry => (entry.Asked, entry.Availability)).Distinct(),
                Is.EqualTo(new[] { (true, FormAvailability.Available), (false, FormAvailability.Planned) }));
            Assert.That((loop.MinimumCoverage, loop.PublishedMinimumCoverage), Is.EqualTo((0.6, (double?)0.6)));
            Assert.That((loop.Validity, loop.Reuse.MinimumCurrency), Is.EqualTo((14, 0.63)));
            Assert.That((loop.State, loop.Version, loop.BundleSource), Is.EqualTo((LoopState.Active, 1, LoopBundleSource.Published)));
            Assert.That((loop.CreatedAt, loop.UpdatedAt), Is.EqualTo((App.Clock.GetUtcNow(), App.Clock.GetUtcNow())));
        }
    }

    [Test]
    public async Task Create_WithContextAndWeights_SaysWhyEachDiffers()
    {
        var context = new HiringLoopContextRequest { Stack = Stack.Node, Seniority = Seniority.Junior, Team = "Payments" };
        var loop = await _key.PostAsync<HiringLoopResponse>(Loops, Plain with
        {
            Weights = Weights(("communication", 0), (Sql, 0.85)),
            Context = context,
            MinimumCoverage = 0.25,
            Assessments = [JavaScript, Python],
        });

        (string, double, LoopBundleReason, bool)[] expected =
        [
            (Python, 0.99, LoopBundleReason.Context, true),
            (Sql, 0.85, LoopBundleReason.Override, false),
            ("communication", 0, LoopBundleReason.Override, false),
            ("cognitive-reasoning", 0.6, LoopBundleReason.None, false),
            (JavaScript, 0.8, LoopBundleReason.Context, true),
        ];
        Assert.That(
            loop.Bundle.Select(entry => (entry.Assessment, Math.Round(entry.Relevance, 6), entry.Reason, entry.Asked)),
            Is.EqualTo(expected));
        Assert.That((loop.MinimumCoverage, loop.PublishedMinimumCoverage), Is.EqualTo((0.25, (double?)0.6)));
        Assert.That(loop.Assessments, Is.EqualTo(new[] { Python, JavaScript }), "in bundle order, the planned one too");
        Assert.That(
            (loop.Context!.Stack, loop.Context.Seniority, loop.Context.Team), Is.EqualTo((context.Stack, context.Seniority, context.Team)));
    }

    [Test]
    public async Task Create_ForARoleWithoutAPublishedBundle_IsTheEmployersOwn()
    {
        var loop = await _key.PostAsync<HiringLoopResponse>(
            Loops, new CreateHiringLoopRequest { Name = "Data", Role = "data-engineer", Weights = Weights((Sql, 0.5), (Python, 1)) });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(loop.BundleSource, Is.EqualTo(LoopBundleSource.Employer));
            Assert.That(
                loop.Bundle.Select(entry => (entry.Assessment, entry.Relevance, entry.Published, entry.Reason)),
                Is.EqualTo(new[] { (Python, 1.0, (double?)null, LoopBundleReason.Own), (Sql, 0.5, null, LoopBundleReason.Own) }));
            Assert.That((loop.MinimumCoverage, loop.PublishedMinimumCoverage), Is.EqualTo((0.6, (double?)null)), "the methodology's");
        }
    }

    [Test]
    public async Task Create_WithoutARole_WeighsByTheEmployersWeightsAloneAndStaysSo()
    {
        var request = new CreateHiringLoopRequest { Name = "Python alone", Weights = Weights((Python, 1)) };
        var loop = await _key.PostAsync<HiringLoopResponse>(Loops, request);
        var renamed = await ChangeAsync(loop.Id, 1, """{"name":"Python","weights":{"python-fundamentals":0.5},"role":null}""");
        using var given = await PatchAsync(loop.Id, """{"role":"backend-engineer"}""", "*");
        using var unweighed = await PatchAsync(loop.Id, """{"weights":null}""", "*");
        using var read = await _key.SendAsync(HttpMethod.Get, $"{Loops}/{loop.Id}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((loop.Role, loop.BundleSource), Is.EqualTo((default(string), LoopBundleSource.Employer)));
            Assert.That((loop.MinimumCoverage, loop.PublishedMinimumCoverage), Is.EqualTo((0.6, (double?)null)), "the methodology's");
            Assert.That(
                loop.Bundle.Select(entry => (entry.Assessment, entry.Relevance, entry.Published, entry.Reason, entry.Asked)),
                Is.EqualTo(new[] { (Python, 1.0, (double?)null, LoopBundleReason.Own, true) }));
            Assert.That((renamed.Version, renamed.Role, renamed.Name), Is.EqualTo((2, default(string), "Python")));
            Assert.That((await given.ProblemAsync(422, "hiring-loop-refused")).Places(), Is.EqualTo(new[] { "#/role" }));
            Assert.That((await unweighed.ProblemAsync(422, "hiring-loop-refused")).Places(), Is.EqualTo(new[] { "#/weights" }));
            Assert.That(await read.Content.ReadAsStringAsync(), Does.Not.Contain("\"role\""));
        }
    }

    [TestCase("""{"name":"n"}""", "#/weights")]
    [TestCase("""{"name":"n","role":null,"weights":{}}""", "#/weights")]
    [TestCase("""{"name":"n","weights":{"unknown":1},"assessments":["communication"]}""", "#/weights/unknown", "#/assessments/0")]
    [TestCase("""{"name":"n","role":"astronaut"}""", "#/role")]
    [TestCase("""{"name":"n","role":"data-engineer"}""", "#/weights")]
    [TestCase("""{"name":"n","role":"data-engineer","weights":{"a/b c":1}}""", "#/weights/a~1b%20c")]
    [TestCase("""{"name":"n","role":"data-engineer","weights":{"python-fundamentals":0}}""", "#/weights")]
    [TestCase("""{"name":"n","role":"data-engineer","weights":{"python-fundamentals":-0.1}}""", "#/weights/python-fundamentals")]
    [TestCase("""{"name":"n","role":"backend-engineer","weights":{"unknown":0.5}}""", "#/weights/unknown")]
    [TestCase("""{"name":"n","role":"backend-engineer","weights":{"communication":1.01,"x":2}}""", "#/weights/communication", "#/weights/x", "#/weights/x")]
    [TestCase("""{"name":"n","role":"backend-engineer","weights":{"python-fundamentals":0,"ai-augmented-sql":0,"communication":0,"cognitive-reasoning":0,"javascript-fundamentals":0}}""", "#/weights")]
    [TestCase("""{"name":"n","role":"backend-engineer","assessments":[]}""", "#/assessments")]
    [TestCase("""{"name":"n","role":"backend-engineer","assessments":["communication","rust","communication"]}""", "#/assessments/1", "#/assessments/2")]
    public async Task Create_ThatTheCatalogDoesNotFit_IsRefusedAtEachPlace(string body, params string[] places)
    {
        using var refused = await _key.SendAsync(HttpMethod.Post, Loops, body);

        Assert.That((await refused.ProblemAsync(422, "hiring-loop-refused")).Places(), Is.EqualTo(places));
        Assert.That(await App.CountAsync("HiringLoop", "TenantId = @Id", _tenant), Is.Zero);
    }

    [TestCase("""{"role":"backend-engineer"}""", "#")]
    [TestCase("""{"name":"","role":"backend-engineer"}""", "#/name")]
    [TestCase("""{"name":" n","role":"backend-engineer"}""", "#/name")]
    [TestCase("""{"name":"n","role":"backend-engineer","validity":0,"minimumCoverage":1.5}""", "#/minimumCoverage", "#/validity")]
    [TestCase("""{"name":"n","role":"backend-engineer","validity":366,"reuse":{"minimumCurrency":-1}}""", "#/reuse/minimumCurrency", "#/validity")]
    [TestCase("""{"name":"n","role":"backend-engineer","validity":"14"}""", "#/validity")]
    [TestCase("""{"name":"n","role":"backend-engineer","context":{"stack":"cobol"}}""", "#/context/stack")]
    [TestCase("""{"name":"n","role":"backend-engineer","context":{"team":"\u0000"}}""", "#/context/team")]
    [TestCase("""{"name":"n","role":"backend-engineer","weights":{"communication":null}}""", "#/weights/communication")]
    [TestCase("""{"name":"n","role":"backend-engineer","colour":"red"}""", "#/colour")]
    public async Task Create_OfAnotherShape_Is400AtEachPlace(string body, params string[] places)
    {
        using var refused = await _key.SendAsync(HttpMethod.Post, Loops, body);

        Assert.That((await refused.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(places));
    }

    [Test]
    public async Task Create_RepeatedUnderItsKey_IsTheSameLoop()
    {
        var first = await _key.PostAsync<HiringLoopResponse>(Loops, Plain, "one");
        var again = await _key.PostAsync<HiringLoopResponse>(Loops, Plain, "one");

        Assert.That(again.Id, Is.EqualTo(first.Id));
        Assert.That(await App.CountAsync("HiringLoop", "TenantId = @Id", _tenant), Is.EqualTo(1));
    }

    [Test]
    public async Task List_PageByPage_HasAllOfTheTenantsOldestFirst()
    {
        var made = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            made.Add((await _key.PostAsync<HiringLoopResponse>(Loops, Plain)).Id);
            App.Clock.Advance(TimeSpan.FromMilliseconds(i));
        }

        var first = await _key.GetAsync<HiringLoopListResponse>($"{Loops}?limit=2");
        var second = await _key.GetAsync<HiringLoopListResponse>($"{Loops}?limit=2&cursor={first.Next}");

        Assert.That(first.Items.Concat(second.Items).Select(loop => loop.Id), Is.EquivalentTo(made));
        Assert.That(first.Items.Concat(second.Items).Select(loop => loop.CreatedAt), Is.Ordered);
        Assert.That((first.Items.Count, second.Next), Is.EqualTo((2, (string?)null)));
    }

    [Test]
    public async Task Loop_OfAnotherTenant_IsAsOneThatIsNotThere()
    {
        var loop = await _key.PostAsync<HiringLoopResponse>(Loops, Plain);
        var (_, other, _) = await App.CreateKeyAsync($"{Scopes.LoopsRead} {Scopes.LoopsWrite}");

        foreach (var path in new[] { "", "/versions", "/versions/1" })
        {
            using var foreign = await other.SendAsync(HttpMethod.Get, $"{Loops}/{loop.Id}{path}");
            using var absent = await other.SendAsync(HttpMethod.Get, $"{Loops}/{Guid.Empty}{path}");
            var (seen, none) = (await foreign.ProblemAsync(404, "not-found"), await absent.ProblemAsync(404, "not-found"));
            Assert.That((string?)seen["detail"], Is.EqualTo((string?)none["detail"]));
        }

        using var changed = await PatchAsync(loop.Id, """{"name":"mine"}""", "*", key: other);
        await changed.ProblemAsync(404, "not-found");
        Assert.That((await other.GetAsync<HiringLoopListResponse>(Loops)).Items, Is.Empty);
    }

    [Test]
    public async Task Update_WithoutIfMatch_Is428AndOfAnotherVersion412()
    {
        var loop = await _key.PostAsync<HiringLoopResponse>(Loops, Plain);

        using var unconditional = await PatchAsync(loop.Id, """{"validity":7}""", ifMatch: null);
        using var stale = await PatchAsync(loop.Id, """{"validity":7}""", "\"2\"");
        using var right = await PatchAsync(loop.Id, """{"validity":7}""", "\"1\"");
        using var late = await PatchAsync(loop.Id, """{"validity":8}""", "\"1\"");

        await unconditional.ProblemAsync(428, "precondition-required");
        await stale.ProblemAsync(412, "precondition-failed");
        Assert.That((int)right.StatusCode, Is.EqualTo(200));
        await late.ProblemAsync(412, "precondition-failed");
        using var read = await _key.SendAsync(HttpMethod.Get, $"{Loops}/{loop.Id}");
        Assert.That(read.Headers.ETag, Is.EqualTo(right.Headers.ETag));
        using var byTag = await PatchAsync(loop.Id, """{"validity":9}""", read.Headers.ETag!.ToString());
        Assert.That((int)byTag.StatusCode, Is.EqualTo(200), "the tag as it was read");
    }

    [Test]
    public async Task Update_EachChange_IsAVersionAndTheFormerOnesStay()
    {
        var forNode = Plain with { Context = new HiringLoopContextRequest { Stack = Stack.Node } };
        var loop = await _key.PostAsync<HiringLoopResponse>(Loops, forNode);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await ChangeAsync(loop.Id, 1, """{"weights":{"communication":1},"context":{"stack":null,"team":"Payments"}}""");
        await ChangeAsync(loop.Id, 2, """{"weights":{"communication":null},"validity":null}""");
        var last = await ChangeAsync(loop.Id, 3, """{"state":"archived"}""");

        var first = await _key.GetAsync<HiringLoopListResponse>($"{Loops}/{loop.Id}/versions?limit=3");
        var rest = await _key.GetAsync<HiringLoopListResponse>($"{Loops}/{loop.Id}/versions?limit=3&cursor={first.Next}");
        var second = await _key.GetAsync<HiringLoopResponse>($"{Loops}/{loop.Id}/versions/2");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Items.Concat(rest.Items).Select(version => version.Version), Is.EqualTo(new[] { 4, 3, 2, 1 }));
            Assert.That(rest.Next, Is.Null);
            Assert.That(Relevances(rest.Items[0]), Is.EqualTo(Relevances(loop)), "as it was made");
            Assert.That(second.Context, Is.EqualTo(new HiringLoopContextResponse { Team = "Payments" }));
            Assert.That(Relevances(second), Is.EqualTo(new[] { 0.9, 0.85, 1, 0.6, 0.5 }));
            Assert.That((last.State, last.Weights, last.Validity), Is.EqualTo((LoopState.Archived, (object?)null, 14)));
            Assert.That((last.CreatedAt, last.UpdatedAt), Is.EqualTo((loop.CreatedAt, App.Clock.GetUtcNow())));
        }

        using var none = await _key.SendAsync(HttpMethod.Get, $"{Loops}/{loop.Id}/versions/5");
        await none.ProblemAsync(404, "not-found");

        static IEnumerable<double> Relevances(HiringLoopResponse version) => version.Bundle.Select(entry => entry.Relevance);
    }

    [TestCase("{}")]
    [TestCase("""{"name":"Backend","weights":null,"context":{"team":null},"state":"active"}""")]
    public async Task Update_ThatChangesNothing_MakesNoVersion(string patch)
    {
        var loop = await _key.PostAsync<HiringLoopResponse>(Loops, Plain);

        var same = await ChangeAsync(loop.Id, 1, patch);

        Assert.That(same.Version, Is.EqualTo(1));
        Assert.That(await App.CountAsync("HiringLoopVersion", "LoopId = @Id", loop.Id), Is.EqualTo(1));
    }

    [TestCase("""{"role":"data-engineer"}""", 422, "hiring-loop-refused", "#/role")]
    [TestCase("""{"role":null,"weights":{"communication":1}}""", 422, "hiring-loop-refused", "#/role")]
    [TestCase("""{"weights":{"unknown":1}}""", 422, "hiring-loop-refused", "#/weights/unknown")]
    [TestCase("""{"name":null}""", 400, "invalid-request", "#")]
    [TestCase("""{"validity":400}""", 400, "invalid-request", "#/validity")]
    [TestCase("""{"validity":"7"}""", 400, "invalid-request", "#/validity")]
    [TestCase("""{"colour":null}""", 400, "invalid-request", "#/colour")]
    [TestCase("null", 400, "invalid-request", "#")]
    public async Task Update_Refused_SaysWhereAndChangesNothing(string patch, int status, string kind, string place)
    {
        var loop = await _key.PostAsync<HiringLoopResponse>(Loops, Plain);

        using var refused = await PatchAsync(loop.Id, patch, "*");

        Assert.That((await refused.ProblemAsync(status, kind)).Places(), Is.EqualTo(new[] { place }));
        Assert.That((await _key.GetAsync<HiringLoopResponse>($"{Loops}/{loop.Id}")).Version, Is.EqualTo(1));
    }

    [TestCase("data-engineer", """{"weights":{"python-fundamentals":1,"communication":0.5}}""")]
    [TestCase("backend-engineer", """{"weights":{"python-fundamentals":null,"communication":0.5}}""")]
    public async Task Update_ThatHasMoreCountThanCandidatesHaveAgreedTo_IsRefusedOnceAnybodyIsInvited(string role, string patch)
    {
        var weights = Weights((Sql, 1), (Python, 0));
        if (role == Plain.Role) weights.Add("communication", 0);
        var request = Plain with { Role = role, Weights = weights };
        var free = await _key.PostAsync<HiringLoopResponse>(Loops, request);
        var bound = await _key.PostAsync<HiringLoopResponse>(Loops, request);
        var (passport, _, _) = await App.CreatePassportAsync();
        await App.AcceptAsync(_tenant, bound.Id, passport);

        var changed = await ChangeAsync(free.Id, 1, patch);
        using var refused = await PatchAsync(bound.Id, patch, "*");
        var lighter = await ChangeAsync(bound.Id, 1, $$$"""{"weights":{"{{{Sql}}}":0.4}}""");

        Assert.That(changed.Bundle.Count(entry => entry.Relevance > 0), Is.GreaterThan(free.Bundle.Count(entry => entry.Relevance > 0)));
        var problem = await refused.ProblemAsync(422, "hiring-loop-refused");
        Assert.That(problem.Places(), Is.EqualTo(new[] { $"#/weights/{Python}", "#/weights/communication" }));
        Assert.That((string?)problem["errors"]![0]!["detail"], Does.Contain("agreed").And.Contain("another hiring loop"));
        Assert.That((lighter.Version, lighter.Weights![Sql]), Is.EqualTo((2, 0.4)), "what counts may count otherwise");
    }

    [TestCase("application/json", 200)]
    [TestCase("application/merge-patch+json", 200)]
    [TestCase("text/plain", 415)]
    public async Task Update_InAMediaType_IsTakenOrNot(string type, int status)
    {
        var loop = await _key.PostAsync<HiringLoopResponse>(Loops, Plain);

        using var answer = await PatchAsync(loop.Id, """{"validity":7}""", "*", type);

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task Changes_AreAuditedWithWhatWasAndWhatIs()
    {
        var loop = await _key.PostAsync<HiringLoopResponse>(Loops, Plain);
        await ChangeAsync(loop.Id, 1, """{"minimumCoverage":0.75}""");

        var entries = await App.Db.ReadAsync(
            session => session.ListAsync<AuditEntryRow>(
                """
                SELECT Id, TenantId, OccurredAt, Actor, Action, Subject, PassportId, Scope, BeforeState, AfterState, ReadKey, Position, Hash
                FROM AuditEntry WHERE TenantId = @TenantId ORDER BY Seq
                """,
                new { TenantId = _tenant }),
            CancellationToken.None);

        Assert.That(entries.Select(entry => entry.Action), Is.EqualTo(new[] { "hiring-loop.created", "hiring-loop.updated" }));
        Assert.That(entries.Select(entry => entry.Subject), Is.All.EqualTo($"hiring-loop:{loop.Id}"));
        Assert.That(entries[0].BeforeState, Is.Null);
        Assert.That(entries[1].BeforeState, Is.EqualTo(entries[0].AfterState).And.Contains("\"minimumCoverage\":0.6,"));
        Assert.That(entries[1].AfterState, Does.Contain("\"minimumCoverage\":0.75,"));
    }

    private static Dictionary<string, double> Weights(params (string Assessment, double Weight)[] weights) =>
        weights.ToDictionary(each => each.Assessment, each => each.Weight);

    private async Task<HiringLoopResponse> ChangeAsync(Guid loop, int version, string patch)
    {
        using var response = await PatchAsync(loop, patch, $"\"{version}\"");
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        return await _key.GetAsync<HiringLoopResponse>($"{Loops}/{loop}");
    }

    private async Task<HttpResponseMessage> PatchAsync(
        Guid loop, string patch, string? ifMatch, string type = "application/merge-patch+json", HttpClient? key = null)
    {
        using var message = new HttpRequestMessage(HttpMethod.Patch, $"{Loops}/{loop}");
        message.Content = new StringContent(patch, Encoding.UTF8, type);
        if (ifMatch is not null) message.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await (key ?? _key).SendAsync(message);
    }
}
