using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Browser;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tests.Support;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Platform.Http;

/// <summary>Walks every route that the service has, by the access it declares: a new route is covered without a new test.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed partial class AccessTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    protected override IEnumerable<(string Setting, string Value)> Settings => [("RateLimits:RefusedCredentialsPerMinute", "0")];

    private static readonly Guid NoId = Guid.Parse("01979c2c-9a00-7000-8000-00000000dead");
    private static readonly CreateAttemptRequest Sample = new() { Assessment = "python-fundamentals", Form = FormKind.Sample };

    [Test]
    public async Task Route_NotPublic_AsksTheAnonymousForACredential()
    {
        using var client = App.Client();
        foreach (var route in Routes().Where(route => !route.Rule.IsPublic))
        {
            // Malformed: who may not call a route is told so before the body is read.
            using var response = await SendAsync(client, route, NoId, NoId, "{");
            await response.ProblemAsync(401, "unauthenticated");
            var expected = IsOfSystems(response) ? "Basic realm=\"aieh\"" : "Bearer realm=\"aieh\"";
            Assert.That(response.Headers.WwwAuthenticate.ToString(), Is.EqualTo(expected), route.Name);
        }
    }

    [TestCase("Bearer")]
    [TestCase("Bearer ")]
    [TestCase("Basic YWllaDphaWVo")]
    [TestCase("Bearer aieh_cand_short")]
    [TestCase("Bearer aieh_cand_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.")]
    [TestCase("Bearer ' OR 1=1 --")]
    [TestCase("aieh_cand_without-a-scheme")]
    public Task Credential_Malformed_Is401OnEveryRoute(string authorization) => AssertRefusedEverywhereAsync(authorization);

    [Test]
    public async Task Credential_WithOneCharacterChanged_Is401OnEveryRoute()
    {
        var (_, _, token) = await App.CreatePassportAsync();
        var mistyped = token[..20] + (token[20] == 'A' ? 'B' : 'A') + token[21..];

        Assert.That(SecretToken.IsWellFormed(mistyped), Is.False, "the checksum tells");
        await AssertRefusedEverywhereAsync("Bearer " + mistyped);
    }

    [Test]
    public Task Credential_Unknown_Is401OnEveryRoute() =>
        AssertRefusedEverywhereAsync("Bearer " + SecretToken.Create(SecretToken.KeyPrefix));

    [Test]
    public async Task Credential_Expired_Is401OnEveryRouteFromThatInstant()
    {
        var (_, client, token) = await App.CreateKeyAsync(Scopes.PassportsRead, expiresAt: App.Clock.GetUtcNow().AddMinutes(1));
        using var before = await client.SendAsync(HttpMethod.Get, "/v1/roles");
        App.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That((int)before.StatusCode, Is.EqualTo(200));
        await AssertRefusedEverywhereAsync("Bearer " + token);
    }

    [Test]
    public async Task Credential_Revoked_Is401OnEveryRoute()
    {
        var (_, client, token) = await App.CreateKeyAsync(Scopes.PassportsRead);
        using var before = await client.SendAsync(HttpMethod.Get, "/v1/roles");
        await App.Db.WriteAsync(RevokeAsync, CancellationToken.None);

        Assert.That((int)before.StatusCode, Is.EqualTo(200));
        await AssertRefusedEverywhereAsync("Bearer " + token);

        Task<int> RevokeAsync(DbSession session) => session.ExecuteAsync(
            "UPDATE Credential SET RevokedAt = @Now WHERE SecretHash = @Hash",
            new { Now = App.Clock.GetUtcNow(), Hash = SecretToken.Hash(token) });
    }

    [Test]
    public async Task Credential_OfAKindThatTheRouteDoesNotAdmit_Is403()
    {
        var walked = 0;
        foreach (var (kind, client, passport, attempt) in await CallersAsync())
        {
            foreach (var route in Routes().Where(route => !route.Rule.Kinds.HasFlag(kind)))
            {
                using var response = await SendAsync(client, route, passport, attempt);
                await response.ProblemAsync(403, "insufficient-scope");
                walked++;
            }
        }

        Assert.That(walked, Is.GreaterThan(10));
    }

    [Test]
    public async Task Key_WithoutTheRoutesScope_Is403AndNamesIt()
    {
        var routes = Routes().Where(route => route.Rule.KeyScope is not null).ToArray();
        Assert.That(routes, Is.Not.Empty);
        foreach (var route in routes)
        {
            var (_, client, _) = await App.CreateKeyAsync(string.Join(' ', Scopes.All.Where(scope => scope != route.Rule.KeyScope)));
            using var response = await SendAsync(client, route, NoId, NoId);
            var problem = await response.ProblemAsync(403, "insufficient-scope");
            Assert.That((string?)problem["detail"], Does.Contain(route.Rule.KeyScope!), route.Name);
        }
    }

    [Test]
    public async Task Object_OfAnotherOwner_Is404LikeOneThatDoesNotExist()
    {
        var (otherPassport, other, _) = await App.CreatePassportAsync();
        var otherAttempt = (await other.PostAsync<AttemptResponse>("/v1/attempts", Sample)).Id;
        var routes = Routes().Where(route => route.Path.Contains("{id", StringComparison.Ordinal)).ToArray();
        var walked = 0;
        foreach (var (kind, client, _, _) in await CallersAsync())
        {
            foreach (var route in routes.Where(route => route.Rule.Kinds.HasFlag(kind)))
            {
                using var existing = await SendAsync(client, route, otherPassport, otherAttempt);
                using var missing = await SendAsync(client, route, NoId, NoId);
                var one = await existing.ProblemAsync(404, "not-found");
                var two = await missing.ProblemAsync(404, "not-found");
                one.Remove("traceId");
                two.Remove("traceId");
                Assert.That(one.ToJsonString(), Is.EqualTo(two.ToJsonString()), route.Name);
                walked++;
            }
        }

        Assert.That(walked, Is.GreaterThan(10));
        Assert.That((await other.GetAsync<AttemptResponse>($"/v1/attempts/{otherAttempt}")).State, Is.EqualTo(AttemptState.InProgress));
        Assert.That((await other.GetAsync<PassportResponse>($"/v1/passports/{otherPassport}")).Id, Is.EqualTo(otherPassport));
    }

    /// <summary>Applicant tracking systems are asked for a key by HTTP Basic.</summary>
    private static bool IsOfSystems(HttpResponseMessage response) =>
        response.RequestMessage!.RequestUri!.AbsolutePath.StartsWith("/ats/", StringComparison.Ordinal);

    private async Task AssertRefusedEverywhereAsync(string authorization)
    {
        using var client = App.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        foreach (var route in Routes())
        {
            using var response = await SendAsync(client, route, NoId, NoId);
            await response.ProblemAsync(401, "invalid-token");
            var challenge = response.Headers.WwwAuthenticate.ToString();
            var expected = IsOfSystems(response) ? "Basic realm=\"aieh\"" : "Bearer realm=\"aieh\", error=\"invalid_token\"";
            Assert.That(challenge, Is.EqualTo(expected), route.Name);
        }
    }

    /// <summary>One caller of each kind, with the passport and the attempt that it may see, if it may see one.</summary>
    private async Task<IReadOnlyList<(PrincipalKinds Kind, HttpClient Client, Guid Passport, Guid Attempt)>> CallersAsync()
    {
        var (passport, owner, _) = await App.CreatePassportAsync();
        using var anonymous = App.Client();
        var attempt = await anonymous.PostAsync<AttemptResponse>("/v1/attempts", Sample);
        var toHolder = new CreateGrantRequest { Kind = GrantKind.Link, Scope = GrantScope.Evidence };
        var link = await owner.PostAsync<GrantResponse>($"/v1/passports/{passport}/grants", toHolder);
        var (_, key, _) = await App.CreateKeyAsync(string.Join(' ', Scopes.All));
        return
        [
            (PrincipalKinds.Candidate, owner, passport, NoId),
            (PrincipalKinds.Attempt, App.Client(attempt.Token), NoId, attempt.Id),
            (PrincipalKinds.Key, key, NoId, NoId),
            (PrincipalKinds.Link, App.Client(link.Token), passport, NoId),
        ];
    }

    private IReadOnlyList<Route> Routes() =>
        [.. from endpoint in App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            let rule = endpoint.Metadata.GetMetadata<AccessRule>()
            // Pages answer in their own way.
            where rule is not null && endpoint.Metadata.GetMetadata<PageRoute>() is null
            let method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single(each => each != "HEAD")
            let body = endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType
            select new Route(new HttpMethod(method), endpoint.RoutePattern.RawText!, rule, body)];

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient client, Route route, Guid passport, Guid attempt, string? body = null)
    {
        var id = route.Path.StartsWith("/v1/attempts", StringComparison.Ordinal) ? attempt : passport;
        var path = Parameter().Replace(route.Path, match => match.Groups[1].Value switch
        {
            "id" => id.ToString(),
            "role" => "backend-engineer",
            "assessment" => "python-fundamentals",
            "version" => "1",
            _ => NoId.ToString(),
        });
        var sent = route.Body is { } type ? body ?? SmallestBody(type) : null;
        return await client.SendAsync(route.Method, path, sent, route.Method == HttpMethod.Post ? NewKey() : null);
    }

    private static string NewKey() => Convert.ToHexString(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToByteArray());

    /// <summary>The required members alone, each with a value of its type.</summary>
    private static string SmallestBody(Type type)
    {
        var body = new JsonObject();
        foreach (var member in WireContracts.Options.GetTypeInfo(type).Properties.Where(member => member.IsRequired))
        {
            body[member.Name] = member.PropertyType switch
            {
                _ when member.Name == "to" => "2026-01-02T00:00:00Z",
                _ when member.Name == "scopes" => new JsonArray(Scopes.PassportsRead),
                _ when member.Name == "invitations" => new JsonArray(new JsonObject()),
                { IsEnum: true } => Enum.GetNames(member.PropertyType)[^1].ToLowerInvariant(),
                _ when member.PropertyType == typeof(string) => "python-fundamentals",
                _ when member.PropertyType == typeof(double) => 1,
                _ when member.PropertyType == typeof(DateTimeOffset) => "2026-01-01T00:00:00Z",
                _ => new JsonArray(),
            };
        }

        return body.ToJsonString();
    }

    [GeneratedRegex("""\{(\w+)(?::\w+)?\}""")]
    private static partial Regex Parameter();

    private sealed record Route(HttpMethod Method, string Path, AccessRule Rule, Type? Body)
    {
        public string Name => $"{Method} {Path}";
    }
}
