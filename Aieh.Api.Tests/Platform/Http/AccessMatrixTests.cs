using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.SelfIdentification;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.Ats;
using Aieh.Api.Employers.Greenhouse;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tests.Support;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Platform.Http;

/// <summary>
/// Every route that the service has, called with every kind of credential, about a passport and an attempt of somebody. What comes of it
/// stands in Approved/Access.approved.txt, to be read by people: a new route or a changed rule is a new line there.
/// </summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class AccessMatrixTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Wrong = "aieh_cand_wrong";

    /// <summary>Stands for a name that nobody has.</summary>
    private const string New = "(new)";

    /// <summary>Stand for the ids of a loop and of an order of the employer's.</summary>
    private const string Loop = "(loop)";
    private const string Order = "(order)";

    /// <summary>Bodies that succeed where the caller may; a route with a body that is not here fails the test.</summary>
    private static readonly Dictionary<string, string> _bodies = new()
    {
        ["createAttempt"] = """{"assessment":"python-fundamentals","form":"sample"}""",
        ["sendSignals"] = """{"signals":[]}""",
        ["stateOnAttempt"] = """{"text":"x"}""",
        ["requestVerification"] = """{"assessment":"python-fundamentals"}""",
        ["setIntegrityReview"] = """{"outcome":"cleared"}""",
        ["saveResponses"] = """{"responses":[]}""",
        ["submitAttempt"] = "{}",
        ["saveAttempt"] = $$"""{"passport":"{{Wrong}}"}""",
        ["createPassport"] = "{}",
        ["setContact"] = """{"email":"robin@example.org"}""",
        ["askReturn"] = """{"email":"robin@example.org"}""",
        ["exchangeReturn"] = """{"token":"x"}""",
        ["createGrant"] = """{"kind":"link","scope":"passport"}""",
        ["setSelfIdentification"] = $$"""{"consent":"{{SelfIdentificationText.Version}}"}""",
        ["setAccommodation"] = """{"timeMultiplier":1.5}""",
        ["createInvitation"] = "{}",
        ["createInvitationLink"] = "{}",
        ["createInvitationBatch"] = """{"invitations":[{}]}""",
        ["setInvitationAccommodation"] = """{"timeMultiplier":1.5}""",
        ["acceptInvitation"] = $$"""{"consent":"{{ConsentText.Version}}"}""",
        ["createHiringLoop"] = """{"name":"Backend","role":"backend-engineer"}""",
        ["updateHiringLoop"] = "{}",
        ["addEvidence"] =
            """{"concordance":"percentile-general-cognitive","rawScore":50,"observedAt":"2026-05-01T00:00:00Z","reference":"r"}""",
        ["createTenant"] = $$"""{"name":"{{New}}"}""",
        ["updateTenant"] = """{"settings":{"retentionMonths":12}}""",
        ["createKey"] = """{"scopes":["passports:read"]}""",
        ["rotateKey"] = "{}",
        ["createWebhookEndpoint"] = """{"url":"https://ats.example.com/hooks"}""",
        ["updateWebhookEndpoint"] = """{"state":"disabled"}""",
        ["rotateWebhookSecret"] = "{}",
        ["sendGreenhouseTest"] = $$$"""{"partner_test_id":"{{{Loop}}}","candidate":{"first_name":"R","email":"{{{New}}}@example.org"}}""",
        ["reportGreenhouseError"] = $$"""{"api_call":"test_status","errors":["x"],"partner_interview_id":"{{Order}}"}""",
        ["reportGreenhouseRequestError"] = $$"""{"api_call":"test_status","errors":["x"],"partner_interview_id":"{{Order}}"}""",
        ["startAshbyAssessment"] =
            $$$"""{"assessment_type_id":"{{{Loop}}}","candidate":{"email":"r@example.org"},"application":{"ashby_id":"{{{New}}}"}}""",
        ["cancelAshbyAssessment"] = $$"""{"assessment_id":"{{Order}}"}""",
        ["receiveKomboEvent"] = """{"type":"assessment:order-received"}""",
        ["putAtsConnection"] = """{"scoreFormat":"percent"}""",
        ["replayWebhookEvents"] = """{"from":"2026-06-01T00:00:00Z","to":"2026-06-02T00:00:00Z"}""",
    };

    protected override IEnumerable<(string Setting, string Value)> Settings => [("RateLimits:RefusedCredentialsPerMinute", "0")];

    [Test]
    public async Task Routes_WithEveryKindOfCredential_AnswerAsApproved()
    {
        var lines = new List<string>();
        World? world = null;
        foreach (var route in AllRoutes())
        {
            world ??= await MakeAsync();
            var answered = new SortedDictionary<int, List<string>>();
            for (var column = 0; column < world.Columns.Count; column++)
            {
                var (name, token) = world.Columns[column];
                var status = await StatusAsync(route, world, name, token);
                if (!answered.TryGetValue(status, out var callers)) answered[status] = callers = [];
                callers.Add(name);
                // What has changed the world is not to be seen by the next caller.
                if (status is >= 200 and < 300 && route.Method != "GET") world = await MakeAsync();
            }

            lines.Add($"{route.Name}  {route.Method} {Routes.PathOf(route.Pattern)}");
            lines.AddRange(answered.Select(each => $"  {each.Key}  {string.Join(" | ", each.Value)}"));
        }

        Golden.Matches("Access.approved.txt", string.Join('\n', lines) + "\n");
    }

    private async Task<int> StatusAsync(Route route, World world, string caller, string? token)
    {
        // The attempt of the table is the passport's; but the attempt that was taken without one has a token of its own.
        var attempt = caller == "attempt, own" ? world.Anonymous : world.Attempt;
        var id = route.Pattern.RawText!.Split('/')[2] switch
        {
            "attempts" => attempt,
            "tenants" => world.Tenant,
            "keys" => world.Key,
            "hiring-loops" => world.Loop,
            "invitations" => world.Invitation,
            "webhook-endpoints" => world.WebhookEndpoint,
            "kombo" => world.Kombo,
            _ => world.Passport,
        };
        var values = new Dictionary<string, string>
        {
            ["id"] = id.ToString(), ["grant"] = world.Grant.ToString(), ["role"] = "backend-engineer",
            ["assessment"] = "python-fundamentals", ["version"] = "1", ["event"] = world.Event.ToString(), ["ats"] = "ashby",
            ["evidence"] = world.Passport.ToString(),
            // None that is there: who may ask is settled before.
            ["verification"] = Guid.Empty.ToString(),
        };
        var path = Routes.PathOf(route.Pattern);
        foreach (var parameter in route.Pattern.Parameters)
        {
            Assert.That(values, Does.ContainKey(parameter.Name), $"{route.Name} has the parameter {parameter.Name}");
            path = path.Replace($"{{{parameter.Name}}}", values[parameter.Name], StringComparison.Ordinal);
        }

        if (route.Name == "getGreenhouseTestStatus") path += $"?partner_interview_id={world.Order}";

        using var client = App.Client(token);
        var key = route.Method == "POST" ? Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString() : null;
        var body = route.Body?.Replace(New, key, StringComparison.Ordinal)
            .Replace(Loop, world.Loop.ToString(), StringComparison.Ordinal)
            .Replace(Order, world.Order.ToString(), StringComparison.Ordinal);
        using var response = await client.SendAsync(new HttpMethod(route.Method), path, body, key);
        return (int)response.StatusCode;
    }

    private IReadOnlyList<Route> AllRoutes() =>
        [.. from endpoint in App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            where endpoint.RoutePattern.RawText is { } path
                && (path.StartsWith("/v1", StringComparison.Ordinal) || path.StartsWith("/ats", StringComparison.Ordinal))
            let name = endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName
            let method = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0]
            let body = endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is null ? null : _bodies[name]
            orderby name
            select new Route(name, method, endpoint.RoutePattern, body)];

    /// <summary>Somebody's passport, attempt and grants, and everybody who may come by.</summary>
    private async Task<World> MakeAsync()
    {
        var (passport, owner, ownerToken) = await App.CreatePassportAsync();
        var (_, _, otherToken) = await App.CreatePassportAsync();
        using var stranger = App.Client();
        var sample = new CreateAttemptRequest { Assessment = "python-fundamentals", Form = FormKind.Sample };
        // At another form, so that it does not stand in the way of the start that is tried.
        var attempt = await owner.PostAsync<AttemptResponse>("/v1/attempts", sample with { Form = FormKind.Full });
        var anonymous = await stranger.PostAsync<AttemptResponse>("/v1/attempts", sample);
        var anotherOne = await stranger.PostAsync<AttemptResponse>("/v1/attempts", sample);
        var grants = $"/v1/passports/{passport}/grants";
        var toHolder = new CreateGrantRequest { Kind = GrantKind.Link, Scope = GrantScope.Passport };
        var link = await owner.PostAsync<GrantResponse>(grants, toHolder);
        var wider = await owner.PostAsync<GrantResponse>(grants, toHolder with { Scope = GrantScope.Evidence });
        var revoked = await owner.PostAsync<GrantResponse>(grants, toHolder with { Scope = GrantScope.Evidence });
        using (await owner.SendAsync(HttpMethod.Delete, $"{grants}/{revoked.Id}")) { }

        var keys = new List<(string, string?)>();
        foreach (var scope in Scopes.All)
        {
            keys.Add(($"key {scope}, granted", await KeyAsync(owner, grants, scope, GrantScope.Evidence)));
            keys.Add(($"key {scope}, not granted", (await App.CreateKeyAsync(scope)).Token));
        }

        var (tenant, _, keyToken) = await App.CreateKeyAsync(Scopes.PassportsRead);
        using var employer = await Employer.CreateAsync(App);
        var loop = await employer.CreateLoopAsync();
        var invitation = await employer.InviteAsync(loop, new { accommodation = new { timeMultiplier = 2 } });
        var anotherInvitation = await employer.InviteAsync(loop);
        foreach (var scope in Scopes.All) keys.Add(($"key {scope}, employer", (await App.CreateKeyAsync(scope, employer.Tenant)).Token));

        var (endpoint, happened) = await EndpointAsync(employer.Token);
        return new World(
            passport, attempt.Id, anonymous.Id, link.Id, tenant, await App.IdOfKeyAsync(keyToken), loop, invitation.Id, endpoint, happened,
            await ConnectAsync(employer), await OrderAsync(employer, loop),
            [
                ("none", null), ("malformed", Wrong), ("unknown", SecretToken.Create(SecretToken.KeyPrefix)),
                ("expired", (await App.CreateKeyAsync(Scopes.PassportsRead, expiresAt: App.Clock.GetUtcNow())).Token),
                ("revoked key", await RevokedKeyAsync()), ("revoked link", revoked.Token),
                ("candidate, own", ownerToken), ("candidate, another's", otherToken),
                ("attempt, own", anonymous.Token), ("attempt, another's", anotherOne.Token),
                ("link passport", link.Token), ("link evidence", wider.Token), ("link, another's", await LinkOfAnotherAsync()),
                ("invitation, own", invitation.Token), ("invitation, another's", anotherInvitation.Token),
                .. keys,
            ]);
    }

    private async Task<string> KeyAsync(HttpClient owner, string grants, string scope, GrantScope granted)
    {
        var (tenant, _, token) = await App.CreateKeyAsync(scope);
        var toTenant = new CreateGrantRequest { Kind = GrantKind.Tenant, Tenant = tenant, Scope = granted };
        await owner.PostAsync<GrantResponse>(grants, toTenant);
        return token;
    }

    /// <summary>A webhook endpoint, and an event that was sent to it.</summary>
    private async Task<(Guid Endpoint, Guid Event)> EndpointAsync(string token)
    {
        using var client = App.Client(token);
        const string Path = "/v1/webhook-endpoints";
        var request = new CreateWebhookEndpointRequest { Url = "https://ats.example.com/hooks" };
        var endpoint = await client.PostAsync<WebhookEndpointResponse>(Path, request);
        return (endpoint.Id, (await client.PostAsync<WebhookPingResponse>($"{Path}/{endpoint.Id}/ping", new { })).Event);
    }

    /// <summary>Connections of the employer to two systems; the id of the one to Kombo.</summary>
    private static async Task<Guid> ConnectAsync(Employer employer)
    {
        await employer.Client.PutAsync("/v1/ats-connections/ashby", new { apiKey = "key" });
        await employer.Client.PutAsync("/v1/ats-connections/kombo", new { apiKey = "key", webhookSecret = "a-secret-of-the-test" });
        return (await employer.Client.GetAsync<AtsConnectionResponse>("/v1/ats-connections/kombo")).Id;
    }

    /// <summary>An order of the employer's Greenhouse.</summary>
    private static async Task<Guid> OrderAsync(Employer employer, Guid loop)
    {
        var send = new GreenhouseSendTestRequest
        {
            PartnerTestId = loop.ToString(), Candidate = new GreenhouseCandidate { FirstName = "Robin", Email = "robin@example.org" },
        };
        return Guid.Parse(
            (await employer.Client.PostAsync<GreenhouseSendTestResponse>("/ats/greenhouse/send_test", send)).PartnerInterviewId);
    }

    private async Task<string> LinkOfAnotherAsync()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var toHolder = new CreateGrantRequest { Kind = GrantKind.Link, Scope = GrantScope.Evidence };
        return (await owner.PostAsync<GrantResponse>($"/v1/passports/{passport}/grants", toHolder)).Token!;
    }

    private async Task<string> RevokedKeyAsync()
    {
        var (_, _, token) = await App.CreateKeyAsync(Scopes.PassportsRead);
        await App.Db.WriteAsync(RevokeAsync, CancellationToken.None);
        return token;

        Task<int> RevokeAsync(DbSession session) => session.ExecuteAsync(
            "UPDATE Credential SET RevokedAt = @Now WHERE SecretHash = @Hash",
            new { Now = App.Clock.GetUtcNow(), Hash = SecretToken.Hash(token) });
    }

    private sealed record Route(string Name, string Method, RoutePattern Pattern, string? Body);

    /// <param name="Passport">Whose passport it is about.</param>
    /// <param name="Attempt">The attempt of its owner.</param>
    /// <param name="Anonymous">An attempt without a passport.</param>
    /// <param name="Grant">A grant on the passport.</param>
    /// <param name="Tenant">A tenant that nobody who comes by belongs to.</param>
    /// <param name="Key">A key of it.</param>
    /// <param name="Loop">A hiring loop of an employer, whose keys come by too.</param>
    /// <param name="Invitation">An open invitation of it.</param>
    /// <param name="WebhookEndpoint">An endpoint of the employer.</param>
    /// <param name="Event">An event that was sent there.</param>
    /// <param name="Kombo">Its connection to Kombo.</param>
    /// <param name="Order">What its Greenhouse has ordered.</param>
    /// <param name="Columns">Who comes by, and with which token.</param>
    private sealed record World(
        Guid Passport, Guid Attempt, Guid Anonymous, Guid Grant, Guid Tenant, Guid Key, Guid Loop, Guid Invitation, Guid WebhookEndpoint,
        Guid Event, Guid Kombo, Guid Order,
        IReadOnlyList<(string Name, string? Token)> Columns);
}
