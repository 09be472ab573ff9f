using System.Text;
using System.Text.Json.Nodes;
using Aieh.Api.Employers.Ats;
using Aieh.Api.Employers.Audit;
using Aieh.Api.Employers.Greenhouse;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Tests.Employers.Ats;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class GreenhouseTests<TDatabase> : AtsFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Python = "python-fundamentals";
    private int _number;

    private Guid Test => TestsOnOffer.IdOf(Employer.Tenant, Python);

    [Test]
    public async Task SendTest_Repeated_IsTheSameOrder()
    {
        using var greenhouse = Basic(Key);
        var send = Send();
        var first = await SendAsync(greenhouse, send);
        send["candidate"]!["first_name"] = "Another";
        send["a_member_of_tomorrow"] = new JsonObject { ["x"] = 1 };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await SendAsync(greenhouse, send), Is.EqualTo(first));
            Assert.That(await SendAsync(greenhouse, Send()), Is.Not.EqualTo(first));
            Assert.That((await Employer.GetAsync(first)).Candidate!.Name, Is.EqualTo("The Chosen One Example"));
        }
    }

    [Test]
    public async Task SendTest_WithoutAnAddress_IsTheSameOrderUntilItHasEnded()
    {
        using var greenhouse = Basic(Key);
        var send = Send();
        send.Remove("url");

        var first = await SendAsync(greenhouse, send);
        var again = await SendAsync(greenhouse, send);
        await Employer.Client.PostAsync<InvitationResponse>($"/v1/invitations/{first}/cancellation", new { });
        var later = await SendAsync(greenhouse, send);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again, Is.EqualTo(first));
            Assert.That(later, Is.Not.EqualTo(first));
            Assert.That((string)(await StatusAsync(greenhouse, first))["partner_status"]!, Is.EqualTo("cancelled"));
        }
    }

    [TestCase("https://elsewhere.example.com/take_home_tests/1")]
    [TestCase("https://app.greenhouse.io.example.com/1")]
    [TestCase("https://key@app.greenhouse.io/1")]
    [TestCase("file:///etc/passwd")]
    [TestCase("no address")]
    public async Task SendTest_WithAnAddressElsewhere_IsRefused(string url)
    {
        using var greenhouse = Basic(Key);
        var send = Send();
        send["url"] = url;

        using var response = await greenhouse.SendAsync(HttpMethod.Post, "/ats/greenhouse/send_test", send.ToJsonString());

        Assert.That((string?)(await response.ProblemAsync(422, "order-refused"))["message"], Does.Contain("Greenhouse"));
    }

    [Test]
    public async Task Completion_IsToldByPatchWithTheSameKey_AndTheStatusHasItBefore()
    {
        using var greenhouse = Basic(Key);
        var send = Send();
        var path = new Uri((string)send["url"]!).AbsolutePath;
        var id = await SendAsync(greenhouse, send);
        var before = await StatusAsync(greenhouse, id);
        await AcceptAsync(id, await FreshPassportAsync(Python));

        var complete = await StatusAsync(greenhouse, id);
        await UntilAsync(() => System.CallsWith(path).Count > 0);
        var call = System.CallsWith(path).Single();
        var metadata = complete["metadata"]!.AsObject();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((string)before["partner_status"]!, Is.EqualTo("invited"));
            Assert.That(before.AsObject().ContainsKey("partner_score"), Is.True);
            Assert.That(call.Method, Is.EqualTo("PATCH"));
            Assert.That(call.Headers["Authorization"], Is.EqualTo("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Key + ":"))));
            Assert.That(call.Headers["User-Agent"], Is.Not.Empty);
            Assert.That((string)complete["partner_status"]!, Is.EqualTo("complete"));
            Assert.That((string)complete["partner_profile_url"]!, Does.StartWith("https://passport.example.com/report/"));
            Assert.That((double)complete["partner_score"]!, Is.InRange(640, 670));
            Assert.That(metadata.All(line => line.Value!.GetValueKind() == global::System.Text.Json.JsonValueKind.String), Is.True);
            Assert.That((string)metadata["Scale"]!, Is.EqualTo("300 to 850"));
            Assert.That(
                metadata.Select(line => line.Key), Does.Contain("95 % interval").And.Contains("Valid until").And.Contains("Coverage"));
        }
    }

    [Test]
    public async Task Score_InPerCent_IsTheWayFrom300To850()
    {
        using var employer = await Employer.CreateAsync(App);
        using var greenhouse = Basic((await App.CreateKeyAsync(Scopes.OrdersWrite, employer.Tenant)).Token);
        var send = Send();
        send["partner_test_id"] = TestsOnOffer.IdOf(employer.Tenant, Python).ToString();
        var id = await SendAsync(greenhouse, send);
        var link = await employer.Client.PostAsync<InvitationLinkResponse>($"/v1/invitations/{id}/link", new { });
        await employer.AcceptAsync((await employer.GetAsync(id)) with { Token = link.Token }, await FreshPassportAsync(Python));
        var scaled = (double)(await StatusAsync(greenhouse, id))["partner_score"]!;

        await employer.Client.PutAsync("/v1/ats-connections/greenhouse", new { scoreFormat = "percent" });
        var percent = await StatusAsync(greenhouse, id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((double)percent["partner_score"]!, Is.EqualTo(Math.Round((scaled - 300) / 5.5)));
            Assert.That((string)percent["metadata"]!["Scale"]!, Is.EqualTo("0 to 100 %"));
        }
    }

    /// <summary>The status is refused then, and could not name the report.</summary>
    [Test]
    public async Task Completion_WithoutAnAddressOfTheService_IsNotTold()
    {
        using var greenhouse = Basic(Key);
        var id = await SendAsync(greenhouse, Send());
        await AcceptAsync(id, await FreshPassportAsync(Python));
        var connection = await App.Db.ReadAsync(
            session => AtsConnectionStore.FindAsync(session, Employer.Tenant, "greenhouse"), CancellationToken.None);
        var work = new DeliveryWork
        {
            Type = EventTypes.InvitationCompleted, Subject = id, EndpointId = connection!.Id, Secret = connection.Secret,
        };
        var unknown = new ServiceAddress(
            Options.Create(new InvitationOptions()), App.Services.GetRequiredService<IServer>(),
            new HostingEnvironment { EnvironmentName = "Production" });
        var sender = ActivatorUtilities.CreateInstance<GreenhouseSender>(
            App.Services, ActivatorUtilities.CreateInstance<AtsResults>(App.Services, unknown));

        Assert.That(await sender.SendAsync(work, CancellationToken.None), Is.EqualTo(AtsCaller.HasNoReport));
    }

    [TestCase(500, 2)]
    [TestCase(429, 2)]
    [TestCase(404, 1)]
    public async Task Patch_IsRepeatedWhereThatHelps(int status, int calls)
    {
        using var greenhouse = Basic(Key);
        var send = Send();
        var path = new Uri((string)send["url"]!).AbsolutePath;
        System.Answer = call => call.Path == path && System.CallsWith(path).Count == 1 ? status : 200;
        await AcceptAsync(await SendAsync(greenhouse, send), await FreshPassportAsync(Python));
        await UntilAsync(() => System.CallsWith(path).Count > 0);

        await UntilAsync(async () =>
        {
            var list = await Employer.Client.GetAsync<AtsCallListResponse>("/v1/ats-connections/greenhouse/calls?limit=200");
            var told = list.Items.Where(each => each.LastAttemptAt is not null && each.Status is not null).MaxBy(each => each.CreatedAt);
            if (told?.NextAttemptAt is null) return told is not null && System.CallsWith(path).Count == calls;

            App.Clock.Advance(TimeSpan.FromSeconds(10));
            return false;
        });

        Assert.That(System.CallsWith(path), Has.Count.EqualTo(calls));
    }

    [Test]
    public async Task Status_OfAnotherTenantsOrderOrOfNone_IsNotFound()
    {
        using var greenhouse = Basic(Key);
        using var other = Basic((await App.CreateKeyAsync(Scopes.OrdersWrite)).Token);
        var id = await SendAsync(greenhouse, Send());
        var plain = await Employer.InviteAsync(await Employer.CreateLoopAsync());

        foreach (var (client, asked) in new[] { (other, id.ToString()), (greenhouse, plain.Id.ToString()), (greenhouse, "12345") })
        {
            using var response = await client.GetAsync(
                new Uri($"/ats/greenhouse/test_status?partner_interview_id={asked}", UriKind.Relative));
            await response.ProblemAsync(404, "not-found");
        }
    }

    [TestCase("response_error")]
    [TestCase("request_errors")]
    public async Task ResponseError_IsTakenDownBesideTheOrder(string path)
    {
        using var greenhouse = Basic(Key);
        using var auditor = App.Client((await App.CreateKeyAsync(Scopes.AuditRead, Employer.Tenant)).Token);
        var id = await SendAsync(greenhouse, Send());

        var answer = await AskAsync(greenhouse, $"/ats/greenhouse/{path}", new JsonObject
        {
            ["api_call"] = "test_status", ["errors"] = new JsonArray($"{path}: url is missing for robin@example.org"),
            ["partner_test_id"] = Test.ToString(), ["partner_interview_id"] = id.ToString(), ["candidate_email"] = "robin@example.org",
        });
        var log = await auditor.GetAsync<AuditLogResponse>("/v1/audit-log?limit=200");
        var entry = log.Items.Single(each => each.After?.ToString().Contains(path, StringComparison.Ordinal) is true);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)answer["status"]!, Is.EqualTo(200));
            Assert.That(entry.Action, Is.EqualTo("ats.response-refused"));
            Assert.That(entry.Subject, Is.EqualTo($"invitation:{id}"));
            Assert.That(entry.After!.ToString(), Does.Not.Contain("robin@"));
        }
    }

    private JsonObject Send() => new()
    {
        ["partner_test_id"] = Test.ToString(),
        ["candidate"] = new JsonObject
        {
            ["first_name"] = "Robin", ["last_name"] = "Example", ["preferred_name"] = "The Chosen One", ["phone_number"] = "123-456-7890",
            ["resume_url"] = "https://example.com/resume", ["email"] = "robin@example.org",
            ["greenhouse_profile_url"] = "https://app.greenhouse.io/people/17681532?application_id=26234709",
        },
        ["sent_by"] = "recruiter@example.org",
        ["url"] = $"{System.Address}integrations/testing_partners/take_home_tests/g{Interlocked.Increment(ref _number)}-",
    };

    private static async Task<Guid> SendAsync(HttpClient greenhouse, JsonObject send) =>
        Guid.Parse((string)(await AskAsync(greenhouse, "/ats/greenhouse/send_test", send))["partner_interview_id"]!);

    private static Task<JsonNode> StatusAsync(HttpClient greenhouse, Guid id) =>
        AskAsync(greenhouse, $"/ats/greenhouse/test_status?partner_interview_id={id}");
}
