using System.Text.RegularExpressions;
using Aieh.Api.Candidates.SelfIdentification;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Employers.Impact;

/// <summary>
/// Every route of the contract, called with an employer's key that may do everything and by another passport, about somebody whose group is
/// planted: nobody is told it, and nobody but the owner is answered otherwise when it changes.
/// </summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed partial class GroupsStaySecretTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const RaceEthnicity Planted = RaceEthnicity.NativeHawaiianOrPacificIslander;
    private const string PlantedWord = "native-hawaiian-or-pacific-islander";
    private const string PlantedName = "Native Hawaiian or Pacific Islander";

    private Employer _employer = null!;
    private HttpClient _owner = null!;
    private HttpClient _stranger = null!;
    private Dictionary<string, string> _values = null!;

    [SetUp]
    public async Task PlantGroup()
    {
        _employer = await Employer.CreateAsync(App, string.Join(' ', Scopes.All));
        var loop = await _employer.CreateLoopAsync(new { minimumCoverage = 0.2 });
        (var passport, _owner, var token) = await App.CreatePassportAsync();
        (_, _stranger, _) = await App.CreatePassportAsync();
        await App.AddEvidenceAsync(passport, Employer.Python, 700, App.Clock.GetUtcNow());
        var crowd = new Crowd(App, _employer.Tenant, loop);
        await crowd.AddAsync(10, 560);
        await crowd.AddAsync(10, 700);
        var accepted = await _employer.AcceptAsync(await _employer.InviteAsync(loop, new { reference = "planted" }), token);
        await _owner.PostAsync<object>(
            $"/v1/passports/{passport}/grants", $$"""{"kind":"tenant","tenant":"{{_employer.Tenant}}","scope":"evidence"}""");
        _values = new Dictionary<string, string>
        {
            ["passport"] = passport.ToString(),
            ["invitation"] = accepted.Invitation.Id.ToString(),
            ["loop"] = loop.ToString(),
            ["tenant"] = _employer.Tenant.ToString(),
        };
    }

    [TearDown]
    public void Leave()
    {
        _employer.Dispose();
        _owner.Dispose();
        _stranger.Dispose();
    }

    [Test]
    public async Task Routes_ThatAnybodyElseCanCall_DoNotTellTheGroup()
    {
        await SayAsync(Planted);
        var told = await _owner.GetStringAsync(new Uri(Path, UriKind.Relative));
        Assert.That(told, Does.Contain(PlantedWord), "the search finds what is there");

        var calls = Routes().ToList();
        var answered = 0;
        // What changes something comes last: it may take away what the others would tell.
        foreach (var (method, path) in calls.OrderBy(call => call.Method != HttpMethod.Get))
        {
            foreach (var client in (HttpClient[])[_employer.Client, _stranger])
            {
                using var response = await client.SendAsync(method, path, method == HttpMethod.Get ? null : "{}", _employer.NewKey());
                var text = Headers(response) + await response.Content.ReadAsStringAsync();
                if (response.IsSuccessStatusCode) answered++;
                // All groups are named there, whoever is in the sample: what is told of them is the matter of the next test.
                if (path.EndsWith("/impact", StringComparison.Ordinal)) continue;
                Assert.That(text, Does.Not.Contain(PlantedWord).And.Not.Contain(PlantedName), $"{method} {path}");
            }
        }

        Assert.That(calls, Has.Count.GreaterThan(80));
        Assert.That(answered, Is.GreaterThan(30), "the employer's key opens most of what is read");
        Assert.That(
            await _owner.GetStringAsync(new Uri(Path, UriKind.Relative)), Does.Contain(PlantedWord), "none of it has changed the answers");
        // A release names all groups, of which none is told here but those of nobody.
        foreach (var table in (string[])["AuditEntry", "OutboxEvent", "ImpactMember", "IdempotencyRecord", "SelfIdentification"])
        {
            foreach (var cell in await CellsAsync(table)) Assert.That(cell, Does.Not.Contain(PlantedWord).IgnoreCase, table);
        }
    }

    /// <summary>Nothing that is read depends on what somebody says: also not whether there are answers.</summary>
    [Test]
    public async Task Answers_OfWhatAnybodyElseReads_AreTheSameWhateverTheGroup()
    {
        await SayAsync(Planted);
        var before = await ReadAllAsync();
        await SayAsync(RaceEthnicity.White);
        var changed = await ReadAllAsync();
        using (await _owner.SendAsync(HttpMethod.Delete, Path)) { }
        var withdrawn = await ReadAllAsync();

        Assert.That(before, Has.Count.GreaterThan(60));
        Assert.That(changed, Is.EqualTo(before));
        Assert.That(withdrawn, Is.EqualTo(before));
    }

    private string Path => $"/v1/passports/{_values["passport"]}/self-identification";

    private Task SayAsync(RaceEthnicity group) =>
        _owner.PutAsync(Path, new SelfIdentificationRequest { Consent = SelfIdentificationText.Version, RaceEthnicity = group });

    private async Task<IReadOnlyList<string>> ReadAllAsync()
    {
        var all = new List<string>();
        foreach (var (_, path) in Routes().Where(route => route.Method == HttpMethod.Get))
        {
            // Reads are written down, and so another read more.
            if (path is "/v1/audit-log") continue;
            foreach (var client in (HttpClient[])[_employer.Client, _stranger])
            {
                using var response = await client.SendAsync(HttpMethod.Get, path);
                var text = await response.Content.ReadAsStringAsync();
                all.Add($"{path} {(int)response.StatusCode} {Sealed().Replace(TraceId().Replace(text, ""), "")}");
            }
        }

        return all;
    }

    private IEnumerable<(HttpMethod Method, string Path)> Routes() =>
        from route in App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let pattern = route.RoutePattern.RawText!
        where pattern.StartsWith("/v1", StringComparison.Ordinal) || pattern.StartsWith("/ats", StringComparison.Ordinal)
        from method in route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
        where method != "HEAD"
        select (new HttpMethod(method), Filled(pattern));

    private string Filled(string pattern) => Placeholder().Replace(pattern.TrimEnd('/'), match =>
        match.Groups[1].Value switch
        {
            "id" when pattern.StartsWith("/v1/passports", StringComparison.Ordinal) => _values["passport"],
            "id" when pattern.StartsWith("/v1/invitations", StringComparison.Ordinal) => _values["invitation"],
            "id" when pattern.StartsWith("/v1/hiring-loops", StringComparison.Ordinal) => _values["loop"],
            "id" when pattern.StartsWith("/v1/tenants", StringComparison.Ordinal) => _values["tenant"],
            "role" => "backend-engineer",
            "assessment" => Employer.Python,
            "version" => "1",
            "ats" => "greenhouse",
            _ => Guid.Empty.ToString(),
        });

    private static string Headers(HttpResponseMessage response) =>
        string.Join('\n', response.Headers.Concat(response.Content.Headers).SelectMany(header => header.Value));

    private Task<IReadOnlyList<string>> CellsAsync(string table) => App.Db.ReadAsync(
        async (DbSession session) =>
        {
            var cells = new List<string>();
            foreach (var row in await session.ListAsync<dynamic>($"SELECT * FROM {table}", new { }))
            {
                cells.AddRange(((IDictionary<string, object?>)row).Values.Select(cell => cell is byte[] bytes
                    ? System.Text.Encoding.UTF8.GetString(bytes)
                    : $"{cell}"));
            }

            return (IReadOnlyList<string>)cells;
        },
        CancellationToken.None);

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Placeholder();

    /// <summary>Links are sealed anew with each answer.</summary>
    [GeneratedRegex(@"CfDJ8[\w-]+")]
    private static partial Regex Sealed();

    [GeneratedRegex("\"traceId\":\"[^\"]*\"")]
    private static partial Regex TraceId();
}
