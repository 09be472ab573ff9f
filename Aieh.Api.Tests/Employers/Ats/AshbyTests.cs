using System.Text;
using System.Text.Json.Nodes;
using Aieh.Api.Employers.Ats;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.Ats;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class AshbyTests<TDatabase> : AtsFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Python = "python-fundamentals";
    private const string ApiKey = "ashby-key-of-the-customer";

    [OneTimeSetUp]
    public Task Connect() => Employer.Client.PutAsync("/v1/ats-connections/ashby", new { apiKey = ApiKey });

    [Test]
    public async Task Completion_AtOnce_IsToldAsStartedAndResult_WithRisingTimes()
    {
        using var ashby = Basic(Key);
        var id = await StartAsync(ashby, Start());
        await AcceptAsync(id, await FreshPassportAsync(Python));
        await UntilAsync(() => System.CallsWith(id.ToString()).Count == 2);

        var calls = System.CallsWith(id.ToString());
        var (started, result) = (JsonNode.Parse(calls[0].Body)!, JsonNode.Parse(calls[1].Body)!);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(calls.Select(call => $"{call.Method} {call.Path}"), Is.All.EqualTo("POST /assessment.update"));
            Assert.That(calls[0].Headers["Authorization"], Is.EqualTo(BasicOf(ApiKey)));
            Assert.That(calls[0].Headers["Accept"], Is.EqualTo("application/json; version=1"));
            Assert.That((string)started["assessment_status"]!["value"]!, Is.EqualTo("Started"));
            Assert.That(started["assessment_result"], Is.Null);
            Assert.That((double)result["assessment_result"]!["value"]!, Is.InRange(640, 670));
            Assert.That((string)result["assessment_profile_url"]!["value"]!, Does.StartWith("https://passport.example.com/report/"));
            Assert.That((long)result["timestamp"]!, Is.GreaterThan((long)started["timestamp"]!));
            Assert.That(result["metadata"]!.AsArray().Select(value => (string)value!["identifier"]!), Is.Unique.And.Contains("score-min"));
        }
    }

    [Test]
    public async Task Start_Repeated_IsTheSame_UntilItHasEndedWithoutAResult()
    {
        using var ashby = Basic(Key);
        var start = Start();
        var first = await StartAsync(ashby, start);
        var again = await StartAsync(ashby, start);
        await CancelAsync(ashby, first);
        var anew = await StartAsync(ashby, start);
        await AcceptAsync(anew, await FreshPassportAsync(Python));
        await UntilAsync(() => System.CallsWith(anew.ToString()).Count == 2);
        var completed = await StartAsync(ashby, start);
        await UntilAsync(() => System.CallsWith(anew.ToString()).Count == 3);

        var times = System.CallsWith(anew.ToString()).Select(call => (long)JsonNode.Parse(call.Body)!["timestamp"]!);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(again, Is.EqualTo(first));
            Assert.That(anew, Is.Not.EqualTo(first));
            Assert.That(completed, Is.EqualTo(anew), "its end is told once more");
            Assert.That(times, Is.Ordered.And.Unique);
        }
    }

    [Test]
    public async Task Cancel_OfAnything_Succeeds_AndAshbyIsNotToldOfItsOwn()
    {
        using var ashby = Basic(Key);
        using var other = Basic((await App.CreateKeyAsync(Scopes.OrdersWrite)).Token);
        var id = await StartAsync(ashby, Start());

        await CancelAsync(other, id);
        var open = (await Employer.GetAsync(id)).State;
        await CancelAsync(ashby, id);
        await CancelAsync(ashby, id);
        await CancelAsync(ashby, NewId());
        await UntilAsync(async () =>
            (await Employer.Client.GetAsync<AtsCallListResponse>("/v1/ats-connections/ashby/calls?limit=200")).Items
                .Where(call => call.Invitation == id).All(call => call.State == WebhookDeliveryState.Delivered));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(open, Is.EqualTo(InvitationState.Invited), "another tenant's key");
            Assert.That((await Employer.GetAsync(id)).State, Is.EqualTo(InvitationState.Cancelled));
            Assert.That(System.CallsWith(id.ToString()), Is.Empty);
        }
    }

    [Test]
    public async Task Declination_IsToldAsCancelled()
    {
        using var ashby = Basic(Key);
        var id = await StartAsync(ashby, Start());
        var link = await Employer.Client.PostAsync<InvitationLinkResponse>($"/v1/invitations/{id}/link", new { });
        using var candidate = App.Client(link.Token);
        await candidate.PostAsync<CurrentInvitationResponse>("/v1/invitations/current/declination", new { });

        await UntilAsync(() => System.CallsWith(id.ToString()).Count == 1);

        var update = JsonNode.Parse(System.CallsWith(id.ToString()).Single().Body)!;
        Assert.That((string)update["cancelled_reason"]!["value"]!, Is.EqualTo("The candidate has declined."));
    }

    [Test]
    public async Task Start_BeforeTheConnectionIsComplete_IsRefusedInWordsForTheRecruiter()
    {
        using var ashby = Basic((await App.CreateKeyAsync(Scopes.OrdersWrite)).Token);
        var start = Start();
        start["assessment_type_id"] = (string)(await AskAsync(ashby, "/ats/ashby/assessment.list", new JsonObject()))
            ["results"]![0]!["assessment_type_id"]!;

        using var response = await ashby.SendAsync(HttpMethod.Post, "/ats/ashby/assessment.start", start.ToJsonString());
        var problem = await response.ProblemAsync(422, "order-refused");

        Assert.That((string?)problem["message"], Does.Contain("administrator"));
    }

    [Test]
    public async Task Key_ThatIsGivenAnew_IsTriedAtOnce()
    {
        using var employer = await Employer.CreateAsync(App);
        using var ashby = Basic((await App.CreateKeyAsync(Scopes.OrdersWrite, employer.Tenant)).Token);
        await employer.Client.PutAsync("/v1/ats-connections/ashby", new { apiKey = "wrong" });
        var start = Start();
        start["assessment_type_id"] = TestsOnOffer.IdOf(employer.Tenant, Python).ToString();
        var id = await StartAsync(ashby, start);
        System.Answer = call => call.Headers["Authorization"] == BasicOf("wrong") ? 403 : 200;
        var link = await employer.Client.PostAsync<InvitationLinkResponse>($"/v1/invitations/{id}/link", new { });
        await employer.AcceptAsync((await employer.GetAsync(id)) with { Token = link.Token }, await FreshPassportAsync(Python));
        await UntilAsync(async () => (await employer.Client.GetAsync<AtsCallListResponse>("/v1/ats-connections/ashby/calls")).Items
            .Any(call => call.Status == 403));

        await employer.Client.PutAsync("/v1/ats-connections/ashby", new { apiKey = "right" });

        await UntilAsync(() => System.CallsWith(id.ToString()).Count(call => call.Headers["Authorization"] == BasicOf("right")) == 2);
    }

    [Test]
    public async Task Connection_ThatWasDisabled_TellsWhatItMissed()
    {
        using var employer = await Employer.CreateAsync(App);
        using var ashby = Basic((await App.CreateKeyAsync(Scopes.OrdersWrite, employer.Tenant)).Token);
        await employer.Client.PutAsync("/v1/ats-connections/ashby", new { apiKey = ApiKey, state = "disabled" });
        var start = Start();
        start["assessment_type_id"] = TestsOnOffer.IdOf(employer.Tenant, Python).ToString();
        var id = await StartAsync(ashby, start);
        var link = await employer.Client.PostAsync<InvitationLinkResponse>($"/v1/invitations/{id}/link", new { });
        await employer.AcceptAsync((await employer.GetAsync(id)) with { Token = link.Token }, await FreshPassportAsync(Python));
        await UntilAsync(async () =>
            (await employer.Client.GetAsync<AtsCallListResponse>("/v1/ats-connections/ashby/calls")).Items
                .All(call => call.State == WebhookDeliveryState.Failed));
        var quiet = System.CallsWith(id.ToString()).Count;

        await employer.Client.PutAsync("/v1/ats-connections/ashby", new { state = "enabled" });
        await UntilAsync(() => System.CallsWith(id.ToString()).Count == 2);

        Assert.That(quiet, Is.Zero);
    }

    private static string BasicOf(string key) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":"));

    private JsonObject Start() => new()
    {
        ["assessment_type_id"] = TestsOnOffer.IdOf(Employer.Tenant, Python).ToString(),
        ["candidate"] = new JsonObject
        {
            ["ashby_id"] = NewId().ToString(), ["first_name"] = "Robin", ["last_name"] = "Example", ["email"] = "robin@example.org",
            ["ashby_profile_url"] = "https://app.ashbyhq.com/candidates/1",
        },
        ["application"] = new JsonObject { ["ashby_id"] = NewId().ToString(), ["status"] = "Active" },
        ["job"] = new JsonObject
        {
            ["ashby_id"] = NewId().ToString(), ["name"] = "Backend", ["ashby_job_url"] = "https://app.ashbyhq.com/jobs/1",
        },
    };

    private static async Task<Guid> StartAsync(HttpClient ashby, JsonObject start)
    {
        var answer = await AskAsync(ashby, "/ats/ashby/assessment.start", start);
        Assert.That((bool)answer["success"]!, Is.True);
        return Guid.Parse((string)answer["results"]!["assessment_id"]!);
    }

    private static async Task CancelAsync(HttpClient ashby, Guid id)
    {
        var answer = await AskAsync(ashby, "/ats/ashby/assessment.cancel", new JsonObject { ["assessment_id"] = id.ToString() });
        Assert.That((string)answer["results"]!["assessment_id"]!, Is.EqualTo(id.ToString()));
    }
}
