using System.Text.Json;
using System.Text.Json.Nodes;
using Aieh.Api.Employers.Ats;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Employers.Mail;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Tests.Employers.Ats.Conformance;

/// <summary>
/// Tests of facts: with requests as the system's documentation shows them, and answers read as JSON, not by the service's own types.
/// What is seen of an order besides comes from the plain API.
/// </summary>
public abstract class ConformanceFixture : AtsFixture<SqliteDatabase>
{
    protected const string Python = Employer.Python;
    protected const string Sql = Employer.Sql;

    private int _number;

    internal MailServer Mails { get; } = new();

    private protected override IEnumerable<(string Setting, string Value)> Settings =>
    [
        ("Mail:Host", "127.0.0.1"), ("Mail:Port", $"{Mails.Port}"), ("Mail:Security", "None"),
        ("Mail:From", "Skills Passport <no-reply@mail.example.com>"),
    ];

    /// <summary>The operator's list of hosts, besides the test's server the one that it has by default.</summary>
    internal IList<string> GreenhouseHosts => App.Services.GetRequiredService<IOptions<AtsOptions>>().Value.GreenhouseHosts;

    /// <summary>As the system shows the key.</summary>
    protected HttpClient Caller { get; private set; } = null!;

    [OneTimeSetUp]
    public void Know()
    {
        GreenhouseHosts.Add("app.greenhouse.io");
        Caller = Basic(Key);
    }

    [OneTimeTearDown]
    public async Task Forget()
    {
        Caller?.Dispose();
        await Mails.DisposeAsync();
    }

    [TearDown]
    public void NoteOutcome()
    {
        (System.Answer, System.RetryAfter) = (_ => 200, null);
        HeldFact.Note(TestContext.CurrentContext);
    }

    /// <summary>A number that this fixture has not used.</summary>
    protected int NewNumber() => Interlocked.Increment(ref _number);

    /// <summary>Sends a system's request and reads the answer, whatever it is.</summary>
    internal static async Task<(int Status, JsonNode? Answer)> TryAsync(HttpClient system, string path, JsonNode? body = null)
    {
        using var response = body is null
            ? await system.GetAsync(new Uri(path, UriKind.Relative))
            : await system.SendAsync(HttpMethod.Post, path, body.ToJsonString());
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    /// <summary>A test of the tenant's, as Greenhouse lists it, by the beginning of its name.</summary>
    protected async Task<string> TestIdAsync(string name)
    {
        var tests = (await AskAsync(Caller, "/ats/greenhouse/list_tests")).AsArray();
        return (string)tests.First(
            test => ((string)test!["partner_test_name"]!).StartsWith(name, StringComparison.Ordinal))!["partner_test_id"]!;
    }

    /// <summary>What Greenhouse sends, as its documentation shows it.</summary>
    protected JsonObject SendTestOf(string test) => new()
    {
        ["partner_test_id"] = test,
        ["candidate"] = new JsonObject
        {
            ["first_name"] = "Robin", ["last_name"] = "Example", ["preferred_name"] = "Rob",
            ["resume_url"] = "https://example.com/resume.pdf", ["phone_number"] = "123-456-7890",
            ["email"] = $"robin{NewNumber()}@example.org",
            ["greenhouse_profile_url"] = "https://app.greenhouse.io/people/1?application_id=2",
        },
        ["sent_by"] = "recruiter@example.org",
        ["url"] = $"{System.Address}integrations/testing_partners/take_home_tests/{NewNumber()}-",
    };

    protected async Task<Guid> SendAsync(JsonObject send) =>
        Guid.Parse((string)(await AskAsync(Caller, "/ats/greenhouse/send_test", send))["partner_interview_id"]!);

    protected Task<JsonNode> StatusAsync(Guid id) => AskAsync(Caller, $"/ats/greenhouse/test_status?partner_interview_id={id}");

    internal IReadOnlyList<Called> CallsTo(JsonObject send) => System.CallsWith(new Uri((string)send["url"]!).AbsolutePath);

    /// <summary>The candidate of an order agrees, and what is asked for is there already: it is completed.</summary>
    internal async Task CompleteAsync(Guid invitation, string? passport = null) =>
        await AcceptAsync(invitation, passport ?? await FreshPassportAsync(Python));

    /// <summary>A passport whose evidence covers assessments now, with these scores.</summary>
    internal async Task<string> PassportWithAsync(params IEnumerable<(string Assessment, double Score)> evidence)
    {
        var (id, owner, token) = await App.CreatePassportAsync();
        owner.Dispose();
        foreach (var (assessment, score) in evidence) await App.AddEvidenceAsync(id, assessment, score, App.Clock.GetUtcNow());
        return token;
    }

    /// <summary>The candidate of an order declines it.</summary>
    internal async Task DeclineAsync(Guid invitation)
    {
        var link = await Employer.Client.PostAsync<InvitationLinkResponse>($"/v1/invitations/{invitation}/link", new { });
        using var candidate = App.Client(link.Token);
        await candidate.PostAsync<CurrentInvitationResponse>("/v1/invitations/current/declination", new { });
    }

    /// <summary>The employer takes an order back.</summary>
    internal Task CancelAsync(Guid invitation) =>
        Employer.Client.PostAsync<InvitationResponse>($"/v1/invitations/{invitation}/cancellation", new { });

    /// <summary>
    /// What a system was told of an order, once nothing of it is under way any more: so many calls, or else the end. Each event becomes a
    /// call by itself, so that the first can be over before the next is there.
    /// </summary>
    internal async Task<IReadOnlyList<AtsCallResponse>> ToldAsync(string ats, Guid invitation, int? atLeast = null)
    {
        IReadOnlyList<AtsCallResponse> told = [];
        await UntilAsync(async () =>
        {
            told = await CallsOfAsync(ats, invitation);
            var isAllThere = atLeast is { } count ? told.Count >= count : told.Any(call => call.Type != EventTypes.InvitationAccepted);
            return isAllThere && told.All(call => call.State != WebhookDeliveryState.Pending);
        });
        return told;
    }

    internal async Task<IReadOnlyList<AtsCallResponse>> CallsOfAsync(string ats, Guid invitation) =>
    [
        .. (await Employer.Client.GetAsync<AtsCallListResponse>($"/v1/ats-connections/{ats}/calls?limit=200")).Items
            .Where(call => call.Invitation == invitation),
    ];

    /// <summary>Another tenant's key, with the same scope.</summary>
    protected async Task<HttpClient> StrangerAsync() => Basic((await App.CreateKeyAsync(Scopes.OrdersWrite)).Token);

    /// <summary>The names of all members, at any depth.</summary>
    protected static IEnumerable<string> NamesIn(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(member => NamesIn(member.Value).Prepend(member.Key)),
        JsonArray array => array.SelectMany(NamesIn),
        _ => [],
    };

    protected static bool IsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;

    protected static bool IsNumber(JsonNode? node) => node?.GetValueKind() == JsonValueKind.Number;

    /// <summary>Whether there is such a member, and it is null.</summary>
    protected static bool IsNull(JsonNode node, string name) =>
        node.AsObject().TryGetPropertyValue(name, out var value) && value is null;
}
