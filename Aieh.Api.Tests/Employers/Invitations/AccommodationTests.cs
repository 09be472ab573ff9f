using System.Net;
using System.Text.RegularExpressions;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Employers.Invitations;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class AccommodationTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private Employer _employer = null!;
    private Guid _loop;

    [OneTimeSetUp]
    public async Task CreateEmployer()
    {
        _employer = await Employer.CreateAsync(App);
        _loop = await _employer.CreateLoopAsync();
    }

    [OneTimeTearDown]
    public void Dispose() => _employer.Dispose();

    [Test]
    public async Task Attempt_OfAPassportWithMoreTime_HasIt()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        await owner.PutAsync($"/v1/passports/{passport}/accommodation", """{"timeMultiplier":1.5,"extraMinutes":10}""");
        var plain = await StartAsync((await App.CreatePassportAsync()).Owner, Employer.Python);
        var longer = await StartAsync(owner, Employer.Python);

        Assert.That(TimeOf(longer), Is.EqualTo(TimeOf(plain) * 1.5 + TimeSpan.FromMinutes(10)));
    }

    [Test]
    public async Task Change_DuringAnAttempt_LengthensItAndNothingShortensIt()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        var started = await StartAsync(owner, Employer.Python);
        await owner.PutAsync($"/v1/passports/{passport}/accommodation", """{"timeMultiplier":2}""");
        var doubled = await owner.GetAsync<AttemptResponse>($"/v1/attempts/{started.Id}");
        await owner.PutAsync($"/v1/passports/{passport}/accommodation", """{"timeMultiplier":1}""");
        var still = await owner.GetAsync<AttemptResponse>($"/v1/attempts/{started.Id}");
        using (await owner.SendAsync(HttpMethod.Delete, $"/v1/passports/{passport}/accommodation")) { }
        using var gone = await owner.GetAsync(new Uri($"/v1/passports/{passport}/accommodation", UriKind.Relative));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(TimeOf(doubled), Is.EqualTo(TimeOf(started) * 2));
            Assert.That(TimeOf(still), Is.EqualTo(TimeOf(started) * 2));
            Assert.That(gone.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        }
    }

    [Test]
    public async Task Answers_InTheTimeGivenBesides_AreTaken()
    {
        var invitation = await _employer.InviteAsync(_loop);
        var accepted = await _employer.AcceptAsync(invitation);
        using var owner = App.Client(accepted.Token);
        var started = await StartAsync(owner, Employer.Python);
        App.Clock.Advance(TimeOf(started) - TimeSpan.FromSeconds(1));
        await _employer.Client.PutAsync($"/v1/invitations/{invitation.Id}/accommodation", """{"timeMultiplier":1.25}""");
        App.Clock.Advance(TimeSpan.FromMinutes(2));
        var report = await _employer.SubmitAsync(owner, started);

        Assert.That(report.Counts.Answered, Is.EqualTo(started.ItemCount));
    }

    [Test]
    public async Task Invitation_WithMoreTime_GivesItToItsOwnAssessmentsAlone()
    {
        var invitation = await _employer.InviteAsync(_loop, new { accommodation = new { timeMultiplier = 2.0 } });
        var accepted = await _employer.AcceptAsync(invitation);
        using var owner = App.Client(accepted.Token);
        using var other = (await App.CreatePassportAsync()).Owner;
        const string notAsked = "communication";

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                TimeOf(await StartAsync(owner, Employer.Sql)), Is.EqualTo(TimeOf(await StartAsync(other, Employer.Sql)) * 2));
            Assert.That(TimeOf(await StartAsync(owner, notAsked)), Is.EqualTo(TimeOf(await StartAsync(other, notAsked))));
        }
    }

    [TestCase("""{"timeMultiplier":0.9}""")]
    [TestCase("""{"timeMultiplier":3.1}""")]
    [TestCase("""{"timeMultiplier":1,"extraMinutes":241}""")]
    [TestCase("""{"extraMinutes":5}""")]
    public async Task Set_OutsideItsRange_IsRefused(string body)
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        using var response = await owner.SendAsync(HttpMethod.Put, $"/v1/passports/{passport}/accommodation", body);
        await response.ProblemAsync(400, "invalid-request");
    }

    /// <summary>
    /// A candidate with more time and one without, who are the same otherwise: whatever is read, with any key, reads the same but for ids,
    /// names and moments; and the figures of the accommodation stand nowhere. The one route that shows it needs its own scope.
    /// </summary>
    [Test]
    public async Task Accommodation_OnEveryRouteWithEveryScope_LeavesNoTrace()
    {
        var loop = await _employer.CreateLoopAsync();
        var (given, plain) = (await PlayAsync(loop, isGiven: true), await PlayAsync(loop, isGiven: false));
        foreach (var scope in Scopes.All.Where(scope => scope != Scopes.AccommodationsWrite).Append(WithoutAccommodations))
        {
            using var key = App.Client((await App.CreateKeyAsync(scope, _employer.Tenant)).Token);
            foreach (var route in ReadRoutes())
            {
                var (withMore, without) = (await ReadAsync(key, route, loop, given), await ReadAsync(key, route, loop, plain));
                Assert.That(withMore, Is.EqualTo(without), $"{route} with {scope}");
                Assert.That(withMore, Does.Not.Contain("2.718").And.Not.Contain("137"), $"{route} with {scope}");
                if (withMore.StartsWith("200", StringComparison.Ordinal))
                {
                    Assert.That(withMore, Does.Not.Contain("accommodation").IgnoreCase, $"{route} with {scope}");
                }
            }
        }

        var bodies = await App.Db.ReadAsync(
            session => session.ListAsync<string>("SELECT Body FROM OutboxEvent WHERE TenantId = @Id", new { Id = _employer.Tenant }),
            CancellationToken.None);
        Assert.That(bodies, Is.Not.Empty.And.None.Contains("accommodation").And.None.Contains("2.718"));
    }

    /// <summary>With the moment at which a score was observed, that of the start would tell how long it took.</summary>
    [Test]
    public async Task Starts_OfAttempts_AreToldToTheirOwnerAlone()
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        var attempt = await _employer.TakeAsync(token, Employer.Python);
        var open = await StartAsync(owner, Employer.Sql);
        await owner.PostAsync<GrantResponse>(
            $"/v1/passports/{passport}/grants",
            new CreateGrantRequest { Kind = GrantKind.Tenant, Tenant = _employer.Tenant, Scope = GrantScope.Evidence });
        foreach (var path in new[] { "evidence", "readiness/backend-engineer" })
        {
            using var own = await owner.GetAsync(new Uri($"/v1/passports/{passport}/{path}", UriKind.Relative));
            using var granted = await _employer.Client.GetAsync(new Uri($"/v1/passports/{passport}/{path}", UriKind.Relative));
            var (forOwner, forTenant) = (await own.Content.ReadAsStringAsync(), await granted.Content.ReadAsStringAsync());
            string[] telling = [attempt.Id.ToString(), open.Id.ToString(), "nextEligibleAt"];
            Assert.That(granted.StatusCode, Is.EqualTo(HttpStatusCode.OK), path);
            Assert.That(telling.Any(forOwner.Contains), Is.True, path);
            Assert.That(telling.Any(forTenant.Contains), Is.False, path);
        }
    }

    private static string WithoutAccommodations => string.Join(' ', Scopes.All.Except([Scopes.AccommodationsWrite, Scopes.Admin]));

    private async Task<(Guid Invitation, Guid Passport)> PlayAsync(Guid loop, bool isGiven)
    {
        object request = isGiven ? new { accommodation = new { timeMultiplier = 2.718, extraMinutes = 137 } } : new { };
        var invitation = await _employer.InviteAsync(loop, request);
        var accepted = await _employer.AcceptAsync(invitation);
        // All right: which items come first, and so which of them would be, differs from attempt to attempt.
        await _employer.TakeAsync(accepted.Token!, Employer.Python, right: int.MaxValue);
        await _employer.TakeAsync(accepted.Token!, Employer.Sql, right: int.MaxValue);
        return (invitation.Id, accepted.Passport);
    }

    /// <summary>What can be read, with the ids of one candidate in it.</summary>
    private IEnumerable<string> ReadRoutes() =>
        from endpoint in App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.RoutePattern.RawText!.StartsWith("/v1", StringComparison.Ordinal)
            && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Contains("GET")
        select Routes.PathOf(endpoint.RoutePattern);

    /// <summary>Status and body, without what differs between any two candidates.</summary>
    private static async Task<string> ReadAsync(
        HttpClient key, string route, Guid loop, (Guid Invitation, Guid Passport) of)
    {
        var isList = route.StartsWith("/v1/hiring-loops/{id}", StringComparison.Ordinal);
        var id = isList ? loop : route.StartsWith("/v1/passports", StringComparison.Ordinal) ? of.Passport : of.Invitation;
        var path = route.Replace("{id}", id.ToString()).Replace("{role}", "backend-engineer").Replace("{assessment}", Employer.Python);
        path = Regex.Replace(path, @"\{\w+\}", Guid.Empty.ToString());
        if (path.Contains("/readiness/", StringComparison.Ordinal)) path += $"?hiringLoop={loop}";
        using var response = await key.GetAsync(new Uri(path, UriKind.Relative));
        var text = await response.Content.ReadAsStringAsync();
        var shape = Regex.Replace(text, @"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "id");
        shape = Regex.Replace(shape, @"""traceId"":""[0-9a-f]+""|/(?:report|loops|impact)/[\w-]+", "");
        return $"{(int)response.StatusCode} {shape}";
    }

    private static TimeSpan TimeOf(AttemptResponse attempt) => attempt.ExpiresAt - attempt.StartedAt;

    private static Task<AttemptResponse> StartAsync(HttpClient owner, string assessment) => owner.PostAsync<AttemptResponse>(
        "/v1/attempts", new CreateAttemptRequest { Assessment = assessment, Form = FormKind.Full });
}
