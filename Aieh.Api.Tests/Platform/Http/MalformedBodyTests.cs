using System.Net.Http.Headers;
using System.Text;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Platform.Http;

/// <summary>
/// Bodies of another shape than the documented one: each is refused by name, with a pointer to the fault, and changes nothing.
/// </summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class MalformedBodyTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Start = """{"assessment":"python-fundamentals","form":"sample"}""";

    private static readonly string Deep = new string('[', 100) + new string(']', 100);

    private static IEnumerable<TestCaseData> StartBodies() => Cases(
        ("unknown member", """{"assessment":"python-fundamentals","form":"sample","colour":"red"}""", "#/colour"),
        ("member in other case", """{"Assessment":"python-fundamentals","form":"sample"}""", "#/Assessment"),
        ("unknown member with a dot", """{"assessment":"python-fundamentals","form":"sample","a.b":1}""", "#/a.b"),
        ("unknown member with a slash", """{"assessment":"python-fundamentals","form":"sample","a/b":1}""", "#/a~1b"),
        ("unknown member with a tilde", """{"assessment":"python-fundamentals","form":"sample","a~b":1}""", "#/a~0b"),
        ("unknown member with a space", """{"assessment":"python-fundamentals","form":"sample","a b":1}""", "#/a%20b"),
        ("unknown member with brackets", """{"assessment":"python-fundamentals","form":"sample","a[0]":1}""", "#/a%5B0%5D"),
        ("unknown member with a quote", """{"assessment":"python-fundamentals","form":"sample","it's":1}""", "#/it%27s"),
        ("unknown member with a dollar", """{"assessment":"python-fundamentals","form":"sample","$ref":1}""", "#/$ref"),
        ("missing member", """{"assessment":"python-fundamentals"}""", "#"),
        ("no members", "{}", "#"),
        ("null where a text is due", """{"assessment":null,"form":"sample"}""", "#/assessment"),
        ("null where a word is due", """{"assessment":"python-fundamentals","form":null}""", "#/form"),
        ("number where a text is due", """{"assessment":1,"form":"sample"}""", "#/assessment"),
        ("unknown word", """{"assessment":"python-fundamentals","form":"huge"}""", "#/form"),
        ("word in other case", """{"assessment":"python-fundamentals","form":"Sample"}""", "#/form"),
        ("word as a number", """{"assessment":"python-fundamentals","form":0}""", "#/form"),
        ("word as a number in a text", """{"assessment":"python-fundamentals","form":"0"}""", "#/form"),
        ("two words", """{"assessment":"python-fundamentals","form":"sample,full"}""", "#/form"),
        ("member twice", """{"assessment":"python-fundamentals","assessment":"python-fundamentals","form":"sample"}""", "#/assessment"),
        ("list", "[]", "#"),
        ("text", "\"sample\"", "#"),
        ("cut off", """{"assessment":"python-fundamentals","form":"sam""", "#/form"),
        ("not JSON", "assessment=python-fundamentals", "#"),
        ("trailing comma", """{"assessment":"python-fundamentals","form":"sample",}""", "#"),
        ("comment", """{/* please */"assessment":"python-fundamentals","form":"sample"}""", "#"),
        ("more after it", Start + Start, "#"),
        ("deep nesting", $$"""{"assessment":{{Deep}},"form":"sample"}""", "#/assessment"),
        ("half a surrogate pair", """{"assessment":"\ud800","form":"sample"}""", "#/assessment"));

    private static IEnumerable<TestCaseData> ResponseBodies() => Cases(
        ("null for the list", """{"responses":null}""", "#/responses"),
        ("object for the list", """{"responses":{}}""", "#/responses"),
        ("null in the list", """{"responses":[null]}""", "#/responses/0"),
        ("null after an answer", """{"responses":[{"item":"py-ds-001","option":"a"},null]}""", "#/responses/1"),
        ("text in the list", """{"responses":["a"]}""", "#/responses/0"),
        ("answer without an option", """{"responses":[{"item":"py-ds-001"}]}""", "#/responses/0"),
        ("null for the option", """{"responses":[{"item":"py-ds-001","option":null}]}""", "#/responses/0/option"),
        (
            "number for the option",
            """{"responses":[{"item":"py-ds-001","option":"a"},{"item":"py-gt-001","option":1}]}""",
            "#/responses/1/option"),
        ("unknown member in an answer", """{"responses":[{"item":"py-ds-001","option":"a","score":1}]}""", "#/responses/0/score"),
        ("member twice in an answer", """{"responses":[{"item":"py-ds-001","option":"a","option":"b"}]}""", "#/responses/0/option"));

    // A submission may leave the list out.
    private static IEnumerable<TestCaseData> SubmissionBodies() =>
        ResponseBodies().Where(body => body.Arguments[0] is not """{"responses":null}""");

    private static IEnumerable<TestCaseData> GrantBodies() => Cases(
        ("unknown scope", """{"kind":"link","scope":"everything"}""", "#/scope"),
        ("tenant that is no id", """{"kind":"tenant","tenant":"acme","scope":"passport"}""", "#/tenant"),
        ("tenant as a number", """{"kind":"tenant","tenant":1,"scope":"passport"}""", "#/tenant"),
        ("tenant without its id", """{"kind":"tenant","scope":"passport"}""", "#/tenant"),
        ("link with a tenant", """{"kind":"link","tenant":"01979c2c-9a00-7000-8000-000000000000","scope":"passport"}""", "#/tenant"),
        ("end that is no time", """{"kind":"link","scope":"passport","expiresAt":"tomorrow"}""", "#/expiresAt"),
        ("end without an offset", """{"kind":"link","scope":"passport","expiresAt":"2027-01-01T00:00:00"}""", "#/expiresAt"),
        ("end without a time", """{"kind":"link","scope":"passport","expiresAt":"2027-01-01"}""", "#/expiresAt"),
        ("end as a number", """{"kind":"link","scope":"passport","expiresAt":1900000000}""", "#/expiresAt"),
        ("end in the past", """{"kind":"link","scope":"passport","expiresAt":"2026-01-01T00:00:00Z"}""", "#/expiresAt"),
        ("end now", """{"kind":"link","scope":"passport","expiresAt":"2026-06-01T09:00:00Z"}""", "#/expiresAt"));

    [TestCaseSource(nameof(StartBodies))]
    public async Task CreateAttempt_BodyOfAnotherShape_Is400WithAPointerAndStartsNothing(string body, string place)
    {
        using var client = App.Client();
        var before = await App.CountAsync("Attempt");

        using var refused = await client.SendAsync(HttpMethod.Post, "/v1/attempts", body);

        Assert.That((await refused.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(new[] { place }));
        Assert.That(await App.CountAsync("Attempt"), Is.EqualTo(before));
    }

    [TestCaseSource(nameof(ResponseBodies))]
    public async Task SaveResponses_BodyOfAnotherShape_Is400WithAPointerAndKeepsWhatWasSaved(string body, string place)
    {
        var (id, client) = await StartAsync();

        using var refused = await client.SendAsync(HttpMethod.Put, $"/v1/attempts/{id}/responses", body);

        Assert.That((await refused.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(new[] { place }));
        await AssertOneAnswerAsync(client, id);
    }

    [TestCaseSource(nameof(SubmissionBodies))]
    public async Task SubmitAttempt_BodyOfAnotherShape_Is400AndScoresNothing(string body, string place)
    {
        var (id, client) = await StartAsync();

        using var refused = await client.SendAsync(HttpMethod.Post, $"/v1/attempts/{id}/submission", body, "key");
        using var mended = await client.SendAsync(HttpMethod.Post, $"/v1/attempts/{id}/submission", "{}", "key");

        Assert.That((await refused.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(new[] { place }));
        Assert.That((int)mended.StatusCode, Is.EqualTo(201), "a body that could not be read does not use up the key");
    }

    [TestCaseSource(nameof(GrantBodies))]
    public async Task CreateGrant_BodyOfAnotherShape_Is400WithAPointerAndGrantsNothing(string body, string place)
    {
        var (passport, owner, _) = await App.CreatePassportAsync();

        using var refused = await owner.SendAsync(HttpMethod.Post, $"/v1/passports/{passport}/grants", body);

        Assert.That((await refused.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(new[] { place }));
        Assert.That(await App.CountAsync("PassportGrant", "PassportId = @Id", passport), Is.Zero);
    }

    [Test]
    public async Task CreatePassport_UnknownMember_Is400AndCreatesNothing()
    {
        using var client = App.Client();
        var before = await App.CountAsync("Passport");

        using var refused = await client.SendAsync(HttpMethod.Post, "/v1/passports", """{"name":"Ada"}""");

        Assert.That((await refused.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(new[] { "#/name" }));
        Assert.That(await App.CountAsync("Passport"), Is.EqualTo(before));
    }

    [Test]
    public async Task Problem_OfAMalformedBody_IsKeptFromCachesInTheSameWordsAsAnyOther()
    {
        using var client = App.Client();

        using var malformed = await client.SendAsync(HttpMethod.Post, "/v1/attempts", "{");
        using var unknown = await client.SendAsync(HttpMethod.Get, "/v1/roles/astronaut");

        foreach (var refused in new[] { malformed, unknown })
        {
            Assert.That(refused.Headers.CacheControl?.ToString(), Is.EqualTo("no-store"));
            Assert.That(refused.Headers.Pragma, Is.Empty);
            Assert.That(refused.Content.Headers.Contains("Expires"), Is.False);
        }
    }

    [TestCase("")]
    [TestCase("null")]
    public async Task CreateAttempt_WithoutABody_Is400(string body)
    {
        using var client = App.Client();

        using var refused = await client.SendAsync(HttpMethod.Post, "/v1/attempts", body);

        await refused.ProblemAsync(400, "invalid-request");
    }

    [Test]
    public async Task CreatePassport_WithoutABody_IsCreated()
    {
        using var client = App.Client();

        using var created = await client.SendAsync(HttpMethod.Post, "/v1/passports");

        Assert.That((int)created.StatusCode, Is.EqualTo(201));
    }

    [TestCase("text/plain")]
    [TestCase("text/json")]
    [TestCase("application/xml")]
    [TestCase("application/x-www-form-urlencoded")]
    [TestCase("multipart/form-data; boundary=x")]
    [TestCase(null)]
    public async Task CreateAttempt_OtherMediaTypeOrNone_Is415AndStartsNothing(string? mediaType)
    {
        using var client = App.Client();
        var before = await App.CountAsync("Attempt");
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Start));
        if (mediaType is not null) content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);

        using var refused = await client.SendContentAsync(HttpMethod.Post, "/v1/attempts", content);

        await refused.ProblemAsync(415, "unsupported-media-type");
        Assert.That(await App.CountAsync("Attempt"), Is.EqualTo(before));
    }

    [TestCase("application/json; charset=bogus")]
    [TestCase("application/json; charset=utf-7")]
    public async Task CreateAttempt_UnknownCharset_Is415(string mediaType)
    {
        using var client = App.Client();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Start));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);

        using var refused = await client.SendContentAsync(HttpMethod.Post, "/v1/attempts", content);

        await refused.ProblemAsync(415, "unsupported-media-type");
    }

    [Test]
    public async Task CreateAttempt_BytesThatAreNoUtf8_Is400()
    {
        using var client = App.Client();
        using var content = new ByteArrayContent([.. "{\"assessment\":\""u8, 0xFF, 0xFE, .. "\",\"form\":\"sample\"}"u8]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var refused = await client.SendContentAsync(HttpMethod.Post, "/v1/attempts", content);

        await refused.ProblemAsync(400, "invalid-request");
    }

    private async Task<(Guid Id, HttpClient Client)> StartAsync()
    {
        using var anonymous = App.Client();
        var sample = new CreateAttemptRequest { Assessment = "python-fundamentals", Form = FormKind.Sample };
        var attempt = await anonymous.PostAsync<AttemptResponse>("/v1/attempts", sample);
        var client = App.Client(attempt.Token);
        var answer = """{"responses":[{"item":"py-as-001","option":"a"}]}""";
        using var saved = await client.SendAsync(HttpMethod.Put, $"/v1/attempts/{attempt.Id}/responses", answer);
        Assert.That((int)saved.StatusCode, Is.EqualTo(200));
        return (attempt.Id, client);
    }

    private static async Task AssertOneAnswerAsync(HttpClient client, Guid id)
    {
        var attempt = await client.GetAsync<AttemptResponse>($"/v1/attempts/{id}");
        Assert.That(attempt.State, Is.EqualTo(AttemptState.InProgress));
        Assert.That(attempt.Responses, Is.EqualTo(new[] { new ItemResponse { Item = "py-as-001", Option = "a" } }));
    }

    private static IEnumerable<TestCaseData> Cases(params (string Name, string Body, string Pointer)[] cases) =>
        cases.Select(each => new TestCaseData(each.Body, each.Pointer).SetArgDisplayNames(each.Name));
}
